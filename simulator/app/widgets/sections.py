"""A line of headings, one of them chosen; brackets show which, also without colours."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from simulator.i18n import tr


class Sections(Static):
    """`1 In short [2 Map] 3 Doors`; where they do not fit, only the chosen one with its place."""

    DEFAULT_CSS = "Sections { height: 1; padding: 0 1; }"

    class Chosen(Message):
        """A heading was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, names: Sequence[str], *, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self._names = names
        self._ends: list[int] = []
        self.index = 0

    def choose(self, index: int) -> None:
        """Mark a heading as chosen."""
        self.index = index
        self.retranslate()

    def on_resize(self) -> None:
        """Fit the width."""
        self.retranslate()

    def on_click(self, event: events.Click) -> None:
        """Choose the heading under the mouse; in a narrow window the next one."""
        event.stop()
        place = event.x - 1
        found = next((n for n, end in enumerate(self._ends) if place < end), None)
        if not self._ends:
            found = (self.index + 1) % len(self._names)
        if found is not None:
            self.post_message(self.Chosen(found))

    def retranslate(self) -> None:
        """Draw it in the language in use."""
        self.update(self.drawn())

    def drawn(self) -> Text:
        """Return the line."""
        width = self.size.width or self.app.size.width - 2
        words = [f"{number} {tr(name)}" for number, name in enumerate(self._names, 1)]
        text, self._ends = Text(no_wrap=True), []
        for number, one in enumerate(words):
            chosen = number == self.index
            text.append(f"[{one}]" if chosen else f" {one} ", style="bold reverse" if chosen else "")
            self._ends.append(cell_len(text.plain))
        if self._ends[-1] <= width:
            return text
        self._ends = []
        line = f"‹ {self.index + 1}/{len(words)} {tr(self._names[self.index])} ›"
        return Text(line, style="bold reverse", no_wrap=True)
