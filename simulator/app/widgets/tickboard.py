"""The observer's board: fourteen codes from asking to telling, each with its key, as large as the window allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from simulator.coding.codebook import VALUES
from simulator.i18n import language, tr
from simulator.observing.card import grouped, short_name
from simulator.report.words import value_text

WIDE = 72
"""Columns from which the board has three columns; below, what does neither stands under the other two."""
TALLEST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a code stands on the board, in cells from its upper left corner."""

    code: str
    x: int
    y: int
    width: int
    height: int

    def holds(self, x: int, y: int) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


def layout(width: int, height: int) -> tuple[Cell, ...]:
    """Return the places of all codes for a board of this size, under one line of headings."""
    ask, neutral, tell = (codes for _, codes in grouped())
    if width >= WIDE:
        tall = max(1, min(TALLEST, (height - 1) // len(ask)))
        third = width * 7 // 20
        middle = width - 2 * third
        columns = ((ask, 0, third), (neutral, third, middle), (tell, third + middle, third))
        return tuple(
            Cell(code, x, 1 + row * tall, wide, tall) for codes, x, wide in columns for row, code in enumerate(codes)
        )
    half = width // 2
    tall = max(1, min(TALLEST, (height - 1) // (len(ask) + 1)))
    under = max(1 + len(ask) * tall, min(height - tall, 2 + len(ask) * tall))
    cells = [Cell(code, n * half, under, half, tall) for n, code in enumerate(neutral)]
    for codes, x in ((ask, 0), (tell, half)):
        cells += [Cell(code, x, 1 + row * tall, half, tall) for row, code in enumerate(codes)]
    return tuple(cells)


def drawn(width: int, height: int, keys: Mapping[str, str], counts: Mapping[str, int] | None, last: str) -> Text:
    """Return the board as text.

    Args:
        width: in cells.
        height: in cells.
        keys: by code, as they stand on the keyboard.
        counts: how often each was ticked; None: the count is hidden.
        last: the code that was ticked last, to be marked; empty: none.
    """
    lines: dict[int, list[tuple[int, Text]]] = {0: _headings(width)}
    for cell in layout(width, height):
        for row, text in enumerate(_cell(cell, keys.get(cell.code, ""), counts, cell.code == last)):
            lines.setdefault(cell.y + row, []).append((cell.x, text))
    out = Text(no_wrap=True, end="")
    for y in range(max(lines) + 1):
        at, line = 0, Text()
        for x, text in sorted(lines.get(y, []), key=lambda one: one[0]):
            line.append(" " * (x - at)).append_text(text)
            at = x + cell_len(text.plain)
        out.append_text(line).append("\n" if y < max(lines) else "")
    return out


def _headings(width: int) -> list[tuple[int, Text]]:
    """Return the line from asking to telling."""
    left, right = f"▲ {tr('asks')} ◄", f"► {tr('tells')} ▼"
    middle = f" ○ {tr('neither')} " if width >= WIDE else ""
    bare = max(0, width - 1 - cell_len(left) - cell_len(right) - cell_len(middle))
    line = left + "─" * (bare // 2) + middle + "─" * (bare - bare // 2) + right
    return [(0, Text(line, style="bold"))]


def _cell(cell: Cell, key: str, counts: Mapping[str, int] | None, last: bool) -> list[Text]:
    """Return the lines of a code: key, name and count; where there is room its code and value."""
    number = "" if counts is None or not counts.get(cell.code) else str(counts[cell.code])
    cap = f" {key} " if cell.height > 1 else key
    room = cell.width - cell_len(cap) - 1 - (cell_len(number) + 1 if number else 0) - 1
    name = set_cell_size(short_name(cell.code, language()), max(0, room))
    first = Text.assemble(
        (cap, "bold reverse" if cell.height > 1 else "bold"), " ", (name, "reverse" if last else "bold")
    )
    first.append(f" {number} " if number else " ", style="bold")
    second = Text(set_cell_size(f"{'':{cell_len(cap) + 1}}{cell.code} {value_text(VALUES[cell.code])}", cell.width - 1))
    return [first, second][: cell.height]


class TickBoard(Static):
    """Shows the codes; a press on one ticks it too."""

    DEFAULT_CSS = "TickBoard { height: 1fr; padding: 0; }"

    class Ticked(Message):
        """A code was pressed with the mouse or a finger."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self) -> None:
        super().__init__("", markup=False, id="board")
        self.keys: Mapping[str, str] = {}
        self.counts: Mapping[str, int] | None = None
        self.last = ""

    def show(self, keys: Mapping[str, str], counts: Mapping[str, int] | None, last: str) -> None:
        """Show these keys and counts (None: hidden), and which was ticked last."""
        self.keys, self.counts, self.last = keys, counts, last
        self.retranslate()

    def retranslate(self) -> None:
        """Draw it in the language in use."""
        if self.size.width and self.size.height:
            self.update(drawn(self.size.width, self.size.height, self.keys, self.counts, self.last))

    def on_resize(self) -> None:
        """Fit the window."""
        self.retranslate()

    def on_click(self, event: events.Click) -> None:
        """Tick what lies under the pointer."""
        event.stop()
        for cell in layout(self.size.width, self.size.height):
            if cell.holds(event.x, event.y):
                self.post_message(self.Ticked(cell.code))
