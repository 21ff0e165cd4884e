"""How near words come in meaning, against how near anything comes that is said in any talk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder
from simulator.school.anchors import PHRASES
from simulator.school.entries import ANCHORS

Floats = NDArray[np.float32]


class Nearness:
    """Cosines of vectors from which the mean of what is asked in any school is taken away.

    Cosines of the encoder are crowded; without what all questions share they lie twice as far apart.

    Args:
        encoder: any sentence encoder. `language`: `nl` or `en`.
    """

    def __init__(self, encoder: Encoder, language: str) -> None:
        self._encoder = encoder
        phrases = [text for kind in ANCHORS for text in PHRASES[language][kind]]
        self._background = encoder.encode(phrases).mean(axis=0)

    def cosines(self, text: str, others: Sequence[str]) -> Floats:
        """Return how near each of the others comes to the text, -1 to 1, shape (others,)."""
        if not others:
            return np.zeros(0, np.float32)
        rows = self._encoder.encode([text, *others]) - self._background
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        found: Floats = rows[1:] @ rows[0]
        return found

    def fit(self, text: str, wordings: Sequence[str]) -> tuple[float, ...]:
        """Return how well each wording answers the turn (0 to 1), for the voice's choice among written lines."""
        return tuple(float(np.clip((1.0 + near) / 2.0, 0.0, 1.0)) for near in self.cosines(text, wordings))
