"""Reads a question with what one would ask for each of a school's topics: the second look of topic matching."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from simulator.voice.neutral import NOBODY
from simulator.voice.prompt import context
from simulator.voice.score import ELSE, asked_for
from simulator.voice.types import Ask, Line, Weigher


class Listener:
    """Weighs topics with a model that was taught to.

    Args:
        model: loaded, and taught to weigh.
    """

    def __init__(self, model: Weigher) -> None:
        self._model = model

    def __call__(self, language: str, before: str, text: str, asks: Sequence[Sequence[str]]) -> list[float]:
        """Return for each topic how well it fits, less how well "something else" does."""
        history = (Line("school", before),) if before else ()
        talk = context(Ask(language, NOBODY[language], "", "", (), text, history))
        other, *found = self._model.fits(talk, [ELSE[language], *map(asked_for, asks)], Event())
        return [one - other for one in found]
