"""What people said of the machine's codes: each correction with its reason, and all that went before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.coding.codebook import CODES, Unit, value_of
from simulator.practice.api import TRAINEE, PracticeError
from simulator.practice.store import Store, now

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's other opinion on a unit of a turn.

    Attributes:
        turn: id of the turn. `unit`: index of the unit in it.
        was, code: the code before and the one that this person gives.
        reason: why. `who`: `trainee`, or the assessor's name. `created`: UTC, ISO 8601.
    """

    id: int
    turn: int
    unit: int
    was: str
    code: str
    reason: str
    who: str
    created: str


def correct(store: Store, turn: int, unit: int, was: str, code: str, reason: str, who: str = TRAINEE) -> int:
    """Keep a correction and return its id; earlier ones stay as its history.

    Raises:
        PracticeError: the code is not in the codebook, or there is no reason.
    """
    if code not in CODES:
        raise PracticeError(f"'{code}' is not a code; choose one of {', '.join(CODES)}.")
    kept = reason.strip()[:LONGEST_REASON]
    if not kept:
        raise PracticeError("A correction needs a reason; say in a few words what you see in this line.")
    return store.write(
        (
            "INSERT INTO corrections (turn, unit, was, code, reason, who, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (turn, unit, was, code, kept, who, now()),
        )
    )


def corrections(store: Store, conversation: str) -> list[Correction]:
    """Return all corrections in a conversation, oldest first."""
    rows = store.read(
        "SELECT c.* FROM corrections c JOIN turns t ON t.id = c.turn WHERE t.conversation = ? ORDER BY c.id",
        (conversation,),
    )
    return [Correction(**dict(row)) for row in rows]


def latest(found: Sequence[Correction]) -> dict[tuple[int, int], Correction]:
    """Return the correction that holds now, by (turn id, unit index)."""
    return {(one.turn, one.unit): one for one in found}


def corrected(turn: int, units: Sequence[Unit], held: Mapping[tuple[int, int], Correction]) -> tuple[Unit, ...]:
    """Return a turn's units as people have them; a code that a person gave is certain, without the old one's flags."""
    out = []
    for index, unit in enumerate(units):
        one = held.get((turn, index))
        if one is None or one.code == unit.code:
            out.append(unit)
            continue
        flags = tuple(flag for flag in unit.flags if flag == "uptake")
        out.append(
            replace(
                unit, code=one.code, value=value_of(one.code, flags), flags=flags, confidence=1.0, reason=one.reason
            )
        )
    return tuple(out)
