"""The first lines of a table: what Excel puts before the names of the columns, and which sign is between cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.i18n import tr

_SIGNS = ",;\t"
_EXCEL = "sep="


@dataclass(frozen=True, slots=True)
class Opened:
    """A table from its line of names on.

    Attributes:
        lines: the names and all behind them; nothing where the table has no names.
        delimiter: the sign between cells.
        skipped: how many lines stood before the names, for the numbers of lines in errors.
        named: whether there is a line of names.
    """

    lines: Iterator[str]
    delimiter: str
    skipped: int
    named: bool


def opened(text: Iterator[str], delimiter: str = "") -> Opened:
    """Return a table behind empty lines and Excel's own `sep=` line.

    Args:
        text: the lines of a file.
        delimiter: the sign, where the format says it; what a `sep=` line says goes before it.
    """
    skipped = 0
    for line in text:
        if line.lower().startswith(_EXCEL):
            delimiter = line.strip("\r\n")[len(_EXCEL) :][:1] or delimiter
        elif line.strip():
            return Opened(_chain(line, text), delimiter or max(_SIGNS, key=line.count), skipped, True)
        skipped += 1
    return Opened(text, delimiter or _SIGNS[0], skipped, False)


def line_of(reader: object, table: Opened) -> int:
    """Return the line that a reader of the csv module stands on, counted from 1 in the file."""
    return int(getattr(reader, "line_num", 0)) + table.skipped


def broken(error: csv.Error) -> str:
    """Return what is wrong with a table, and what to do, in the interface's language."""
    if "field larger" in str(error) or "unexpected end" in str(error):
        return tr('a cell does not end; look for a quotation mark " that is opened and not closed.')
    return tr("not CSV ({what}); save the file again as CSV.").format(what=error)


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
