"""The line of keys at the bottom: translated, and only as many as fit."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from simulator.app.screens.base import ToaskScreen
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
"""Binding ids in the order in which they stand; others follow as they come."""
KEPT = frozenset({"help", "send", "end"})
"""What stays in the bar however narrow it is, with the ways out of the screen."""


def rank(binding: Binding) -> int:
    """Return where a key stands in the bar and in the help."""
    return ORDER.index(binding.id) if binding.id in ORDER else len(ORDER)


def stays(binding: Binding) -> bool:
    """Whether a key stands in the bar before others get room in it."""
    return binding.id in KEPT or binding.key == "escape" or binding.action == "app.quit"


class KeyBar(Footer):
    """Shows the keys of the screen, help first, dropping what does not fit; the ways out are dropped last."""

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
        room, fitting = self.app.size.width, set()
        rows = sorted(shown.values(), key=lambda row: rank(row[0]))
        for binding, _ in sorted(rows, key=lambda row: not stays(row[0])):
            width = cell_len(self.app.get_key_display(binding)) + cell_len(self._words(binding)) + 2
            if width <= room:
                room -= width
                fitting.add(binding.action)
        for binding, enabled in rows:
            if binding.action in fitting:
                display, words = self.app.get_key_display(binding), self._words(binding)
                yield FooterKey(binding.key, display, words, binding.action, disabled=not enabled)

    def _words(self, binding: Binding) -> str:
        screen = self.screen
        return screen.key_words(binding) if isinstance(screen, ToaskScreen) else tr(binding.description)

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self.call_after_refresh(self.recompose)
