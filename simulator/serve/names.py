"""A list of names as a trainer types or pastes it: one on each line, and which of them are there already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.report.plain import one_line
from simulator.serve.accounts import LONGEST, same


@dataclass(frozen=True, slots=True)
class Names:
    """What was read.

    Attributes:
        all: every name.
        twice: those that are in the class already, or stand in the list before.
        long: number and text of the first line that is too long for a name; None: there is none.
    """

    all: tuple[str, ...]
    twice: tuple[str, ...]
    long: tuple[int, str] | None


def read(text: str, there: Iterable[str]) -> Names:
    """Read a list of names; empty lines are passed over.

    Args:
        text: as it was typed.
        there: names of those who are in the class.
    """
    lines = [(number, one_line(line).strip()) for number, line in enumerate(text.splitlines(), 1)]
    named = [(number, name) for number, name in lines if name]
    long = next(((number, name) for number, name in named if len(name) > LONGEST), None)
    known, twice = list(there), list[str]()
    for _, name in named if long is None else ():
        if any(same(name, one) for one in known) and name not in twice:
            twice.append(name)
        known.append(name)
    return Names(tuple(name for _, name in named), tuple(twice), long)
