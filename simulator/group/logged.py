"""Turns as a log holds them, without its scenario: what an export, and a bundle of a portfolio, still say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simulator.coding.codebook import Unit
from simulator.group.model import Difference
from simulator.group.turns import Turn, differing
from simulator.practice.corrections import Correction, corrected
from simulator.practice.records import TurnRow
from simulator.practice.serial import unit_from_json

Held = Mapping[tuple[int, int], Correction]


def plain_turns(rows: Sequence[TurnRow], held: Held) -> list[Turn]:
    """Return the trainee's turns of a branch, oldest first, with the school's acts and people's codes.

    Raises:
        KeyError, TypeError, ValueError: a turn is not of the form that toask writes.
    """
    found: list[Turn] = []
    before = ""
    for row in rows:
        if row.role == "school":
            before = row.text
        elif "coded" in row.data:
            units = units_of(row)
            act = str((row.data.get("decided") or {}).get("act", ""))
            found.append(Turn(row.id, before, units, corrected(row.id, units, held), act))
    return found


def units_of(row: TurnRow) -> tuple[Unit, ...]:
    """Return the units of a turn, whatever else was kept with it."""
    return tuple(unit_from_json(one) for one in row.data["coded"]["units"])


def coder_of(rows: Sequence[TurnRow]) -> str:
    """Return who made the codes, of the last turn that has any."""
    return next((str(row.data["coded"].get("coder", "")) for row in reversed(rows) if "coded" in row.data), "")


def differences(turns: Sequence[Turn], held: Held) -> Iterator[Difference]:
    """Yield every unit to which a person gave another code than the machine; the last word counts."""
    for number, one in enumerate(turns, 1):
        for place, unit in enumerate(one.units):
            said = held.get((one.row, place))
            if said is not None and said.code != unit.code:
                yield differing(number, one, place, said.code, said.who, said.reason, said.created)


def branch(rows: Mapping[int, TurnRow], head: int | None) -> list[TurnRow]:
    """Return the branch that ends in `head`, oldest first; a loop ends it."""
    found: list[TurnRow] = []
    seen: set[int] = set()
    while head is not None and head in rows and head not in seen:
        seen.add(head)
        found.append(rows[head])
        head = rows[head].parent
    return found[::-1]
