"""Plots drawn with text: columns for shares and counts, marks for steps; legible without colour in 40 columns."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

Value = float | None
BLOCKS = " ▁▂▃▄▅▆▇█"
MARK = "●"
NOTHING = "·"
"""Where a conversation has no figure."""


def binned(values: Sequence[Value], most: int) -> tuple[list[Value], int]:
    """Return at most `most` values, and how many conversations each stands for: the mean of those with a figure."""
    size = max(1, -(-len(values) // max(1, most)))
    groups = [values[start : start + size] for start in range(0, len(values), size)]
    there = [[value for value in group if value is not None] for group in groups]
    return [fmean(group) if group else None for group in there], size


def columns(values: Sequence[Value], labels: tuple[str, str], width: int, height: int = 4) -> list[str]:
    """Return a column a value, each of 0 to 1, in rows from the top.

    Args:
        values: oldest first; None leaves a dot on the ground line.
        labels: of the top and of the ground.
        width: of the whole in cells, labels too.
        height: rows.
    """
    pad = max(len(label) for label in labels)
    wide = _wide(len(values), width - pad - 2)
    rows = []
    for row in range(height):
        label = labels[0] if row == 0 else labels[1] if row == height - 1 else ""
        cells = "".join(_cell(value, height - 1 - row, height) + " " * (wide - 1) for value in values)
        rows.append(f"{label:>{pad}} {'┤' if label else '│'}{cells}".rstrip())
    return rows


def steps(values: Sequence[Value], names: Sequence[str], width: int) -> list[str]:
    """Return a mark a value, in a row for each step; the highest step stands on top.

    Args:
        values: place of the step, 0 to len(names) - 1; a mean goes to the nearest. None leaves the column empty.
        names: of the steps, lowest first.
        width: of the whole in cells, names too.
    """
    pad = max(len(name) for name in names)
    wide = _wide(len(values), width - pad - 2)
    rows = []
    for step in reversed(range(len(names))):
        here = (value is not None and round(value) == step for value in values)
        cells = "".join((MARK if one else " ") + " " * (wide - 1) for one in here)
        rows.append(f"{names[step]:>{pad}} ┤{cells}".rstrip())
    return rows


def room(width: int, labels: Sequence[str]) -> int:
    """Return how many values fit beside these labels, one a column."""
    return max(1, width - max(len(label) for label in labels) - 2)


def _wide(number: int, cells: int) -> int:
    """Return how many cells a column takes, its gap too: a few values stand apart."""
    return next((wide for wide in (3, 2) if number * wide <= cells), 1)


def _cell(value: Value, row: int, height: int) -> str:
    """Return what stands in a row (0: the ground) of a column."""
    if value is None:
        return NOTHING if row == 0 else " "
    eighths = max(1, round(min(1.0, max(0.0, value)) * height * 8))
    return BLOCKS[min(8, max(0, eighths - row * 8))]
