"""How likely a text is after this turn, and how likely it is anyway: the difference is the turn's doing."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from time import sleep

from simulator.voice.prompt import context
from simulator.voice.types import Ask, Backend, Cancelled, Persona

CHUNK = 12
NOBODY = {
    "nl": Persona("", "Karin", "leerkracht", "gewoon", "je", "basisschool"),
    "en": Persona("", "Karen", "teacher", "plain", "you", "primary school"),
}


class Neutral:
    """Scores texts with a backend and remembers how likely each is after "Hm.", from nobody in particular.

    Why not this talk with "Hm." for the last turn: it chose less well (top 1 of 12: 0.50 to 0.58 against 0.62 to 0.75)
    and could not be remembered.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._held: dict[tuple[str, str], float] = {}

    def weigh(
        self, ask: Ask, texts: Sequence[str], cancel: Event
    ) -> tuple[dict[str, float], dict[str, float], dict[str, int]]:
        """Return, by text: log-likelihood after the turn, after "Hm.", and number of pieces. Raises Cancelled."""
        if not texts:
            return {}, {}, {}
        here = dict(zip(texts, self._backend.score(context(ask), texts, cancel), strict=True))
        self._learn(ask.language, texts, cancel)
        anyway = {text: self._held[ask.language, text] for text in texts}
        return here, anyway, {text: self._size(text) for text in texts}

    def prepare(self, language: str, texts: Sequence[str], cancel: Event) -> None:
        """Learn the neutral likelihood of many texts, a few at a time, so that a turn can come between."""
        missing = [text for text in dict.fromkeys(texts) if (language, text) not in self._held]
        try:
            for at in range(0, len(missing), CHUNK):
                self._learn(language, missing[at : at + CHUNK], cancel)
                sleep(0.02)
        except Cancelled:
            return

    def _learn(self, language: str, texts: Sequence[str], cancel: Event) -> None:
        missing = [text for text in texts if (language, text) not in self._held]
        if missing:
            nobody = Ask(language, NOBODY[language], "", "", (), "")
            scores = self._backend.score(context(nobody, neutral=True), missing, cancel)
            self._held.update(zip(((language, text) for text in missing), scores, strict=True))

    def _size(self, text: str) -> int:
        count = getattr(self._backend, "tokens", None)
        return int(count(text)) if count is not None else max(1, len(text) // 4)
