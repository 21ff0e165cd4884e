"""A transcript in rows of lines: only what is seen is drawn, so that a key costs the same in any length."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

_ABOVE = 6
"""Lines before a row that are shown with it where they fit: what the school had said."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: which turn (from 1) and which unit of it (None: not one to be coded), and its lines."""

    turn: int
    unit: int | None
    lines: tuple[Text, ...]


class UnitList(ScrollView):
    """Shows rows, one of them the current one; a press on a row says which it is."""

    DEFAULT_CSS = """
    UnitList { height: 1fr; background: $background; scrollbar-gutter: stable; overflow-x: hidden; }
    UnitList > .unitlist--current { background: $surface; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"unitlist--current"}

    class Pressed(Message):
        """A unit was pressed."""

        def __init__(self, turn: int, unit: int) -> None:
            super().__init__()
            self.turn, self.unit = turn, unit

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.rows: Sequence[Row] = ()
        self._ends: list[int] = []
        self._current = -1

    def show(self, rows: Sequence[Row], current: int) -> None:
        """Show these rows; `current`: the place of the marked one, which is scrolled to when it is another one."""
        moved = current != self._current or len(rows) != len(self.rows)
        self.rows, self._current = rows, current
        self._ends = list(accumulate(len(row.lines) for row in rows))
        self.virtual_size = Size(self.size.width, self._ends[-1] if self._ends else 0)
        self.refresh()
        if moved and 0 <= current < len(rows):
            self.call_after_refresh(self._reveal, current)

    @property
    def room(self) -> int:
        """Cells that a line may have."""
        return max(10, self.scrollable_content_region.width or self.size.width - 2)

    def page(self, way: int) -> None:
        """Scroll a page without moving the mark."""
        (self.scroll_page_down if way > 0 else self.scroll_page_up)(animate=False)

    def render_line(self, y: int) -> Strip:
        """Return one line of what is seen."""
        line = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        place = bisect_right(self._ends, line)
        if place >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        first = self._ends[place] - len(self.rows[place].lines)
        current = place == self._current
        style = self.get_component_rich_style("unitlist--current") if current else self.rich_style
        segments = self.rows[place].lines[line - first].render(self.app.console)
        return Strip(segments).adjust_cell_length(width, style).apply_style(style)

    def on_resize(self) -> None:
        """Keep the marked row in sight."""
        if 0 <= self._current < len(self.rows):
            self.call_after_refresh(self._reveal, self._current)

    def on_click(self, event: events.Click) -> None:
        """Say which unit was pressed."""
        place = bisect_right(self._ends, self.scroll_offset.y + event.y)
        if place < len(self.rows):
            row = self.rows[place]
            if row.unit is not None:
                self.post_message(self.Pressed(row.turn, row.unit))

    def _reveal(self, place: int) -> None:
        """Scroll so that a row is seen, with what was said before it where that fits."""
        if place >= len(self.rows):
            return
        end, tall = self._ends[place], len(self.rows[place].lines)
        before = place - 1
        above = 0
        while before >= 0 and above + len(self.rows[before].lines) <= _ABOVE:
            above += len(self.rows[before].lines)
            before -= 1
        fits = max(0, min(above, self.size.height - tall - 1))
        self.scroll_to_region(
            Region(0, end - tall - fits, self.size.width, tall + fits), animate=False, force=True, immediate=True
        )
