"""The best moments of a conversation and the missed ones, as quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.coding.around import asks
from simulator.coding.codebook import Unit
from simulator.coding.measures import once
from simulator.report.plain import one_line
from simulator.report.quotes import Piece, quote, shared
from simulator.report.weight import HEAVY, weight
from simulator.scoring.model import Scored, ScoredTurn
from simulator.scoring.tally import said

MOST = 5
_BEST = frozenset({"DEEP", "REFL-C"})
_NEXT = frozenset({"REFL-S"})


@dataclass(frozen=True, slots=True)
class Moment:
    """What the school said and what the trainee did with it.

    Attributes:
        turn: number of the trainee's turn, from 1.
        school: its words, of the turns since the trainee spoke. `own`: the trainee's words.
        unit: the unit that decides; `unsure`: whether the coder is sure of it.
    """

    turn: int
    school: tuple[Piece, ...]
    own: tuple[Piece, ...]
    unit: Unit
    unsure: bool


def best(scored: Scored, most: int = MOST) -> list[Moment]:
    """Return where a follow-up or a reflection took up the school's words: the strongest, in the talk's order.

    Where no follow-up and no reflection that adds meaning did, those are that only repeat or check.
    """
    return _taking_up(scored, _BEST, most) or _taking_up(scored, _NEXT, most)


def _taking_up(scored: Scored, codes: frozenset[str], most: int) -> list[Moment]:
    found: list[tuple[tuple[bool, int, int], Moment]] = []
    for number, turn, before in _answers(scored.turns):
        for unit, unsure in _units(turn):
            if unit.code not in codes or unit.value <= 0 or "uptake" not in unit.flags:
                continue
            own = one_line(unit.text)
            mine, theirs = shared(own, before), shared(before, own)
            moment = Moment(number, quote(before, theirs), quote(own, mine), unit, unsure)
            found.append(((not unsure, len(mine), unit.value), moment))
    return _top(found, most)


def missed(scored: Scored, most: int = MOST) -> list[Moment]:
    """Return where the school said something of weight and the next turn told instead of asked, in the talk's order.

    A school that asked something just then was answered; that is no missed moment.
    """
    found: list[tuple[tuple[bool, int, int], Moment]] = []
    for number, turn, before in _answers(scored.turns):
        if turn.main != "tell" or asks(before[-120:]):
            continue
        heaviness, spans = weight(before, scored.language)
        if heaviness < HEAVY:
            continue
        unit, unsure = min(_units(turn), key=lambda pair: pair[0].value)
        moment = Moment(number, quote(before, spans), quote(one_line(unit.text)), unit, unsure)
        told = -sum(once(said(turn.units)).values())
        found.append(((not unsure, heaviness, told), moment))
    return _top(found, most)


def _top(found: list[tuple[tuple[bool, int, int], Moment]], most: int) -> list[Moment]:
    """Return the strongest, one a turn, in the order of the conversation."""
    kept: dict[int, Moment] = {}
    for _, moment in sorted(found, key=lambda pair: pair[0], reverse=True):
        if len(kept) < most:
            kept.setdefault(moment.turn, moment)
    return [kept[turn] for turn in sorted(kept)]


def _answers(turns: Sequence[ScoredTurn]) -> Iterator[tuple[int, ScoredTurn, str]]:
    """Yield each trainee turn that follows the school's words: its number, itself, those words."""
    before: list[str] = []
    for number, turn in enumerate(turns, 1):
        if turn.role == "school":
            before.append(one_line(turn.text))
            continue
        if before and turn.units:
            yield number, turn, " ".join(before)
        before = []


def _units(turn: ScoredTurn) -> list[tuple[Unit, bool]]:
    marks = turn.unsure or (False,) * len(turn.units)
    return list(zip(turn.units, marks, strict=True))
