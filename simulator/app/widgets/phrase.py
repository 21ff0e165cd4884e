"""Words of the interface that change with its language while a screen is open."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Button, Static


class Phrase(Static):
    """A line of interface text; `say` gives it in the language in use. Never parsed as markup."""

    def __init__(self, say: Callable[[], str], *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(say(), markup=False, id=id, classes=classes)
        self._say = say

    def retranslate(self) -> None:
        """Say it again, in the language in use now."""
        self.update(self._say())


class PhraseButton(Button):
    """A button whose label follows the language; brackets show what can be pressed, also without colours."""

    def __init__(self, say: Callable[[], str], *, id: str | None = None) -> None:
        super().__init__("", id=id, compact=True)
        self._say = say
        self.retranslate()

    def retranslate(self) -> None:
        """Say it again, in the language in use now."""
        self.label = Content(f"[ {self._say()} ]")
        self.refresh(layout=True)
