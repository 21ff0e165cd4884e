"""Gives the units of a turn their codes: one softmax over hashed words, letter runs, surroundings and sentence vectors.

Plain numpy at run time. Two heads: `full` sees a sentence vector as well, `light` works where there is no encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import CODES, VALUES
from simulator.coding.features import Around, hashed, weigh

Floats = NDArray[np.float32]
GAINS = (2.0, 2.0, 0.4)
CLOSING = ("OFFER", "FILL", "JUDGE")


@dataclass(frozen=True, slots=True)
class Head:
    """One set of weights.

    Attributes:
        idf: weight of each bucket, shape (WIDTH,). `weights`: shape (WIDTH, 14). `bias`: shape (14,).
        vectors: weights of the sentence vector, shape (d, 14); `middle`: its mean over the corpus, shape (d,).
        temperature: what the scores are divided by, so that a confidence of 0.8 is right eight times out of ten.
    """

    idf: Floats
    weights: Floats
    bias: Floats
    vectors: Floats | None = None
    middle: Floats | None = None
    temperature: float = 1.0

    def scores(self, units: Sequence[str], index: int, context: Around, vector: Floats | None) -> Floats:
        """Return the 14 scores of one unit, before the softmax."""
        columns, values = weigh(hashed(units, index, context), self.idf, GAINS)
        out: Floats = values @ self.weights[columns] + self.bias
        if vector is not None and self.vectors is not None and self.middle is not None:
            out = out + (vector - self.middle) @ self.vectors
        return out


def softmax(scores: Floats) -> Floats:
    """Return probabilities over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    out: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return out


class Classifier:
    """Probabilities of the fourteen codes for each unit of a turn."""

    def __init__(self, full: Head, light: Head) -> None:
        self.full = full
        self.light = light

    def probabilities(self, units: Sequence[str], context: Around, vectors: Sequence[Floats | None]) -> Floats:
        """Return shape (units, 14), in the order of `CODES`; a unit whose vector is None goes through the light head."""
        rows = np.zeros((len(units), len(CODES)), np.float32)
        for index, vector in enumerate(vectors):
            head = self.light if vector is None else self.full
            rows[index] = softmax(head.scores(units, index, context, vector) / np.float32(head.temperature))
        return rows


def _costs() -> Floats:
    """Return what it costs to say column for row: closing codes said wrongly and telling taken for asking cost most."""
    size = len(CODES)
    table = np.ones((size, size), np.float32) - np.eye(size, dtype=np.float32)
    for row, true in enumerate(CODES):
        for column, said in enumerate(CODES):
            if true == said:
                continue
            if said in CLOSING and true not in CLOSING:
                table[row, column] += 0.7 if VALUES[true] > 0 else 0.3
            elif true in CLOSING and VALUES[said] > 0:
                table[row, column] += 0.7
            elif VALUES[true] * VALUES[said] > 0:
                table[row, column] -= 0.3
    return table


_COSTS = _costs()


def decide(chances: Floats) -> str:
    """Return the code with the least expected cost, given the 14 probabilities."""
    return CODES[int(np.argmin(chances @ _COSTS))]
