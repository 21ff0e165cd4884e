"""Whether a turn leaves the conversation (asks for instructions, roles, what is hidden), by the vector of the turn.

Phrases know what they were written for (`simulator.school.anchors`); this was learnt from attempts of many kinds
against ordinary turns, and knows others like them. `python -m simulator.training.off_fit` fits it and says how many.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder

FILE = "off.json"
ENCODER = "question-coder"
"""By whose vectors it was learnt; other encoders go without."""


@dataclass(frozen=True, slots=True)
class Off:
    """A linear border between turns.

    Attributes:
        weights: of a turn's unit vector, shape (hidden,). `border`: what their sum must pass.
        version: of the encoder by whose vectors it was learnt.
    """

    weights: NDArray[np.float32]
    border: float
    version: str

    def __call__(self, vector: NDArray[np.float32]) -> bool:
        """Return whether a turn of this vector is off the conversation."""
        return float(vector @ self.weights) > self.border


@lru_cache(maxsize=1)
def learnt() -> Off:
    """Return what was learnt."""
    held = json.loads(files("simulator.school").joinpath(FILE).read_text(encoding="utf-8"))
    return Off(np.array(held["weights"], np.float32), float(held["border"]), str(held["version"]))


def leaves(text: str, encoder: Encoder) -> bool:
    """Return whether a turn leaves the conversation, by what was learnt from others of its kind."""
    return encoder.name == ENCODER and learnt()(encoder.encode([text])[0])
