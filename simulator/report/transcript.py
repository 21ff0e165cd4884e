"""The transcript as a page shows it: every turn, and beside the trainee's words their codes."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.coding import reasons
from simulator.coding.codebook import Unit
from simulator.report.labels import SIDES, flags_of, side_of
from simulator.report.plain import one_line, plain, same
from simulator.report.words import Words, value_text
from simulator.scoring.model import Scored, ScoredTurn

SHORT = 220


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit in words. `short`: its text on one line, cut; `side`: ask, tell or neutral."""

    anchor: str
    text: str
    short: str
    code: str
    value: int
    value_text: str
    side: str
    side_text: str
    flags: tuple[str, ...]
    reason: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn. `text` is empty where the units hold all of it; `side` is empty for the school."""

    number: int
    speaker: str
    trainee: bool
    time: str
    text: str
    units: tuple[UnitView, ...]
    side: str
    side_text: str


def turns_of(scored: Scored, words: Words) -> list[TurnView]:
    """Return all turns, counted from 1."""
    return [_turn(turn, number, words) for number, turn in enumerate(scored.turns, 1)]


def unit_view(unit: Unit, unsure: bool, anchor: str, words: Words) -> UnitView:
    """Return a unit in words; one that came without a reason gets the codebook's."""
    side = side_of(unit.value)
    reason = unit.reason or reasons.reason(unit.code, unit.flags, words.language)
    return UnitView(
        anchor, plain(unit.text).strip(), one_line(unit.text, SHORT), unit.code, unit.value,
        value_text(unit.value), side, words.tr(SIDES[side]),
        tuple(flags_of(unit, words)), one_line(reason), unsure,
    )  # fmt: skip


def _turn(turn: ScoredTurn, number: int, words: Words) -> TurnView:
    marks = turn.unsure or (False,) * len(turn.units)
    units = tuple(
        unit_view(unit, unsure, f"u{number}-{place}", words)
        for place, (unit, unsure) in enumerate(zip(turn.units, marks, strict=True), 1)
    )
    whole = plain(turn.text).strip()
    covered = bool(units) and same(whole, "".join(unit.text for unit in units))
    side = (turn.main or "neutral") if turn.role == "trainee" else ""
    return TurnView(
        number, one_line(turn.speaker, 80), turn.role == "trainee", one_line(turn.timestamp, 40),
        "" if covered else whole, units, side, words.tr(SIDES[side]) if side else "",
    )  # fmt: skip
