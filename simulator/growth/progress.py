"""How it goes over all finished conversations, from what was kept of each at its end; no turn is read again.

Conversations from before a figure was kept simply lack it; those put away, and the warm-up, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Literal

from simulator.coding.measures import ENOUGH_TURNS
from simulator.practice.lookup import Head, finished
from simulator.practice.store import Store
from simulator.report.labels import DEPTHS

Measure = Literal["ask_share", "uptake", "deepest", "turns_to_need"]
Way = Literal["better", "same", "worse", ""]
MEASURES: tuple[Measure, ...] = ("ask_share", "uptake", "deepest", "turns_to_need")
LAST = 5
"""Conversations that count as the last ones, and as those before them."""
FEWEST = 4
"""Figures below which nothing is said to be better or worse: one talk against one is chance."""
SAME: dict[Measure, float] = {"ask_share": 0.08, "uptake": 0.08, "deepest": 1.0, "turns_to_need": 2.0}
"""Differences of means below which nothing is said to have changed: five talks are few. Depth: of whole layers."""


@dataclass(frozen=True, slots=True)
class Past:
    """One finished conversation.

    Attributes:
        scenario, language: which school. `title`: the trainee's own name for the talk, or the school's.
        created: UTC, ISO 8601. `turns`: of the trainee.
        ask_share, uptake: 0 to 1; None under five turns, or where it was not kept.
        reached: the school said its own question; None: it hid none.
        deepest: one of `DEPTHS`; None where it was not kept.
        turns_to_need: trainee turns to that question. `ruptures`: how often trust broke; None: not kept.
    """

    id: str
    scenario: str
    language: str
    title: str
    mode: str
    created: str
    turns: int = 0
    ask_share: float | None = None
    uptake: float | None = None
    reached: bool | None = None
    deepest: str | None = None
    turns_to_need: int | None = None
    ruptures: int | None = None

    def value(self, measure: Measure) -> float | None:
        """Return a figure as a number; None where there is none.

        A school without a hidden question has no depth, nor has a talk that broke off before anything could open.
        """
        if measure == "deepest":
            early = self.turns < ENOUGH_TURNS and not self.deepest
            none = self.deepest is None or self.reached is None or early
            return None if none else float(DEPTHS.index(self.deepest or ""))
        found: float | None = getattr(self, measure)
        return found


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over the conversations.

    Attributes:
        values: one a conversation, oldest first; None where there is no figure.
        now, before: mean of the last figures and of those before them, at most `LAST` each.
        way: how the first stands to the second; empty: too little to say.
    """

    measure: Measure
    values: tuple[float | None, ...]
    now: float | None = None
    before: float | None = None
    way: Way = ""


@dataclass(frozen=True, slots=True)
class SchoolPast:
    """All tries at one school: how many, and the best of them."""

    scenario: str
    language: str
    title: str
    tries: int
    last: str
    ask_share: float | None
    deepest: str | None
    reached: bool | None
    turns_to_need: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Conversations (oldest first), trends in the order of `MEASURES`, schools (last talked to first)."""

    past: tuple[Past, ...]
    trends: tuple[Trend, ...]
    schools: tuple[SchoolPast, ...]

    def trend(self, measure: Measure) -> Trend:
        """Return the trend of a measure."""
        return self.trends[MEASURES.index(measure)]


def past(store: Store) -> tuple[Past, ...]:
    """Return the finished conversations, oldest first.

    Raises:
        StoreError: the practice log cannot be read.
    """
    return tuple(past_of(one) for one in finished(store) if one.result is not None)


def past_of(one: Head) -> Past:
    """Return a conversation from its kept result; whatever is not there or of the wrong kind is left out."""
    held: Mapping[str, Any] = one.result if isinstance(one.result, dict) else {}
    reached = held.get("reached") if isinstance(held.get("reached"), bool) else None
    deepest = held.get("deepest") if held.get("deepest") in DEPTHS else None
    return Past(
        one.id, one.scenario, one.language, one.title, one.mode, one.created, _whole(held, "turns") or 0,
        _share(held, "ask_share"), _share(held, "uptake"), reached, "need" if reached else deepest,
        _whole(held, "turns_to_need"), _whole(held, "ruptures"),
    )  # fmt: skip


def progress(done: Sequence[Past], names: Mapping[tuple[str, str], str] | None = None) -> Progress:
    """Return trends and schools.

    Args:
        done: finished conversations, oldest first.
        names: titles of schools by (id, language); without one, the title of the last talk there.
    """
    trends = tuple(trend(measure, [one.value(measure) for one in done]) for measure in MEASURES)
    return Progress(tuple(done), trends, _schools(done, names or {}))


def trend(measure: Measure, values: Sequence[float | None]) -> Trend:
    """Return how a measure went; the last figures are held against those before them."""
    found = [value for value in values if value is not None]
    last, earlier = found[-LAST:], found[:-LAST][-LAST:]
    if not earlier and len(found) >= 2:
        half = len(found) // 2
        last, earlier = found[half:], found[:half]
    now, before = (fmean(part) if part else None for part in (last, earlier))
    way = _way(measure, now, before) if len(found) >= FEWEST else ""
    return Trend(measure, tuple(values), now, before, way)


def _way(measure: Measure, now: float | None, before: float | None) -> Way:
    if now is None or before is None:
        return ""
    if measure == "deepest":
        now, before = float(round(now)), float(round(before))
    gain = before - now if measure == "turns_to_need" else now - before
    return "same" if abs(gain) < SAME[measure] else "better" if gain > 0 else "worse"


def _schools(done: Sequence[Past], names: Mapping[tuple[str, str], str]) -> tuple[SchoolPast, ...]:
    by: dict[tuple[str, str], list[Past]] = {}
    for one in done:
        by.setdefault((one.scenario, one.language), []).append(one)
    rows = [_school(tries, names.get(key, tries[-1].title)) for key, tries in by.items()]
    return tuple(sorted(rows, key=lambda row: row.last, reverse=True))


def _school(tries: Sequence[Past], title: str) -> SchoolPast:
    last = tries[-1]
    known = [one.reached for one in tries if one.reached is not None]
    depths = [DEPTHS.index(one.deepest) for one in tries if one.deepest is not None]
    return SchoolPast(
        last.scenario, last.language, title, len(tries), last.created,
        max(_there(one.ask_share for one in tries), default=None), DEPTHS[max(depths)] if depths else None,
        any(known) if known else None, min(_there(one.turns_to_need for one in tries), default=None),
    )  # fmt: skip


def _there(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def _share(held: Mapping[str, Any], key: str) -> float | None:
    value = held.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return float(value)


def _whole(held: Mapping[str, Any], key: str) -> int | None:
    value = held.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else None
