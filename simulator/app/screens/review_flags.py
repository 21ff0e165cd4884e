"""The flags of one unit: each with its key; what is pressed is kept at once."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.app.screens.base import ToaskModal
from simulator.app.screens.review_keys import FLAG_KEYS
from simulator.coding.codebook import ZEROING
from simulator.i18n import mark, tr
from simulator.report.labels import FLAG_NAMES


class ReviewFlags(ToaskModal[str]):
    """Closes with the flag that was chosen, or with nothing."""

    NAME = mark("Flags")
    HELP = mark("Press the key of a flag to set it, or to take it off. Esc leaves them as they are.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f", "leave", mark("Close"), id="close", tooltip=mark("Close without doing anything"))
    ]

    def __init__(self, held: tuple[str, ...]) -> None:
        super().__init__()
        self.held = held

    def compose(self) -> ComposeResult:
        """One line a flag."""
        with VerticalScroll(classes="dialog"):
            yield Static(self.text(), id="flags")

    def text(self) -> Text:
        """Return the list: key, whether it is set, what it means, and whether it makes the unit count for nothing."""
        out = Text()
        for flag, key in FLAG_KEYS.items():
            out.append(f" {key} ", "bold reverse").append(" [✓] " if flag in self.held else " [ ] ")
            out.append(tr(FLAG_NAMES[flag])).append(tr(" (value 0)") if flag in ZEROING else "", "italic").append("\n")
        out.rstrip()
        return out

    def on_key(self, event: events.Key) -> None:
        """Take the key of a flag."""
        found = next((flag for flag, key in FLAG_KEYS.items() if key == event.character), None)
        if found is not None:
            event.stop()
            self.dismiss(found)
