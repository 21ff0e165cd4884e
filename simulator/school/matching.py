"""Scores how well a trainee's words fit what a school can answer: sentence vectors and shared words, calibrated.

Cosines of the encoder are crowded, so each is read against two backgrounds: how near questions about anything else come
to the same phrase, and how near the same question comes to all other phrases (as in speaker verification: s-norm,
Kenny 2010). A small logistic over that and over shared words gives the probability that the target answers the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder
from simulator.school.acts import Target
from simulator.school.anchors import BACKGROUND
from simulator.school.lexicon import common, shared, stems

Floats = NDArray[np.float32]
FEATURES = ("bias", "asks", "tells", "asks_gap", "asks_words", "tells_words", "reflected_tells", "anchor", "thin")
# Fitted by simulator/training/topics_fit.py; see there for the data and the figures.
WEIGHTS: dict[str, tuple[float, ...]] = {
    "e5-small": (-6.0, 1.0, 0.4, 0.5, 3.0, 1.5, 0.5, -0.5, 0.0),
    "hash": (-5.0, 0.3, 0.1, 0.2, 5.0, 2.0, 0.5, 0.0, 0.0),
}
_COMMON_WEIGHT = 0.35


@dataclass(frozen=True, slots=True)
class Entry:
    """A target with what a trainee would ask for it (`asks`) and what the school would say (`tells`)."""

    target: Target
    asks: tuple[str, ...]
    tells: tuple[str, ...] = ()


class Matcher:
    """Compares words with a fixed list of entries. Texts stay inside; out come numbers only."""

    def __init__(self, entries: Sequence[Entry], encoder: Encoder, language: str) -> None:
        self._language = language
        self._encoder = encoder
        self.entries = tuple(entries)
        texts = [text for entry in self.entries for text in (*entry.asks, *entry.tells)]
        self._owner = np.array([i for i, e in enumerate(self.entries) for _ in (*e.asks, *e.tells)], np.int64)
        self._is_ask = np.array(
            [flag for e in self.entries for flag in (*(True,) * len(e.asks), *(False,) * len(e.tells))]
        )
        self._phrases = encoder.encode(texts)
        crowd = encoder.encode(list(BACKGROUND[language])) @ self._phrases.T
        self._mean = crowd.mean(axis=0)
        self._spread = np.maximum(crowd.std(axis=0), 1e-3)
        self._stems = [frozenset(stems(text, language)) for text in texts]
        self._tell_stems = [
            frozenset(s for text in entry.tells for s in stems(text, language)) for entry in self.entries
        ]
        self._anchor = np.array(
            [entry.target.id == "" and entry.target.kind not in ("need", "request") for entry in entries]
        )
        self._rarity = self._count_rarity()
        name = encoder.name if encoder.name in WEIGHTS else "hash"
        self.weights = np.array(WEIGHTS[name], np.float32)

    def _count_rarity(self) -> dict[str, float]:
        """Return how much a shared stem tells: little when many targets or all talks have it."""
        counts: Counter[str] = Counter()
        for index in range(len(self.entries)):
            rows = np.flatnonzero(self._owner == index)
            counts.update(set().union(*(self._stems[row] for row in rows)) if len(rows) else set())
        many, usual = len(self.entries), common(self._language)
        return {
            one: float(np.log(1.0 + many / count)) * (_COMMON_WEIGHT if one in usual else 1.0)
            for one, count in counts.items()
        }

    def weight(self, one: str) -> float:
        """Return how much this stem tells."""
        if one in self._rarity:
            return self._rarity[one]
        return float(np.log(1.0 + len(self.entries))) * (_COMMON_WEIGHT if one in common(self._language) else 1.0)

    def features(self, texts: Sequence[str], reflects: bool) -> NDArray[np.float32]:
        """Return every entry's features for a unit given in several cuts, shape (entries, features); best cut kept."""
        vectors = self._encoder.encode(list(texts))
        cosines = vectors @ self._phrases.T
        by_phrase = (cosines - self._mean) / self._spread
        level = cosines.mean(axis=1, keepdims=True)
        by_query = (cosines - level) / np.maximum(cosines.std(axis=1, keepdims=True), 1e-3)
        near = ((by_phrase + by_query) / 2).max(axis=0)
        out = np.zeros((len(self.entries), len(FEATURES)), np.float32)
        asks, tells = self._best(near, self._is_ask), self._best(near, ~self._is_ask)
        out[:, 0] = 1.0
        out[:, 1] = asks
        out[:, 2] = tells
        out[:, 3] = asks - _others(np.maximum(asks, tells))
        content = set(stems(texts[0], self._language))
        out[:, 4], out[:, 5] = self._words(content)
        out[:, 6] = tells if reflects else 0.0
        out[:, 7] = self._anchor
        out[:, 8] = len(content - common(self._language)) == 0
        return out

    def _best(self, near: Floats, which: NDArray[np.bool_]) -> Floats:
        best = np.full(len(self.entries), -3.0, np.float32)
        np.maximum.at(best, self._owner[which], near[which])
        return best

    def _words(self, content: set[str]) -> tuple[Floats, Floats]:
        """Return the weight shared with the likest ask (a cosine of sets) and the part of the words that tells hold."""
        asks = np.zeros(len(self.entries), np.float32)
        tells = np.zeros(len(self.entries), np.float32)
        mass = sum(self.weight(one) ** 2 for one in content)
        if mass == 0:
            return asks, tells
        for row, held in enumerate(self._stems):
            if not self._is_ask[row] or not held:
                continue
            both = sum(self.weight(one) ** 2 for one in shared(content, held))
            if both:
                size = sum(self.weight(one) ** 2 for one in held)
                index = self._owner[row]
                asks[index] = max(asks[index], both / float(np.sqrt(mass * max(size, both))))
        for index, held in enumerate(self._tell_stems):
            tells[index] = sum(self.weight(one) ** 2 for one in shared(content, held)) / mass
        return asks, tells

    def scores(self, texts: Sequence[str], reflects: bool) -> Floats:
        """Return the probability (0 to 1) of every entry for one unit, given in one or more cuts of its words."""
        logits = self.features(texts, reflects) @ self.weights
        probabilities: Floats = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
        return probabilities


def _others(best: Floats) -> Floats:
    """Return, for each entry, the best of all others."""
    if len(best) < 2:
        return np.zeros_like(best)
    order = np.argsort(best)
    top, second = best[order[-1]], best[order[-2]]
    out = np.full_like(best, top)
    out[order[-1]] = second
    return out
