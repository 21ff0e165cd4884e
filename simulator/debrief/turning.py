"""Where a conversation turned: from telling to asking or back; else where the school opened, or closed.

A change of side is found by binary segmentation of the signs of the turns (least squares; Scott and Knott 1974), up to
and with the turn after which the school says its own question: what comes then is co-creation, where ideas are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from simulator.debrief.model import TurnKind
from simulator.debrief.talk import Move, Talk

SHORTEST = 2
"""Turns in a row that make a stretch; one slip is no turn of the talk."""
APART = 0.8
"""Two stretches differ when the means of their signs (−1 tells, +1 asks) lie so far apart."""
ASKS, TELLS = 0.3, 0.1
"""What the mean of a stretch must be at least for it to ask, or (below zero) to tell."""
LONG = 4
"""So many turns after taking something back show whether asking went on."""
GAIN = 2.0
"""Least sum of squares that a border must explain."""


@dataclass(frozen=True, slots=True)
class Point:
    """The first turn of another stretch, its kind, and how much of the talk it explains."""

    turn: int
    kind: TurnKind
    gain: float = 0.0


def points(talk: Talk) -> list[Point]:
    """Return where the talk turned, the one that matters most first; empty: it never did.

    Taking something back comes first, then a change of side, then where the school opened; a slip that was mended by
    asking on alone comes last.
    """
    own = talk.own_question
    moves = talk.moves[: own.number] if own else talk.moves
    sides = [_at_repair(moves, point) for point in borders([_sign(one) for one in moves], 1)]
    found = sorted(sides, key=lambda point: (point.kind != "repaired", -point.gain))
    for back in _taken_back(moves)[-1:]:
        if not _near(back, found):
            found.insert(0 if not found or found[0].kind == "to_asking" else len(found), back)
    if own is not None:
        found.append(Point(own.number, "own_question"))
    else:
        deep = next((one for one in talk.moves if one.item and talk.layer(one.item) == "underlying"), None)
        if deep is not None:
            found.append(Point(deep.number, "opened"))
    mended = _mended(moves)
    if mended is not None and not _near(mended, found):
        found.append(mended)
    return found or _closing(moves)


def _near(point: Point, others: Sequence[Point]) -> bool:
    return any(abs(point.turn - other.turn) <= 1 for other in others)


def _sign(move: Move) -> int:
    return (move.weight > 0) - (move.weight < 0)


def borders(signs: Sequence[int], first: int) -> list[Point]:
    """Return the borders between stretches of `signs`; `first`: number of the first turn."""
    best: Point | None = None
    for cut in range(SHORTEST, len(signs) - SHORTEST + 1):
        left, right = fmean(signs[:cut]), fmean(signs[cut:])
        gain = cut * (len(signs) - cut) / len(signs) * (left - right) ** 2
        turns = min(left, right) <= -TELLS and max(left, right) >= ASKS
        # A goodbye behind one question makes no stretch of asking.
        turns = turns and (signs[:cut] if left > right else signs[cut:]).count(1) >= SHORTEST
        if turns and abs(left - right) >= APART and gain >= GAIN and (best is None or gain > best.gain + 1e-9):
            best = Point(first + cut, "to_asking" if right > left else "to_telling", gain)
    if best is None:
        return []
    cut = best.turn - first
    return [*borders(signs[:cut], first), best, *borders(signs[cut:], best.turn)]


def _at_repair(moves: Sequence[Move], point: Point) -> Point:
    """Return the point as a repair where something is taken back at it, or right before it."""
    for turn in (point.turn, point.turn - 1):
        if point.kind == "to_asking" and takes_back(moves[turn - 1]):
            return Point(turn, "repaired", point.gain)
    return point


def _taken_back(moves: Sequence[Move]) -> list[Point]:
    """Return the turns that take something back and after which asking went on."""
    found = []
    for move in moves[1:]:
        after = [_sign(one) for one in moves[move.number : move.number + LONG]]
        if takes_back(move) and len(after) >= SHORTEST and fmean(after) > ASKS:
            found.append(Point(move.number, "repaired"))
    return found


def _mended(moves: Sequence[Move]) -> Point | None:
    """Return the turn that began to mend the last rupture by asking; None: there was none, or it stayed."""
    found, slip = None, 0
    for move in moves:
        before, after = _ruptured(move)
        if after and (not before or move.rapport[1] < move.rapport[0]):
            slip = move.number
        elif before and not after and slip:
            first = next((one for one in moves[slip : move.number] if one.main == "ask"), move)
            found = Point(first.number, "repaired")
    return found


def _ruptured(move: Move) -> tuple[bool, bool]:
    """Return whether the school was in rupture before and after a turn."""
    return any(move.earlier.ruptured.values()), any(move.state.ruptured.values())


def takes_back(move: Move) -> bool:
    """Whether a turn takes something back."""
    return any("repair" in unit.flags for unit in move.units)


def _closing(moves: Sequence[Move]) -> list[Point]:
    """Return where the school closed, in a talk that never turned: where telling began, or first hurt."""
    telling = bool(moves) and fmean(_sign(one) for one in moves) < 0
    for move in moves:
        before, after = _ruptured(move)
        hurt = move.rapport[1] < move.rapport[0] or (after and not before)
        if hurt or (telling and move.main == "tell"):
            return [Point(move.number, "closed")]
    return []
