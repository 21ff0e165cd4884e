"""F1: what the screen is for, and every key with its purpose."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from simulator.app.screens.base import ToaskModal
from simulator.i18n import mark, tr


class HelpScreen(ToaskModal[None]):
    """Keys of the screen below, as they are mapped now."""

    NAME = mark("Help")
    BINDINGS = []  # noqa: RUF012

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self.text = help_text(below)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(classes="dialog help", can_focus=True):
            yield Static(self.text, markup=False)

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one(VerticalScroll).focus()


def keys_of(screen: Screen[object]) -> dict[tuple[str, str], list[str]]:
    """Return (name, purpose) → keys for every named binding of a screen and the app, without doubles."""
    rows: dict[tuple[str, str], list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and binding.description:
            purpose = tr(binding.tooltip) if binding.tooltip else ""
            shown = screen.app.get_key_display(binding)
            keys = rows.setdefault((tr(binding.description), purpose), [])
            if shown not in keys:
                keys.append(shown)
    return rows


def help_text(screen: Screen[object]) -> Text:
    """Return the help of a screen as text."""
    text = Text(tr(getattr(screen, "NAME", "")) or "toask", style="bold")
    sentence = tr(getattr(screen, "HELP", ""))
    text.append("\n" + sentence + "\n" if sentence else "\n", style="not bold")
    rows = keys_of(screen)
    width = max((cell_len(" ".join(keys)) for keys in rows.values()), default=0)
    for (name, purpose), keys in rows.items():
        shown = " / ".join(keys)
        text.append("\n" + shown + " " * max(1, width + 2 - cell_len(shown)), style="bold")
        text.append(name + (f": {purpose[0].lower()}{purpose[1:]}" if purpose else ""), style="not bold")
    text.append("\n\n" + tr("All commands are also in the palette: Ctrl+P. Keys can be changed there. Esc closes this help."),
                style="not bold italic")  # fmt: skip
    return text
