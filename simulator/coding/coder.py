"""The seam behind which any coder works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import CodedTurn, Said


class Coder(Protocol):
    """Codes one trainee turn in its context. Implementations are callable from any thread."""

    name: str

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Return the units of `text`; `history` holds the earlier turns, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as an encoder reads it, float32.

    Attributes:
        vector: of the whole, L2-normalised, shape (d,).
        pieces: unit vectors of its pieces, shape (t, k); none where the encoder reads no pieces.
        weights: how telling each piece is, summing to 1, shape (t,).
    """

    vector: NDArray[np.float32]
    pieces: NDArray[np.float32]
    weights: NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors, shape (n, d), float32, comparable by dot product across Dutch and English."""

    name: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text."""
        ...


@runtime_checkable
class PieceEncoder(Encoder, Protocol):
    """An encoder that also reads texts piece by piece, and knows what was said before them.

    Attributes:
        match: how nearness of whole vectors and of pieces is weighed, see `simulator.school.late`.
    """

    match: tuple[float, ...]

    def read(self, texts: Sequence[str], before: str = "") -> list[ReadText]:
        """Return each text; `before` is what the school had said before all of them."""
        ...
