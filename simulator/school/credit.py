"""What a trainee's turn does to rapport: closing first, then gaining; ruptures and their repair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.coding.codebook import Unit
from simulator.scenario.model import Scenario
from simulator.school.acts import State, TurnInput
from simulator.school.manner import APPOINTMENT, OFFERS

GOOD = frozenset({"DEEP", "OPEN", "REFL-S", "REFL-C", "SEEK"})
CLOSING = frozenset({"OFFER", "FILL", "JUDGE"})
JUDGE_COST = 2
STEP = 2
TOP = 4
ARRANGING = 6
# "Mag ik vragen hoe …" asks what it says, whatever its polite coat: it moves as an open question does.
_INDIRECT = re.compile(
    r"\bmag ik (je |jou |u |eens |even |ook |misschien )*(vragen|weten)\W+(hoe|wat|wie|waar\w*|wanneer|welke?)\b"
    r"|\b(may|can|could|might) i (just )?ask (you )?(how|what|who|why|where|when|which)\b",
    re.IGNORECASE,
)
# Forgiving where nothing was broken sounds odd: outside a rupture only an apology in so many words is one.
_APOLOGY = re.compile(
    r"\b(sorry|excuus|excuses|pardon|kwalijk|te hard van stapel|apolog\w+|forgive me|carried away"
    r"|my (fault|mistake))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a turn is, for the mind.

    Attributes:
        codes: all codes in order; a leading question about something of the trainee's own is an OFFER-P here.
        moves: codes that count as moves (value > 0 and no guess).
        closing: the worst closing code in the turn, if any. `good`: the turn earns. `guess`: it holds a guess.
        repair: it takes something back. `asked`: an idea or information the school had asked for.
    """

    codes: tuple[str, ...]
    moves: frozenset[str]
    closing: str | None
    good: bool
    guess: bool
    repair: bool
    asked: frozenset[str]


def _arranges(unit: Unit, state: State) -> bool:
    """Whether an offer only says when they will meet or call: later in a talk that pushes nothing."""
    return unit.code == "OFFER" and state.turn >= ARRANGING and bool(APPOINTMENT.search(unit.text))


def read(turn: TurnInput, state: State) -> Reading:
    """Return what the turn is; a second guess in a row counts as filling in."""
    units = turn.units
    guess = any("guess" in unit.flags and unit.code.startswith("REFL") for unit in units)
    costs = {unit.code for unit in units if unit.code in CLOSING and unit.value < 0 and not _arranges(unit, state)}
    if guess and state.guesses >= 1:
        costs.add("FILL")
    closing = next((code for code in ("JUDGE", "OFFER", "FILL") if code in costs), None)
    moves = frozenset(u.code for u in units if u.value > 0 and "guess" not in u.flags and u.code in GOOD | {"CLOSED"})
    if any(u.code == "SEEK" and u.value > 0 and _INDIRECT.search(u.text) for u in units):
        moves |= {"OPEN"}
    earning = moves & GOOD
    if earning == {"SEEK"} and state.seeks >= 1:
        earning = frozenset()
    total = sum({u.code: u.value for u in units}.values())
    return Reading(
        codes=_codes(units),
        moves=moves,
        closing=closing,
        good=bool(earning) and closing is None and total > 0 and not turn.repeats,
        guess=guess,
        repair=any("repair" in unit.flags for unit in units)
        and (state.ruptured[state.speaker] or bool(_APOLOGY.search(turn.text) and not moves & {"DEEP", "CLOSED"})),
        asked=frozenset(u.code for u in units if "asked" in u.flags),
    )


def _codes(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return the codes; what leads to the trainee's own, or asks leave for what was just told of it, is an offer."""
    telling = any(unit.code in ("INFO", "OFFER", "OFFER-P") for unit in units)
    offers = ("LEAD", "SEEK") if telling else ("LEAD",)
    return tuple("OFFER-P" if unit.code in offers and OFFERS.search(unit.text) else unit.code for unit in units)


def close_off(state: State, scenario: Scenario, reading: Reading, speaker: str) -> State:
    """Return the state after a telling turn: rapport falls, a rupture begins, what was good no longer counts."""
    cost = JUDGE_COST if reading.closing == "JUDGE" else scenario.difficulty.rupture
    return replace(
        state,
        rapport=state.rapport | {speaker: max(0, state.rapport[speaker] - cost)},
        good=state.good | {speaker: 0},
        ruptured=state.ruptured | {speaker: True},
        repairing=state.repairing | {speaker: 0},
        sorry=state.sorry | {speaker: False},
    )


def gain(state: State, reading: Reading, speaker: str) -> State:
    """Return the state after a turn without telling: every second good turn +1; repair as the rules say.

    Two good turns, or a repair and one good turn, lead back from a rupture; they earn as others do, so that from any
    state the way to the need stays within eight good turns.
    """
    good, rapport = state.good[speaker], state.rapport[speaker]
    if reading.good:
        good += 1
        if good >= STEP:
            good, rapport = 0, min(TOP, rapport + 1)
    goods = state.repairing[speaker] + (1 if reading.good else 0)
    sorry = state.sorry[speaker] or reading.repair
    ruptured = state.ruptured[speaker] and not (goods >= STEP or (goods and sorry))
    return replace(
        state,
        rapport=state.rapport | {speaker: rapport},
        good=state.good | {speaker: good},
        ruptured=state.ruptured | {speaker: ruptured},
        repairing=state.repairing | {speaker: goods if ruptured else 0},
        sorry=state.sorry | {speaker: sorry and ruptured},
    )
