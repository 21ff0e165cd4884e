"""The keys of the fourteen codes in a few lines, from asking to telling."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Static

from simulator.coding.codebook import CODES, VALUES
from simulator.i18n import language
from simulator.observing.card import short_name

WIDE = 72
"""Columns from which codes have their names; below, their letters."""
_SIGNS = {1: "▲", 0: "○", -1: "▼"}


def legend(width: int, keys: Mapping[str, str], spoken: str) -> Text:
    """Return the keys in as many lines as they need.

    Args:
        width: in cells.
        keys: by code, as they stand on the keyboard.
        spoken: nl or en.
    """
    out, room, side = Text(), width, 2
    for code in CODES:
        sign = (VALUES[code] > 0) - (VALUES[code] < 0)
        name = short_name(code, spoken) if width >= WIDE else code
        lead = f"{_SIGNS[sign]} " if sign != side else ""
        size = cell_len(lead) + cell_len(keys.get(code, "")) + 1 + cell_len(name)
        if out and size + 2 > room:
            out.append("\n")
            room = width
        elif out:
            out.append("  ")
            room -= 2
        out.append(lead, "bold").append(keys.get(code, ""), "bold reverse").append(f" {name}")
        room -= size
        side = sign
    return out


class CodeLegend(Static):
    """Shows `legend`; its height is what it needs."""

    DEFAULT_CSS = "CodeLegend { height: auto; padding: 0 1; border-top: solid $panel; }"

    def __init__(self) -> None:
        super().__init__("", markup=False, id="code-legend")
        self.keys: Mapping[str, str] = {}

    def show(self, keys: Mapping[str, str]) -> None:
        """Show these keys."""
        self.keys = keys
        self.retranslate()

    def retranslate(self) -> None:
        """Draw it in the language in use."""
        self.update(legend(max(20, self.app.size.width - 2), self.keys, language()))
