"""What may not be said yet, also in other words: shared content stems, and near meaning where there is an encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.school.alikes import Alikes
from simulator.school.lexicon import alike, common, stems
from simulator.voice.checks.echo import longest_run
from simulator.voice.checks.scene import Scene, words

if TYPE_CHECKING:
    from simulator.coding.coder import Encoder

NEAR = 0.902
RUN, MANY, HALF = 4, 3, 0.5
"""Words in a row, and telling words, that cannot be shared by chance; share of a line's telling words that tells it."""
_CLAUSE = re.compile(r"[^.!?…;]+")


class LockedTexts:
    """Says whether a text gives away any of some texts. Call it with the text.

    Args:
        locked: what may not be said. It is only compared with, never shown.
        public: what may be: its words give nothing away.
        language: `nl` or `en`.
        encoder: compares meaning besides words; None: words only.
    """

    def __init__(self, locked: Sequence[str], public: str, language: str, encoder: Encoder | None = None) -> None:
        self._language = language
        plain = {word for word in words(public) if len(word) > 3}  # a stem may cut too much: dans, dansen → dan, dans
        self._public = set(stems(public, language)) | common(language) | plain
        self._known = Alikes(self._public)
        self._texts = list(dict.fromkeys(locked))
        self._encoder = encoder

    @cached_property
    def _telling(self) -> set[str]:
        """The words that tell; found when first needed, for written lines never are held against them."""
        return set().union(*(self.telling(text) for text in self._texts))

    def __call__(self, text: str) -> bool:
        """Return whether `text` shares a telling word with a locked text, or means nearly the same."""
        if self.shares(text):
            return True
        return self._encoder is not None and bool(self._texts) and self._near(text)

    def surely(self, text: str) -> bool:
        """Return whether a text gives away a locked one beyond doubt: its own words, most of its telling ones, or near.

        One telling word may be shared by chance; what that means is for a judge that weighs it with the rest.
        """
        own, row = self.telling(text), words(text)
        for locked in self._texts:
            telling = self.telling(locked)
            both = sum(any(alike(one, other) for one in own) for other in telling)
            if both >= 2 and both >= HALF * len(telling):
                return True
            if longest_run(row, words(locked)) >= RUN and both:
                return True
        return self.shares(text, MANY) or (self._encoder is not None and bool(self._texts) and self._near(text))

    def shares(self, text: str, many: int = 1) -> bool:
        """Return whether `text` shares so many telling words with what is locked."""
        return sum(any(alike(one, other) for other in self._telling) for one in self.telling(text)) >= many

    def telling(self, text: str) -> set[str]:
        """Return the content stems of a text that nothing public holds."""
        fresh = set(stems(text, self._language)) - self._public
        return {one for one in fresh if len(one) > 2 and not self._known.any(one)}

    def _near(self, text: str) -> bool:
        assert self._encoder is not None
        parts = [part for part in _CLAUSE.findall(text) if len(part.split()) >= 4]
        if not parts:
            return False
        return bool((self._encoder.encode(parts) @ self._encoder.encode(self._texts).T).max() >= NEAR)


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `locked` where the text gives something away."""
    if not scene.written and scene.locked is not None and scene.locked(text):
        yield "locked"
