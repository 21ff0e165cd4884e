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
REPAIR = "REPAIR"
CLASSES = (*CODES, REPAIR)
ENOUGH = 0.45
MILD = 0.12
_SIGNS = np.sign([VALUES[code] for code in CODES])
_CLOSING = np.array([code in CLOSING for code in CODES])


@dataclass(frozen=True, slots=True)
class Head:
    """One set of weights.

    Attributes:
        idf: weight of each bucket, shape (WIDTH,). `weights`: shape (WIDTH, 15). `bias`: shape (15,).
        vectors: weights of the sentence vector, shape (d, 15); `middle`: its mean over the corpus, shape (d,).
        temperature: what the scores are divided by, so that a confidence of 0.8 is right eight times out of ten.
    """

    idf: Floats
    weights: Floats
    bias: Floats
    vectors: Floats | None = None
    middle: Floats | None = None
    temperature: float = 1.0

    def scores(self, units: Sequence[str], index: int, context: Around, vector: Floats | None) -> Floats:
        """Return the 15 scores of one unit, before the softmax."""
        columns, values = weigh(hashed(units, index, context), self.idf, GAINS)
        out: Floats = np.asarray(values @ self.weights[columns] + self.bias, np.float32)
        if vector is None or self.vectors is None or self.middle is None:
            return out
        meant: Floats = np.asarray(out + (vector - self.middle) @ self.vectors, np.float32)
        return meant


def softmax(scores: Floats) -> Floats:
    """Return probabilities over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    out: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return out


class Classifier:
    """Probabilities of the fifteen classes for each unit of a turn."""

    def __init__(self, full: Head, light: Head) -> None:
        self.full = full
        self.light = light

    def probabilities(self, units: Sequence[str], context: Around, vectors: Sequence[Floats | None]) -> Floats:
        """Return shape (units, 15), in the order of `CLASSES`; where a vector is None, by the light head."""
        rows = np.zeros((len(units), len(CLASSES)), np.float32)
        for index, vector in enumerate(vectors):
            head = self.light if vector is None else self.full
            rows[index] = softmax(head.scores(units, index, context, vector) / np.float32(head.temperature))
        return rows


def of_codes(chances: Floats) -> Floats:
    """Return the probabilities of the 14 codes: a repair is NEUTRAL."""
    out: Floats = chances[: len(CODES)].copy()
    out[CODES.index("NEUTRAL")] += chances[len(CODES)]
    return out


def decide(chances: Floats, enough: float = ENOUGH) -> str:
    """Return the code, given the 14 probabilities.

    OFFER, FILL and JUDGE cost the trainee trust, and are easily taken for each other: one of them is said when
    together they reach `enough`, and never below that, though it may be the likeliest single code. Below that, asking,
    telling and neither are weighed as groups first: what is likelier telling than asking gets a mild telling code.
    """
    if float(chances[_CLOSING].sum()) >= enough:
        return CODES[int(np.argmax(np.where(_CLOSING, chances, -1.0)))]
    mild = np.where((_SIGNS < 0) & ~_CLOSING, chances, -1.0)
    sums = [float(chances[sign == _SIGNS].sum()) for sign in (1, -1, 0)]
    if sums[1] > max(sums[0], sums[2]) and mild.max() >= MILD:
        return CODES[int(np.argmax(mild))]
    group = 1 if sums[0] >= sums[2] else 0
    return CODES[int(np.argmax(np.where(group == _SIGNS, chances, -1.0)))]
