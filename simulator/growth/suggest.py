"""Which school to talk to next, by what is hard for this trainee. Knows of a school only what its brief shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from simulator.growth.progress import LAST, Past
from simulator.i18n import mark
from simulator.report.words import Words

Rule = Literal["start", "telling", "broken", "again", "patience", "uptake", "deeper", "harder", "other"]

SEEN: dict[Rule, str] = {
    "telling": mark("In your last conversations you told more than you asked."),
    "broken": mark("In your last conversations the school closed up more than once."),
    "again": mark("You came to what lies underneath here, but the school did not yet say its own question."),
    "patience": mark("You open a lot, but the school does not get to its own question."),
    "uptake": mark("You ask a lot, but seldom with the school's own words."),
    "deeper": mark("You ask, but the school does not yet tell what lies underneath."),
    "harder": mark("The last school said its own question to you."),
}
SEEN_ONCE: dict[Rule, str] = {
    "telling": mark("In your last conversation you told more than you asked."),
    "broken": mark("In your last conversation the school closed up more than once."),
}
"""The same where there is one conversation only."""
TRY: dict[Rule, str] = {
    "telling": mark("Keep your own idea to yourself until they ask for it."),
    "broken": mark("Keep your own idea to yourself until they ask for it."),
    "again": mark("Talk to the same school once more and say back what you hear."),
    "patience": mark("Stay longer with one thing that they say."),
    "uptake": mark("Use one of their words in every question."),
    "deeper": mark("Ask on three times about the same thing before you go to the next."),
}
"""What was seen in the last conversations, and what to try; between them stands what is true of the school."""
GENTLE = mark("This is a gentle school to begin with.")
TOUCHY = mark("This school closes up at once when you offer something unasked.")
TIME = mark("This school takes its time.")
HARDER = mark("This one is a step harder.")
FRESH = mark("You have not talked to this school yet.")
TELLS, BREAKS, SELDOM, MOST_TRIES, STEP_UP, STEP_DOWN, LONG = 0.5, 2, 0.2, 3, 2, 3, 28
_DEEP = ("underlying", "need")
_SLOW: tuple[Rule, ...] = ("patience", "uptake", "deeper")


@dataclass(frozen=True, slots=True)
class School:
    """A school that can be talked to, as its brief shows it.

    Attributes:
        ref: what opens it. `level`: 1 (gentle) to 3 (hard). `patience`: trainee turns before it has to leave.
        rupture: trust lost by an unasked offer, 1 to 3.
    """

    ref: str
    id: str
    language: str
    title: str
    level: int = 2
    patience: int = 22
    rupture: int = 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A school to talk to next, the rule that chose it, and the sentences why, in English."""

    school: School
    rule: Rule
    says: tuple[str, ...]

    def why(self, words: Words) -> str:
        """Return the reason, in the reader's language."""
        return " ".join(words.tr(sentence) for sentence in self.says)


def suggest(done: Sequence[Past], schools: Sequence[School], language: str = "") -> Suggestion | None:
    """Return the school to talk to next; None where there is none at all.

    Args:
        done: finished conversations, oldest first.
        schools: those that can be played, in any language.
        language: to practise in as long as there is no conversation to see it from.
    """
    spoken = language_of(done, language)
    there = [one for one in schools if one.language == spoken] or list(schools)
    if not there:
        return None
    rule, last = rule_of(done), _last_at(done, schools)
    if rule == "again" and last is not None:
        return Suggestion(last, rule, (SEEN[rule], TRY[rule]))
    rule = "other" if rule == "again" else rule
    level = level_of(done, {(one.id, one.language): one.level for one in schools})
    found = _best(done, there, rule, level)
    fresh = all(one.scenario != found.id for one in done)
    seen = SEEN | SEEN_ONCE if len(done) == 1 else SEEN
    return Suggestion(found, rule, _says(rule, found, last, fresh, seen.get(rule, "")))


