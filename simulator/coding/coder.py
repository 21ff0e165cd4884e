"""The seam behind which any coder works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import CodedTurn, Said


class Coder(Protocol):
    """Codes one trainee turn in its context. Implementations are callable from any thread."""

    name: str

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Return the units of `text`; `history` holds the earlier turns, oldest first."""
        ...


class Encoder(Protocol):
    """Turns texts into unit vectors, shape (n, d), float32, comparable by dot product across Dutch and English."""

    name: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text."""
        ...
