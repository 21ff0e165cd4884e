"""A unit while the rules work on it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import CODES


@dataclass(slots=True)
class Draft:
    """Words, code, the 14 probabilities in the order of `CODES`, and flags; rules change code and flags.

    `settled`: the code that was chosen with those of the other units (`question_coder.likeliest`); empty: none was.
    """

    text: str
    code: str
    chances: NDArray[np.float32]
    flags: set[str] = field(default_factory=set)
    settled: str = ""

    def chance(self, code: str) -> float:
        """Return the probability of a code."""
        return float(self.chances[CODES.index(code)])
