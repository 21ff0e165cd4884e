"""Measures of a conversation from its coded turns (CODEBOOK, version 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.coding.codebook import Unit

ENOUGH_TURNS = 5


def once(units: Iterable[Unit]) -> dict[str, int]:
    """Return each different code of one turn with its value, the largest in size: a code counts once a turn."""
    values: dict[str, int] = {}
    for unit in units:
        if abs(unit.value) >= abs(values.get(unit.code, 0)):
            values[unit.code] = unit.value
    return values


def counts(turns: Iterable[Sequence[Unit]]) -> tuple[int, int]:
    """Return (ask, tell): units above and below zero over all turns; a code counts once a turn, zero is neither."""
    ask = tell = 0
    for units in turns:
        values = once(units).values()
        ask += sum(value > 0 for value in values)
        tell += sum(value < 0 for value in values)
    return ask, tell


def share(turns: Iterable[Sequence[Unit]]) -> float | None:
    """Return ask / (ask + tell), 0 to 1; None when nothing counts. No rule on length: for the running meter."""
    ask, tell = counts(turns)
    return ask / (ask + tell) if ask + tell else None


def ask_share(turns: Sequence[Sequence[Unit]]) -> float | None:
    """Return the headline measure, 0 to 1; None with fewer than five trainee turns or when nothing counts."""
    return share(turns) if len(turns) >= ENOUGH_TURNS else None
