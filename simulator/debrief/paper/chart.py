"""The map from tell to ask: a point a turn, in strips that fit a telephone and join to one line on a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.debrief.model import Debrief, Line
from simulator.report.labels import DEPTHS, side_of

LEFT = 56
"""Room for the names of the two sides, before the first strip only: on a desk the strips join."""
SLOT = 27
MARKS = 9
MOST = 5
"""Summed values beyond this are drawn at the edge."""
STEP = 10
OPENED = 16
TOP = 40
ZERO = TOP + MOST * STEP
BOTTOM = ZERO + MOST * STEP
UNDER = BOTTOM + 18
HEIGHT = UNDER + 32


@dataclass(frozen=True, slots=True)
class Mark:
    """One turn at (x, y).

    Attributes:
        side: ask, tell or neutral. `number`: of the turn.
        depth: how deep lay what it opened (1 to 3, `?`: the school's own question); empty: it opened nothing.
        closed: trust fell. `passed`: it walked past something that the school let be heard, and nobody came back.
        tip: the turn in a few words. `words`: its beginning, as said.
    """

    x: int
    y: int
    side: str
    number: int
    depth: str
    closed: bool
    passed: bool
    tip: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Some turns side by side. `points`: of the line through them, on to the neighbours. `left`, `wide`: in pixels."""

    marks: tuple[Mark, ...]
    points: tuple[tuple[int, int], ...]
    left: int
    wide: int

    @property
    def path(self) -> str:
        """The line as SVG draws it."""
        return "M" + "L".join(f"{x} {y}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """All strips."""

    strips: tuple[Strip, ...]


def chart(debrief: Debrief, tips: Sequence[tuple[str, str]]) -> Chart:
    """Return the map.

    Args:
        debrief: of the conversation.
        tips: (a few words on it, its words) for each line.
    """
    own = {one.turn for one in debrief.turning if one.kind == "own_question"}
    passed = {door.passed for door in debrief.doors if door.back is None}
    places = [(line, place) for place, line in enumerate(debrief.lines)]
    points = [(_x(place), _y(line)) for line, place in places]
    strips = []
    for start in range(0, len(places), MARKS):
        part = places[start : start + MARKS]
        left = 0 if start else LEFT
        shift = left - start * SLOT
        marks = tuple(
            Mark(
                _x(place) + shift, _y(line), side_of(line.weight), line.number, _depth(line, own),
                line.rapport[1] < line.rapport[0], line.number in passed, *tips[place],
            )
            for line, place in part
        )  # fmt: skip
        around = points[max(0, start - 1) : start + MARKS + 1]
        strips.append(Strip(marks, tuple((x + shift, y) for x, y in around), left, left + len(part) * SLOT))
    return Chart(tuple(strips))


def _depth(line: Line, own: set[int]) -> str:
    if line.number in own:
        return "?"
    return str(DEPTHS.index(line.layer)) if line.opened else ""


def _x(place: int) -> int:
    return place * SLOT + SLOT // 2


def _y(line: Line) -> int:
    return ZERO - STEP * max(-MOST, min(MOST, line.weight))
