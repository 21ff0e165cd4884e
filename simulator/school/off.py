"""What the vector of a turn says by itself: it leaves the conversation, or asks for the school's own question.

Phrases know what they were written for (`simulator.school.anchors`); this was learnt from many kinds against ordinary
turns, and knows others like them. `python -m simulator.training.off_fit` and `own_fit` fit it and say how many.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder

FILE, OWN_FILE = "off.json", "own.json"
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


@lru_cache(maxsize=2)
def learnt(file: str = FILE) -> Border:
    """Return what was learnt."""
    held = json.loads(files("simulator.school").joinpath(file).read_text(encoding="utf-8"))
    return Border(np.array(held["weights"], np.float32), float(held["border"]), str(held["version"]))


def leaves(text: str, encoder: Encoder) -> bool:
    """Return whether a turn leaves the conversation, by what was learnt from others of its kind."""
    return encoder.name == ENCODER and learnt()(encoder.encode([text])[0])


def asks_own(text: str, encoder: Encoder) -> bool:
    """Return whether words ask the school what its own question is, by what was learnt from others of their kind."""
    return encoder.name == ENCODER and learnt(OWN_FILE)(encoder.encode([text])[0])
