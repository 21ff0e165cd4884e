"""The reader with the vectors of each school's phrases kept on disk: two thousand take half a minute to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.vector_cache import CachedEncoder
from simulator.reader.model import QuestionReader
from simulator.school.meant import Match
from simulator.school.neighbours import Asked

Floats = NDArray[np.float32]
ROOM = 600
"""MB of memory that the reader takes."""


class KeptReader:
    """Implements `simulator.school.meant.Reads`.

    Args:
        inner: the reader.
        folder: where vectors are kept between runs; None: in memory only.
    """

    def __init__(self, inner: QuestionReader, folder: Path | None) -> None:
        self._inner, self._held = inner, CachedEncoder(inner, folder)
        self.match: Match = inner.match

    def take(self, shelf: str) -> None:
        """Take the vectors kept under a name (a scenario's) from disk."""
        self._held.take(shelf)

    def keep(self) -> None:
        """Write what is new to disk."""
        self._held.keep()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return of each phrase how it asks and how it tells, shape (n, 2 d)."""
        return self._held.encode(texts)

    def turn(self, before: str, text: str) -> Floats:
        """Return a turn behind what the school had just said, shape (2 d,)."""
        return self._inner.turn(before, text)

    def asked(self, told: Sequence[str]) -> Asked | None:
        """Return labelled turns to the school that tells this, a line a target; None where there are none."""
        return self._inner.asked(told)