def _best(done: Sequence[Past], there: Sequence[School], rule: Rule, level: int) -> School:
    """Return the school that fits a rule best: rather a new one, else the one longest ago, never the last one again."""
    when = {one.scenario: place for place, one in enumerate(done, 1)}
    newest = done[-1].scenario if done else ""
    return min(
        there,
        key=lambda one: (
            one.id == newest, *_touch(rule, one, level), one.id in when, *_fit(rule, one, level), when.get(one.id, 0),
            one.title, one.ref,
        ),
    )  # fmt: skip


def _touch(rule: Rule, one: School, level: int) -> tuple[bool, ...]:
    """Put schools that feel an unasked offer first for who tells, and not those far too hard."""
    return (one.rupture < 2 or one.level > level + 1,) if rule in ("telling", "broken") else ()


def _fit(rule: Rule, one: School, level: int) -> tuple[int, ...]:
    """Rank by patience where time helps, else by how near it is to the trainee's level."""
    return (one.level > level, -one.patience) if rule in _SLOW else (abs(one.level - level),)


def _says(rule: Rule, found: School, last: School | None, fresh: bool, seen: str) -> tuple[str, ...]:
    """Return the sentences; of the school only those that are true of it."""
    true = {
        GENTLE: rule == "start" and found.level == 1,
        TOUCHY: rule in ("telling", "broken") and found.rupture > 1,
        TIME: rule in _SLOW and found.patience >= (last.patience if last else LONG),
        HARDER: rule == "harder" and last is not None and found.level > last.level,
    }
    of_it = [sentence for sentence, holds in true.items() if holds] or ([FRESH] if fresh else [])
    return tuple(sentence for sentence in (seen, *of_it, TRY.get(rule, "")) if sentence)


def rule_of(done: Sequence[Past]) -> Rule:
    """Return what is hard for this trainee now, from the last conversations."""
    last = done[-LAST:]
    if not last:
        return "start"
    share, uptake = _mean(one.ask_share for one in last), _mean(one.uptake for one in last)
    broken = _mean(one.ruptures for one in last)
    if share is not None and share < TELLS:
        return "telling"
    if broken is not None and broken >= BREAKS:
        return "broken"
    hiding = [one for one in last if one.reached is not None]
    missed = [one for one in hiding if not one.reached]
    newest = hiding[-1] if hiding else None
    if newest is not None and newest in missed and newest.deepest in _DEEP:
        tries = sum(one.scenario == newest.scenario for one in done)
        return "again" if tries < MOST_TRIES else "patience"
    if uptake is not None and uptake < SELDOM:
        return "uptake"
    if len(missed) * 2 > len(hiding) and any(one.deepest is not None for one in missed):
        return "deeper"
    return "harder" if newest is not None and newest.reached else "other"


def level_of(done: Sequence[Past], levels: dict[tuple[str, str], int]) -> int:
    """Return how hard a school may be, 1 to 3: a step up after two that opened at that level, down after three not."""
    level, opened, shut = 1, 0, 0
    for one in done:
        if one.reached is None:
            continue
        hard = levels.get((one.scenario, one.language), level)
        if one.reached:
            opened, shut = opened + (hard >= level), 0
        else:
            opened, shut = 0, shut + (hard <= level)
        if opened >= STEP_UP or shut >= STEP_DOWN:
            level, opened, shut = min(3, level + 1) if opened else max(1, level - 1), 0, 0
    return level


def language_of(done: Sequence[Past], otherwise: str) -> str:
    """Return the language practised most in the last conversations."""
    counted = Counter(one.language for one in reversed(done[-2 * LAST :]))
    return counted.most_common(1)[0][0] if counted else otherwise


def _last_at(done: Sequence[Past], schools: Sequence[School]) -> School | None:
    """Return the school of the last talk that hid something."""
    last = next((one for one in reversed(done) if one.reached is not None), None)
    return next((one for one in schools if last and (one.id, one.language) == (last.scenario, last.language)), None)


def _mean(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return fmean(there) if there else None
