"""A class in tables: each trainee, each school, and people against each model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from simulator.group.model import Difference, Door, Talk
from simulator.report.labels import DEPTHS

Key = TypeVar("Key", bound=Hashable)
School = tuple[str, str]
STUCK = 2
"""Conversations at one school without its own question, the last no deeper than those before, that count as stuck."""


@dataclass(frozen=True, slots=True)
class Tries:
    """What one trainee did at one school.

    Attributes:
        school: scenario and language. `talks`: oldest first.
        deepest: over all; None: nobody knows. `reached`: the school said its own question; None: not known.
        stuck: several conversations, and no deeper. `door`: the last one that did not open.
    """

    school: School
    talks: tuple[Talk, ...]
    deepest: str | None
    reached: bool | None
    stuck: bool
    door: Door | None


@dataclass(frozen=True, slots=True)
class Person:
    """One trainee: conversations, their figures over time, schools, what people judged otherwise.

    Conversations stand oldest first; those of which nobody knows the date stand before them, in no order.
    """

    name: str
    classroom: str
    talks: tuple[Talk, ...]
    tries: tuple[Tries, ...]

    @property
    def shares(self) -> list[float]:
        """The ask shares over time, of the conversations that have one and a date."""
        return [one.ask_share for one in self.talks if one.ask_share is not None and one.created]

    @property
    def undated(self) -> list[float]:
        """The ask shares of conversations without a date, which tell nothing of a change."""
        return [one.ask_share for one in self.talks if one.ask_share is not None and not one.created]

    @property
    def last(self) -> str:
        """When the last conversation was, ISO 8601; empty: not known."""
        return max((one.created for one in self.talks), default="")

    @property
    def differences(self) -> list[tuple[Talk, Difference]]:
        """Where people judged otherwise, with the conversation."""
        return [(talk, one) for talk in self.talks for one in talk.differences]


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """Where conversations at one school end: how many at each depth of `DEPTHS`, and the commonest last doors."""

    school: School
    talks: int
    people: int
    depths: tuple[int, ...]
    doors: tuple[tuple[Door, int], ...]


@dataclass(frozen=True, slots=True)
class Against:
    """People against a model at one school.

    Attributes:
        school: scenario and language (empty: transcripts). `coder`: the model.
        talks: conversations in which people judged something. `differences`: how often otherwise.
        compared, same: units that people coded wholly, and those with the same code.
        pairs: machine's code, people's code, how often; the commonest first.
    """

    school: School
    coder: str
    talks: int
    differences: int
    compared: int
    same: int
    pairs: tuple[tuple[str, str, int], ...]


def people(talks: Sequence[Talk]) -> list[Person]:
    """Return the trainees of a class, by name."""
    rows = _by(talks, lambda one: one.trainee.key)
    return [_person(sorted(own, key=lambda one: (one.created, one.id))) for _, own in sorted(rows.items())]


def _person(own: Sequence[Talk]) -> Person:
    by = _by([one for one in own if one.scenario], lambda one: one.school)
    return Person(
        own[-1].trainee.name,
        own[-1].trainee.classroom,
        tuple(own),
        tuple(_tries(key, held) for key, held in by.items()),
    )


def _tries(school: School, talks: Sequence[Talk]) -> Tries:
    depths = [DEPTHS.index(one.deepest) for one in talks if one.deepest is not None]
    known = [one.reached for one in talks if one.reached is not None]
    ordered = all(one.created for one in talks)
    stuck = ordered and len(depths) >= STUCK and not any(known) and depths[-1] <= max(depths[:-1])
    door = next((one.door for one in reversed(talks) if one.door is not None), None)
    return Tries(
        school, tuple(talks), DEPTHS[max(depths)] if depths else None, any(known) if known else None, stuck,
        None if any(known) else door,
    )  # fmt: skip


def schools(talks: Sequence[Talk]) -> list[SchoolRow]:
    """Return the schools that hide something, those talked to most first."""
    rows = _by([one for one in talks if one.scenario and one.deepest is not None], lambda one: one.school)
    found = [_school(key, held) for key, held in rows.items()]
    return sorted(found, key=lambda row: (-row.talks, row.school))


def _school(school: School, talks: Sequence[Talk]) -> SchoolRow:
    counted = Counter(one.deepest for one in talks)
    doors = Counter((one.door.act, one.door.layer) for one in talks if one.door is not None)
    who = {one.trainee.key for one in talks}
    return SchoolRow(
        school, len(talks), len(who), tuple(counted[depth] for depth in DEPTHS),
        tuple((Door(act, layer), many) for (act, layer), many in doors.most_common(3)),
    )  # fmt: skip


def against(talks: Sequence[Talk]) -> list[Against]:
    """Return people against machines by school and model, most differences first; only where people judged."""
    rows = _by([one for one in talks if one.differences or one.compared], lambda one: (one.school, one.coder))
    found = [_against(school, coder, held) for (school, coder), held in rows.items()]
    return sorted(found, key=lambda row: (-row.differences, row.school, row.coder))


def _against(school: School, coder: str, talks: Sequence[Talk]) -> Against:
    every = [one for talk in talks for one in talk.differences]
    pairs = Counter((one.machine, one.person) for one in every if one.of == "code")
    return Against(
        school, coder, len(talks), len(every), sum(one.compared for one in talks), sum(one.same for one in talks),
        tuple((machine, person, many) for (machine, person), many in pairs.most_common(3)),
    )  # fmt: skip


def _by(talks: Iterable[Talk], key: Callable[[Talk], Key]) -> dict[Key, list[Talk]]:
    found: dict[Key, list[Talk]] = {}
    for one in talks:
        found.setdefault(key(one), []).append(one)
    return found
