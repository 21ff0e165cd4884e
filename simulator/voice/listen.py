"""Reads a question with what one would ask for each of a school's topics: the second look of topic matching."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from simulator.voice.neutral import NOBODY
from simulator.voice.prompt import context
from simulator.voice.score import ELSE, asked_for
from simulator.voice.types import Ask, Line, Message, Weigher


class Listener:
    """Weighs topics with a model that was taught to.

    Args:
        model: loaded, and taught to weigh.
    """

    def __init__(self, model: Weigher) -> None:
        self._model = model

    def __call__(self, language: str, before: str, text: str, asks: Sequence[Sequence[str]]) -> list[float]:
        """Return for each topic how well it fits, less how well "something else" does."""
        talk = _talk(language, before, text)
        other, *found = self._model.fits(talk, [ELSE[language], *map(asked_for, asks)], Event())
        return [one - other for one in found]

    def read_ahead(self, language: str, before: str, cancel: Event) -> None:
        """Read what is known of a question's prompt before it is asked, where the model can; `cancel` ends it."""
        read = getattr(self._model, "read_ahead", None)
        if read is not None:
            read(_talk(language, before, ""), cancel)


def _talk(language: str, before: str, text: str) -> list[Message]:
    history = (Line("school", before),) if before else ()
    return context(Ask(language, NOBODY[language], "", "", (), text, history))
