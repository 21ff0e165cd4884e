"""Phrases as vectors, each with its owner, and how near a text comes to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder
from simulator.school.anchors import BACKGROUND

Floats = NDArray[np.float32]
_OUTLIERS = 3
_NOTHING = -3.0


class Phrases:
    """Phrases as vectors, and how near unrelated questions come to them.

    Args:
        rows: owner and words of each phrase. `owners`: how many owners there are.
        encoder: for the vectors.
        language: `nl` or `en`.
    """

    def __init__(self, rows: Sequence[tuple[int, str]], owners: int, encoder: Encoder, language: str) -> None:
        self._owner = np.array([index for index, _ in rows], np.int64)
        self._owners = owners
        self._counts = np.maximum(np.bincount(self._owner, minlength=owners), 1)
        self._empty = np.bincount(self._owner, minlength=owners) == 0
        background = encoder.encode(list(BACKGROUND[language]))
        vectors = encoder.encode([text for _, text in rows])
        self._question_centre = background.mean(axis=0)
        self._centre = vectors.mean(axis=0)
        self._lengths = np.linalg.norm(vectors - self._centre, axis=1)
        held = _unit(vectors - self._centre)
        # Half as much memory, for a tab has little room; on disk they lie like that, too.
        self._half = held.astype(np.float16)
        crowd = np.sort(_unit(background - self._question_centre) @ held.T, axis=0)
        # A few of the unrelated questions may be answered by this very scenario: those do not count.
        crowd = crowd[:-_OUTLIERS]
        self._mean = crowd.mean(axis=0)
        self._spread = np.maximum(crowd.std(axis=0), 1e-3)

    @property
    def _vectors(self) -> Floats:
        return self._half.astype(np.float32)

    def cosines(self, vector: Floats) -> Floats:
        """Return the cosine of a unit vector with every phrase as it was read."""
        found: Floats = self._lengths * (self._vectors @ vector) + self._centre @ vector
        return found

    def near(self, vectors: Floats) -> Floats:
        """Return the normed nearness of every text to every phrase, shape (texts, phrases)."""
        cosines = _unit(vectors - self._question_centre) @ self._vectors.T
        by_phrase = (cosines - self._mean) / self._spread
        level = cosines.mean(axis=1, keepdims=True)
        by_query = (cosines - level) / np.maximum(cosines.std(axis=1, keepdims=True), 1e-3)
        normed: Floats = (by_phrase + by_query) / 2
        return normed

    def best(self, near: Floats) -> Floats:
        """Return, for each owner, the nearest of its phrases to any of the texts."""
        out = np.full(self._owners, _NOTHING, np.float32)
        np.maximum.at(out, self._owner, near.max(axis=0))
        return out

    def mean(self, near: Floats) -> Floats:
        """Return, for each owner, how near its phrases are on average, for the text that comes nearest."""
        sums = np.stack([np.bincount(self._owner, row, self._owners) for row in near]) / self._counts
        out: Floats = np.where(self._empty, -1.0, sums.max(axis=0)).astype(np.float32)
        return out


def _unit(rows: Floats) -> Floats:
    out: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return out
