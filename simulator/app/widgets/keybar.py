"""The line of keys at the bottom: translated, and only as many as fit."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from simulator.i18n import tr

ORDER = (
    "help",
    "self.keep",
    "self.skip",
    "send",
    "note.keep",
    "guess.next",
    "hint",
    "notes",
    "edit",
    "regenerate",
    "end",
)
"""Binding ids in the order of their importance; others follow as they come."""


def rank(binding: Binding) -> int:
    """Return where a key stands in the bar and in the help."""
    return ORDER.index(binding.id) if binding.id in ORDER else len(ORDER)


class KeyBar(Footer):
    """Shows the keys of the screen, help first, dropping what does not fit."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; }"

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)

    def compose(self) -> ComposeResult:
        """Yield one key each."""
        if not self._bindings_ready:
            return
        shown: dict[str, tuple[Binding, bool]] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show:
                shown.setdefault(active.binding.action, (active.binding, active.enabled))
        room = self.app.size.width
        for binding, enabled in sorted(shown.values(), key=lambda row: rank(row[0])):
            display, words = self.app.get_key_display(binding), tr(binding.description)
            width = cell_len(display) + cell_len(words) + 2
            if width <= room:
                room -= width
                yield FooterKey(binding.key, display, words, binding.action, disabled=not enabled)

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self.call_after_refresh(self.recompose)
