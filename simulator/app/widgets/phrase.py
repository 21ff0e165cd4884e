"""Words of the interface that change with its language while a screen is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.widgets import Button, Static


class Phrase(Static):
    """A line of interface text; `say` gives it in the language in use. Never parsed as markup."""

    def __init__(self, say: Callable[[], str], **kwargs: Any) -> None:
        super().__init__(say(), markup=False, **kwargs)
        self._say = say

    def retranslate(self) -> None:
        """Say it again, in the language in use now."""
        self.update(self._say())


class PhraseButton(Button):
    """A button whose label follows the language."""

    def __init__(self, say: Callable[[], str], **kwargs: Any) -> None:
        super().__init__("", **kwargs)
        self._say = say
        self.retranslate()

    def retranslate(self) -> None:
        """Say it again, in the language in use now."""
        from textual.content import Content

        self.label = Content(self._say())
