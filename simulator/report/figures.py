"""The figures of a conversation as a reader gets them: value, interval, place on its scale, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.coding.measures import counts
from simulator.report.words import NONE, Words
from simulator.scoring.measures import measure
from simulator.scoring.model import Scored
from simulator.scoring.tally import said, takes_up

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
    """

    name: str
    text: str
    interval: str = ""
    at: float | None = None
    low: float | None = None
    high: float | None = None
    says: str = ""
    ends: tuple[str, str] = ("0%", "100%")


def measures_of(scored: Scored) -> Held:
    """Return the measures that came with a conversation; those of a coding that has none are worked out."""
    return scored.measures or measure(scored.turns)


def enough(held: Held) -> bool:
    """Return whether there are figures at all: five trainee turns that say something."""
    return held.get("intervals") is not None


def too_few(held: Held, words: Words) -> str:
    """Return why there is no figure."""
    number = int(held.get("trainee_turns") or 0)
    return words.trn(
        "The trainee has {n} turn here. Under five turns that say something there is no figure: it would be chance.",
        "The trainee has {n} turns here. Under five turns that say something there is no figure: it would be chance.",
        number,
    )  # fmt: skip


def share(name: str, figure: Held | None, says: str, words: Words) -> Figure:
    """Return a share (0 to 1) as a figure."""
    if figure is None:
        return Figure(name, NONE, says=words.tr("Nothing here counts for this figure."))
    low, high = figure.get("low"), figure.get("high")
    interval = "" if low is None or high is None else f"{words.percent(low)}–{words.percent(high)}"
    return Figure(name, words.percent(figure["value"]), interval, figure["value"], low, high, says)


def headline(scored: Scored, held: Held, words: Words) -> Figure:
    """Return the ask share, and in one sentence what it says."""
    figure = held["intervals"].get("ask_share")
    name = words.tr("Ask share")
    if figure is None:
        return Figure(name, NONE, says=words.tr("Nothing in this conversation counts as asking or as telling."))
    ask, tell = _moves(scored)
    says = words.tr("Of {all} moves that ask or tell, {ask} ask: {verdict}.").format(
        all=ask + tell, ask=ask, verdict=_verdict(figure, words)
    )
    ends = (f"▼ {words.tr('tells')} 0%", f"100% {words.tr('asks')} ▲")
    return replace(share(name, figure, says, words), ends=ends)


def more(scored: Scored, held: Held, words: Words) -> list[Figure]:
    """Return the other figures that people agree on."""
    ends = held["intervals"]
    own = [turn for turn in scored.turns if turn.role == "trainee"]
    taken = sum(takes_up(turn.units) for turn in own)
    return [
        share(
            words.tr("Uptake"), ends.get("uptake"),
            words.tr("In {n} of {all} turns the trainee takes up the school's own words.").format(
                n=taken, all=len(own)
            ), words,
        ),
        share(
            words.tr("Share of the words"), ends.get("talk_share"),
            words.tr("So much of all that was said was said by the trainee; the rest is the school's."), words,
        ),
        share(
            words.tr("Tell share"), ends.get("tell_share"),
            words.tr("So much of all the trainee did, small talk included, was telling."), words,
        ),
        _mean(ends.get("mean_value"), words),
    ]  # fmt: skip


def thirds(held: Held, words: Words) -> list[Figure]:
    """Return the ask share of each third of the trainee's turns; empty where thirds would be too short."""
    if not held.get("thirds"):
        return []
    names = (words.tr("first third"), words.tr("middle third"), words.tr("last third"))
    figures = held["intervals"].get("thirds") or [None] * len(names)
    return [share(name, figure, "", words) for name, figure in zip(names, figures, strict=True)]


def slope_says(held: Held, words: Words) -> str:
    """Return what changed from the first third to the last, one sentence; empty where that is not known."""
    figure = held["intervals"].get("slope")
    if figure is None:
        return ""
    low, high = figure.get("low"), figure.get("high")
    change = words.number(abs(figure["value"]) * 100, 0)
    ends = "" if low is None else f" ({words.signed(low * 100, 0)} … {words.signed(high * 100, 0)})"
    if low is not None and low > 0:
        text = words.tr("From the first third to the last the asking rises by {change} points{interval}.")
    elif high is not None and high < 0:
        text = words.tr("From the first third to the last the asking falls by {change} points{interval}.")
    else:
        text = words.tr(
            "From the first third to the last the ask share moves by {change} points{interval}: "
            "in so few turns that can be chance."
        )
        change = words.signed(figure["value"] * 100, 0)
    return text.format(change=change, interval=ends)


def run_says(scored: Scored, held: Held, words: Words) -> str:
    """Return how long the longest run of telling is, and where it stands."""
    longest = int(held.get("longest_tell_run") or 0)
    if not longest:
        return words.tr("No turn tells more than it asks.")
    run: list[int] = []
    for number, turn in enumerate(scored.turns, 1):
        if turn.role != "trainee":
            continue
        run = [*run, number] if turn.main == "tell" else []
        if len(run) == longest:
            break
    where = str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" if run else NONE
    return words.trn(
        "{n} telling turn in a row at most: turn {where}.", "{n} telling turns in a row at most: turns {where}.",
        longest, where=where,
    )  # fmt: skip


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
        return Figure(name, NONE, says=words.tr("Nothing here counts for this figure."))
    low, high = figure.get("low"), figure.get("high")
    interval = "" if low is None or high is None else f"{words.signed(low)} … {words.signed(high)}"
    at, left, right = (None if end is None else (end + 3) / 6 for end in (figure["value"], low, high))
    says = words.tr("The mean of all the trainee did, from −3 (tells) to +3 (asks).")
    return Figure(name, words.signed(figure["value"]), interval, at, left, right, says, ends)


def _moves(scored: Scored) -> tuple[int, int]:
    """Return how many codes ask and how many tell; a code counts once a turn."""
    return counts(said(turn.units) for turn in scored.turns if turn.role == "trainee")


def _verdict(figure: Held, words: Words) -> str:
    low, high = figure.get("low"), figure.get("high")
    if low is None or high is None:
        return words.tr("too little counts to say how sure that is")
    if low > 0.5:
        return words.tr("the trainee asks more than tells, over the whole interval")
    if high < 0.5:
        return words.tr("the trainee tells more than asks, over the whole interval")
    return words.tr("the interval holds 50%, so with these few turns it cannot be said whether asking or telling leads")
