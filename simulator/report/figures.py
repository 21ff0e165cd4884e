"""The figures of a conversation as a reader gets them: value, interval, place on its scale, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.report.labels import RULE_NAMES
from simulator.report.words import NONE, Words
from simulator.scoring import grounds
from simulator.scoring.measures import measure
from simulator.scoring.model import Scored

Held = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        name: what it is called.
        text: the value as written. `interval`: its 95 % interval as written, empty where there is none.
        at: the value's place on its scale, 0 to 1. `low`, `high`: those of the interval.
        says: what it means, one sentence.
        ends: what the scale's two ends are called, the low one first.
        rule: the everyday rule that it stands for, empty where there is none.
    """

    name: str
    text: str
    interval: str = ""
    at: float | None = None
    low: float | None = None
    high: float | None = None
    says: str = ""
    ends: tuple[str, str] = ("0%", "100%")
    rule: str = ""


def measures_of(scored: Scored) -> Held:
    """Return the measures that came with a conversation; those of a coding that has none are worked out."""
    return scored.measures or measure(scored.turns)


def enough(held: Held) -> bool:
    """Return whether there are figures at all: five trainee turns that say something."""
    return held.get("intervals") is not None


def share(name: str, figure: Held | None, says: str, words: Words) -> Figure:
    """Return a share (0 to 1) as a figure."""
    if figure is None:
        return Figure(name, NONE, says=grounds.nothing(words))
    low, high = figure.get("low"), figure.get("high")
    interval = "" if low is None or high is None else f"{words.percent(low)}–{words.percent(high)}"
    return Figure(name, words.percent(figure["value"]), interval, figure["value"], low, high, says)


def headline(scored: Scored, held: Held, words: Words) -> Figure:
    """Return the ask share, and in one sentence what it says."""
    figure = held["intervals"].get("ask_share")
    name, rule = words.tr("Ask share"), _rule("ask_share", words)
    says = grounds.ask_says(scored.turns, held, words)
    if figure is None:
        return Figure(name, NONE, says=says, rule=rule)
    ends = (f"▼ {words.tr('tells')} 0%", f"100% {words.tr('asks')} ▲")
    return replace(share(name, figure, says, words), ends=ends, rule=rule)


def more(scored: Scored, held: Held, words: Words) -> list[Figure]:
    """Return the other figures that people agree on."""
    ends = held["intervals"]
    shares = (
        ("uptake", words.tr("Uptake"), grounds.uptake_says(scored.turns, words)),
        ("talk_share", words.tr("Share of the words"), grounds.talk_says(words)),
        ("tell_share", words.tr("Tell share"), grounds.tell_says(words)),
    )
    held_by = [replace(share(name, ends.get(key), says, words), rule=_rule(key, words)) for key, name, says in shares]
    return [*held_by, _mean(ends.get("mean_value"), words)]


def run_rule(words: Words) -> str:
    """Return the everyday rule that the longest run of telling stands for."""
    return _rule("longest_tell_run", words)


def thirds(held: Held, words: Words) -> list[Figure]:
    """Return the ask share of each third of the trainee's turns; empty where thirds would be too short."""
    if not held.get("thirds"):
        return []
    names = (words.tr("first third"), words.tr("middle third"), words.tr("last third"))
    figures = held["intervals"].get("thirds") or [None] * len(names)
    return [share(name, figure, "", words) for name, figure in zip(names, figures, strict=True)]


def background(held: Held, words: Words) -> list[Figure]:
    """Return the figures on which people do not agree."""
    back = held.get("background") or {}
    return [
        Figure(words.tr("Reflections to questions"), words.number(back.get("reflections_to_questions"), 2)),
        Figure(words.tr("Reflections that add meaning"), words.percent(back.get("complex_reflections"))),
    ]


def _mean(figure: Held | None, words: Words) -> Figure:
    name, ends = words.tr("Mean value"), ("−3", "+3")
    if figure is None:
        return Figure(name, NONE, says=grounds.nothing(words))
    low, high = figure.get("low"), figure.get("high")
    interval = "" if low is None or high is None else f"{words.signed(low)} … {words.signed(high)}"
    at, left, right = (None if end is None else (end + 3) / 6 for end in (figure["value"], low, high))
    return Figure(name, words.signed(figure["value"]), interval, at, left, right, grounds.mean_says(words), ends)


def _rule(key: str, words: Words) -> str:
    return words.tr(RULE_NAMES[grounds.RULE_OF[key]])
