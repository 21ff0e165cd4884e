"""Change keys: choose a command, press its new key; remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.screens.base import ToaskModal
from simulator.i18n import mark, tr

FIXED = frozenset({"quit", "close"})
"""Keys that stay, so that a bad choice can always be left."""


class PressKey(ToaskModal[events.Key]):
    """Waits for one key; Esc leaves."""

    NAME = mark("New key")
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name_shown = name

    def compose(self) -> ComposeResult:
        """One question."""
        with Vertical(classes="dialog"):
            yield Static(
                tr("Press the new key for “{name}”. Esc leaves it as it is.").format(name=self._name_shown),
                markup=False,
            )

    def on_key(self, event: events.Key) -> None:
        """Take the key."""
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event)


class KeysScreen(ToaskModal[None]):
    """All named commands of the screen below with their keys."""

    NAME = mark("Keys")
    HELP = mark("Enter changes a key, Delete gives back the first one.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "reset", mark("Reset"), id="keys.reset", tooltip=mark("Give back the first key"))
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.below = below

    def compose(self) -> ComposeResult:
        """A list."""
        with Vertical(classes="dialog keys"):
            yield Static(tr("Enter changes a key, Delete gives back the first one, Esc closes."), markup=False)
            yield OptionList(id="keylist", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one("#keylist").focus()

    def rows(self) -> dict[str, tuple[str, str]]:
        """Return binding id → (name, keys now)."""
        found: dict[str, tuple[str, list[str]]] = {}
        for active in self.below.active_bindings.values():
            one = active.binding
            if one.id and one.description and one.id not in FIXED:
                found.setdefault(one.id, (tr(one.description), []))[1].append(self.app.get_key_display(one))
        return {name: (words, " / ".join(dict.fromkeys(keys))) for name, (words, keys) in found.items()}

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for the new key."""
        event.stop()
        name = event.option.id or ""
        self.app.push_screen(PressKey(self.rows()[name][0]), lambda key: self._change(name, key))

    def action_reset(self) -> None:
        """Give back the first key."""
        option = self.query_one("#keylist", OptionList).highlighted_option
        if option is not None and option.id:
            self._save({k: v for k, v in self.toask.settings.keys.items() if k != option.id})

    def _change(self, name: str, pressed: events.Key | None) -> None:
        if pressed is None:
            return
        key = pressed.key
        if pressed.is_printable and any(
            a.binding.id == name and a.binding.priority for a in self.below.active_bindings.values()
        ):
            self.toask.tell(tr("You need that key to type; choose a function key or one with Ctrl."), error=True)
            return
        for other, active in ((a.binding.id, a) for a in self.below.active_bindings.values()):
            if active.binding.key == key and other != name:
                words = tr(active.binding.description) or key
                self.toask.tell(tr("That key is in use for “{name}”; choose another.").format(name=words), error=True)
                return
        self._save({**self.toask.settings.keys, name: key})

    def _save(self, keys: dict[str, str]) -> None:
        self.toask.remember(replace(self.toask.settings, keys=keys))
        self.app.set_keymap(keys)
        self._fill()

    def _fill(self) -> None:
        keys = self.query_one("#keylist", OptionList)
        place = keys.highlighted
        rows = self.rows()
        width = max((len(shown) for _, shown in rows.values()), default=0)
        keys.set_options(
            [
                Option(Text.assemble((shown.ljust(width + 2), "bold"), words), id=name)
                for name, (words, shown) in rows.items()
            ]
        )
        keys.highlighted = place if place is not None and place < len(rows) else 0
