"""F1: what the screen is for, and every key with its purpose."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from simulator.app.screens.base import ToaskModal
from simulator.app.widgets.keybar import rank
from simulator.i18n import mark, tr


class HelpScreen(ToaskModal[None]):
    """Keys of the screen below, as they are mapped now."""

    NAME = mark("Help")
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.text = help_text(below)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(classes="dialog help", can_focus=True):
            yield Static(self.text)

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one(VerticalScroll).focus()


def keys_of(screen: Screen[Any]) -> dict[tuple[str, str], list[str]]:
    """Return (name, purpose) → keys for every named binding of a screen and the app, without doubles."""
    rows: dict[tuple[str, str], list[str]] = {}
    for binding in sorted((a.binding for a in screen.active_bindings.values()), key=rank):
        if binding.id and binding.description:
            purpose = tr(binding.tooltip) if binding.tooltip else ""
            shown = screen.app.get_key_display(binding)
            keys = rows.setdefault((tr(binding.description), purpose), [])
            if shown not in keys:
                keys.append(shown)
    return rows


def help_text(screen: Screen[Any]) -> Group:
    """Return the help of a screen: what it is for, then key, name and purpose in columns."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=16 if screen.app.size.width >= 60 else 9)
    grid.add_column(ratio=1)
    for (name, purpose), keys in keys_of(screen).items():
        words = Text(name, style="bold").append(
            ": " + purpose[0].lower() + purpose[1:] if purpose else "", style="not bold"
        )
        grid.add_row(Text(" / ".join(keys[:2]), style="bold"), words)
    return Group(
        Text(tr(getattr(screen, "NAME", "")) or "toask", style="bold underline"),
        Text(tr(getattr(screen, "HELP", ""))),
        Text(),
        grid,
        Text(),
        Text(
            tr("All commands are also in the palette (Ctrl+P); keys can be changed there. Esc closes this help."),
            style="italic",
        ),
    )
