"""Cells that a spreadsheet would run as a formula, made text and turned back."""

from __future__ import annotations

import re

# A guarded cell begins with an apostrophe. So does, once more, a cell that already looks guarded; taking off one
# apostrophe then gives back exactly what was written.
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet runs: what begins with = + - @ tab or CR gets an apostrophe before it."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def unguard(cell: str) -> str:
    """Return the cell that `guard` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
