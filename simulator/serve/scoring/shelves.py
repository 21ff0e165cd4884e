"""Vectors that come back in every tab: a scenario's phrases on a shelf each, and single lines beside them.

A shelf is what `CachedEncoder` keeps on disk for a scenario (hashes and numbers, never texts). Those used last stay in
memory, so that the second tab of a class opens its school at once; of single lines only the whole vectors are kept.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from simulator.coding.coder import Encoder, PieceEncoder, ReadText
from simulator.coding.vector_cache import CachedEncoder
from simulator.serve.scoring.frames import Floats

SHELVES = 8
"""Shelves in memory, 12 to 22 MB each."""
LINES = 20_000
"""Single lines whose vectors are kept, 1.5 KB each."""
FULL = 8_000
"""Texts on one shelf at most; it is begun anew then."""


class Shelf(CachedEncoder):
    """The vectors of one scenario.

    Args:
        inner: does the work.
        folder: where shelves lie; None: in memory only.
        name: of the shelf.
    """

    def __init__(self, inner: Encoder, folder: Path | None, name: str) -> None:
        self._own = name
        super().__init__(inner, folder)

    def take(self, shelf: str) -> None:
        """Take the own shelf, whatever is asked for: what belongs to no scenario lies elsewhere here."""
        super().take(self._own)

    def holds(self, texts: Sequence[str]) -> bool:
        """Whether all these texts were read before."""
        with self._lock:
            return all(_key(text) in self._held for text in texts)

    @property
    def full(self) -> bool:
        """Whether it holds more than any scenario has."""
        return len(self._held) > FULL


class Shelves:
    """All shelves. Safe from any thread.

    Args:
        inner: the encoder.
        folder: where shelves lie on disk; None: in memory only.
    """

    def __init__(self, inner: Encoder, folder: Path | None) -> None:
        self.inner = inner
        self._folder = folder
        self._shelves: OrderedDict[str, Shelf] = OrderedDict()
        self._lines: OrderedDict[bytes, Floats] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str], shelf: str = "") -> Floats:
        """Return one L2-normalised row a text, shape (n, d)."""
        if shelf:
            return self._shelf(shelf).encode(texts)
        keys = [_key(text) for text in texts]
        with self._lock:
            held = {key: self._lines[key] for key in keys if key in self._lines}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in held}
        rows = self.inner.encode(list(new.values()))
        held.update(zip(new, rows, strict=True))
        with self._lock:
            for key in held:
                self._lines[key] = held[key]
                self._lines.move_to_end(key)
            while len(self._lines) > LINES:
                self._lines.popitem(last=False)
        return np.stack([held[key] for key in keys]) if keys else rows

    def read(self, texts: Sequence[str], before: str = "", shelf: str = "") -> list[ReadText]:
        """Return each text with its pieces; behind other words, and without a shelf, nothing is kept."""
        if before or not shelf:
            assert isinstance(self.inner, PieceEncoder)
            return self.inner.read(texts, before)
        return self._shelf(shelf).read(texts)

    def holds(self, texts: Sequence[str], shelf: str = "") -> bool:
        """Whether the vectors of all these texts are here, so that nothing has to be computed."""
        with self._lock:
            if not shelf:
                return all(_key(text) in self._lines for text in texts)
            held = self._shelves.get(shelf)
        return held is not None and held.holds(texts)

    def keep(self, shelf: str) -> None:
        """Write what is new on a shelf to disk."""
        self._shelf(shelf).keep()

    def _shelf(self, name: str) -> Shelf:
        with self._lock:
            held = self._shelves.pop(name, None)
            if held is None or held.full:
                held = Shelf(self.inner, self._folder, name)
            self._shelves[name] = held
            while len(self._shelves) > SHELVES:
                self._shelves.popitem(last=False)
            return held


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]
