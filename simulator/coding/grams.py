"""A turn's words, pairs of words and runs of letters, hashed into a fixed number of places.

Beside its meaning these say how a turn is put, which tells who plays with the program from who talks with a school
("output", "skip to", "hot or cold"), and what a unit does ("dus je", "of is dat", "mag ik"). Character n-grams as in
Cavnar and Trenkle 1994; hashing as in Weinberger et al. 2009; the logarithm of counts as in Manning, Raghavan, Schütze
2008, ch. 6.4.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

PLACES = 1 << 15
_LENGTHS = (2, 3, 4, 5)
_MOST = 600
_WORD = re.compile(r"\w+")


def counted(text: str, places: int = PLACES) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return which of so many places a text fills, and 1 plus the logarithm of how often.

    What lies past 600 letters is not read.
    """
    found = Counter(zlib.crc32(gram.encode("utf-8", "replace")) % places for gram in _grams(text.lower()[:_MOST]))
    filled = sorted(found)
    values = [1.0 + math.log(found[place]) for place in filled]
    return np.array(filled, np.int64), np.array(values, np.float32)


def weighed(text: str, rarity: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the places that a text fills and their weights, a unit vector; `rarity` is that of each place."""
    places, values = counted(text, len(rarity))
    values = values * rarity[places]
    return places, values / max(float(np.linalg.norm(values)), 1e-6)


def _grams(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    yield from (f"w{word}" for word in words)
    yield from (f"b{one} {other}" for one, other in pairwise(words))
    for word in text.split():
        held = f" {word} "
        for length in _LENGTHS:
            yield from (held[n : n + length] for n in range(len(held) - length + 1))
