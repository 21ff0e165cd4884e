"""Reads texts ahead: what many talks will ask the encoder for in one step, read in one batch instead of one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import ReadText
from simulator.coding.question_coder.reader import Reader
from simulator.coding.vector_cache import CachedEncoder
from simulator.playtest.known import Known

_MOST = 60_000
"""Texts that are kept; a run over one scenario needs a tenth of it."""


class ReadAhead:
    """A `PieceEncoder` that has read its texts before it is asked, where `ahead` was told of them.

    Args:
        inner: reads what nobody told of.
        reader: the same net, for batches in which each text stands behind other words.
        exact: read each text behind the school's last words, as in use; else by itself, in a third of the time.
    """

    def __init__(self, inner: CachedEncoder, reader: Reader, exact: bool = False) -> None:
        self.name, self.match, self.exact = inner.name, inner.match, exact
        self._inner, self._reader = inner, reader
        self._held: dict[tuple[str, str], ReadText] = {}

    def ahead(self, pairs: Iterable[tuple[str, str]], known: Known | None = None) -> None:
        """Read texts, each with what the school had said before it (empty: nothing).

        Args:
            pairs: the texts.
            known: where they are kept from one playtest to the next, if they are written lines.
        """
        if len(self._held) > _MOST:
            self._held.clear()
        new = dict.fromkeys(pair for pair in map(self._key, pairs) if pair not in self._held)
        kept = None if self.exact else known
        if kept is not None:
            self._held |= {pair: one for pair in new if (one := kept.text(pair[0])) is not None}
        late = [pair for pair in new if pair not in self._held]
        found = self._reader.texts([text for text, _ in late], [before for _, before in late])
        for pair, read in zip(late, found, strict=True):
            self._held[pair] = read
            if kept is not None:
                kept.put_text(pair[0], read)

    def put(self, text: str, read: ReadText) -> None:
        """Take a turn that was read when it was coded, behind the school's last words."""
        if not self.exact:
            self._held.setdefault((text, ""), read)

    def read(self, texts: Sequence[str], before: str = "") -> list[ReadText]:
        """Return each text; `before` is what the school had said before all of them."""
        keys = [self._key((text, before)) for text in texts]
        rest = [key for key in keys if key not in self._held]
        late = dict(zip(rest, self._inner.read([text for text, _ in rest], keys[0][1]), strict=True)) if rest else {}
        return [late[key] if key in late else self._held[key] for key in keys]

    def _key(self, pair: tuple[str, str]) -> tuple[str, str]:
        return pair if self.exact else (pair[0], "")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text."""
        return np.stack([one.vector for one in self.read(texts)]) if texts else self._inner.encode([])
