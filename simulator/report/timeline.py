"""The timeline from tell to ask: one mark a unit, in strips that fit a telephone and stand side by side on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.report.labels import side_of
from simulator.report.transcript import TurnView, UnitView

SLOT = 24
MARKS = 11
LEFT = 30
TOP = 16
STEP = 16
BOTTOM = TOP + 6 * STEP
HEIGHT = BOTTOM + 32
WIDTH = LEFT + MARKS * SLOT + 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit's mark at (x, y); `unit` has the words."""

    x: int
    y: int
    side: str
    turn: int
    unit: UnitView


@dataclass(frozen=True, slots=True)
class Band:
    """The stretch of one turn in a strip: where it begins, how wide it is, its number, and whether it is shaded."""

    x: int
    wide: int
    turn: int
    shaded: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Some marks side by side. `first` and `last`: numbers of their turns."""

    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    first: int
    last: int


def strips(turns: list[TurnView]) -> list[Strip]:
    """Return the units of all trainee turns in strips of at most `MARKS`; a turn stays whole where it fits."""
    rows: list[list[tuple[int, UnitView]]] = [[]]
    for turn in turns:
        for part in _parts(turn.units):
            if len(rows[-1]) + len(part) > MARKS:
                rows.append([])
            rows[-1] += [(turn.number, unit) for unit in part]
    shaded = {turn.number: bool(place % 2) for place, turn in enumerate(t for t in turns if t.units)}
    return [_strip(row, shaded) for row in rows if row]


def _parts(units: tuple[UnitView, ...]) -> Iterator[tuple[UnitView, ...]]:
    for start in range(0, len(units), MARKS):
        yield units[start : start + MARKS]


def _strip(row: list[tuple[int, UnitView]], shaded: dict[int, bool]) -> Strip:
    marks: list[Mark] = []
    bands: list[Band] = []
    for place, (turn, unit) in enumerate(row):
        x = LEFT + place * SLOT
        marks.append(Mark(x + SLOT // 2, TOP + (3 - unit.value) * STEP, side_of(unit.value), turn, unit))
        if bands and bands[-1].turn == turn:
            bands[-1] = Band(bands[-1].x, bands[-1].wide + SLOT, turn, shaded[turn])
        else:
            bands.append(Band(x, SLOT, turn, shaded[turn]))
    return Strip(tuple(marks), tuple(bands), row[0][0], row[-1][0])
