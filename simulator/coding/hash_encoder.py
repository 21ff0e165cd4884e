"""A torch-free, weight-free encoder: hashed words and letter runs. For tests, and when the real encoder is not there.

It sees shared words and shared spelling, not meaning, and nothing across languages.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_WIDTH = 1024


class HashEncoder:
    """Texts to unit vectors by signed feature hashing (Weinberger et al. 2009). Stateless, the same everywhere."""

    name = "hash"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text, shape (n, 1024); a text without letters gets a row of zeros."""
        out = np.zeros((len(texts), _WIDTH), np.float32)
        for row, text in zip(out, texts, strict=True):
            for feature, weight in _features(text[:4000]):
                code = zlib.crc32(feature.encode("utf-8"))
                row[code % _WIDTH] += weight if code & 0x8000_0000 else -weight
            size = float(np.linalg.norm(row))
            if size > 0.0:
                row /= size
        return out


def _features(text: str) -> Iterator[tuple[str, float]]:
    """Yield words (weight by length, as short words say little) and runs of four letters in them."""
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        weight = 1.0 if len(word) > 4 else 0.4 if len(word) > 2 else 0.1
        yield word, weight
        if len(word) > 4:
            for start in range(len(word) - 3):
                yield "~" + word[start : start + 4], weight * 0.4
