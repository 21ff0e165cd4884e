"""What a turn says by itself: it leaves the conversation, or asks for the school's own question.

Phrases know what they were written for (`simulator.school.anchors`); this was learnt from many kinds against ordinary
turns, by their vectors and, for what leaves, by how they are put (`grams`), and knows others like them. `python -m
simulator.training.off_fit` and `own_fit` fit it and say how many.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder
from simulator.coding.grams import weighed
from simulator.school.learnt import read

FILE, OWN_FILE = "off.npz", "own.json"
ENCODER = "question-coder"
"""By whose vectors it was learnt; other encoders go without."""


@dataclass(frozen=True, slots=True)
class Border:
    """A linear border between turns.

    Attributes:
        weights: of a turn's unit vector, shape (hidden,). `border`: what their sum must pass.
        version: of the encoder by whose vectors it was learnt.
    """

    weights: NDArray[np.float32]
    border: float
    version: str

    def __call__(self, vector: NDArray[np.float32]) -> bool:
        """Return whether a turn of this vector lies beyond."""
        return float(vector @ self.weights) > self.border


@dataclass(frozen=True, slots=True)
class Leaving:
    """A linear border between turns that leave the conversation and others, by meaning and by how they are put.

    Attributes:
        meaning: weights of a turn's unit vector, shape (hidden,). `put`: of its grams, shape (places,); `rarity`: of
            each place. `border`: what their sum must pass.
        version: of the encoder by whose vectors it was learnt.
    """

    meaning: NDArray[np.float32]
    put: NDArray[np.float32]
    rarity: NDArray[np.float32]
    border: float
    version: str

    def __call__(self, text: str, vector: NDArray[np.float32]) -> bool:
        """Return whether a turn of these words and this vector lies beyond."""
        places, values = weighed(text, self.rarity)
        return float(vector @ self.meaning) + float(values @ self.put[places]) > self.border


@lru_cache(maxsize=1)
def learnt() -> Leaving:
    """Return what was learnt of turns that leave. Raises LearntError."""
    with np.load(BytesIO(read(FILE)), allow_pickle=False) as held:
        meaning, put, rarity = (held[name].astype(np.float32) for name in ("meaning", "put", "rarity"))
        return Leaving(meaning, put, rarity, float(held["border"]), str(held["version"]))


@lru_cache(maxsize=1)
def learnt_own() -> Border:
    """Return what was learnt of questions for the school's own question. Raises LearntError."""
    held = json.loads(read(OWN_FILE))
    return Border(np.array(held["weights"], np.float32), float(held["border"]), str(held["version"]))


def whole() -> None:
    """Read what was learnt, so that damage is said before a conversation begins. Raises LearntError."""
    learnt()
    learnt_own()


def leaves(text: str, encoder: Encoder) -> bool:
    """Return whether a turn leaves the conversation, by what was learnt from others of its kind."""
    return encoder.name == ENCODER and learnt()(text, encoder.encode([text])[0])


def asks_own(text: str, encoder: Encoder) -> bool:
    """Return whether words ask the school what its own question is, by what was learnt from others of their kind."""
    return encoder.name == ENCODER and learnt_own()(encoder.encode([text])[0])
