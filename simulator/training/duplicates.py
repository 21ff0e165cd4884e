"""Finds lines of a corpus that are nearly the same: sets of four letters that overlap by more than half.

Source of the measure: Broder 1997, "On the resemblance and containment of documents" (shingles, Jaccard).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

LENGTH = 4
SHORTEST = 24
ALIKE = 0.55
_COMMON = 400
_NO_WORD = re.compile(r"[^\w ]")


def shingles(text: str) -> frozenset[str]:
    """Return the runs of four letters of a text, low, without marks."""
    bare = re.sub(r"\s+", " ", _NO_WORD.sub(" ", text.lower())).strip()
    return (
        frozenset(bare[n : n + LENGTH] for n in range(len(bare) - LENGTH + 1)) if len(bare) > SHORTEST else frozenset()
    )


def pairs(texts: Sequence[str], alike: float = ALIKE) -> list[tuple[int, int, float]]:
    """Return (earlier, later, overlap from 0 to 1) for each text with the first earlier one that is nearly the same."""
    held = [shingles(text) for text in texts]
    where: dict[str, list[int]] = defaultdict(list)
    for n, grams in enumerate(held):
        for gram in grams:
            where[gram].append(n)
    out: list[tuple[int, int, float]] = []
    for n, grams in enumerate(held):
        near = Counter(m for gram in grams if len(where[gram]) < _COMMON for m in where[gram] if m < n)
        for m, _ in near.most_common(3):
            share = len(grams & held[m]) / len(grams | held[m])
            if share > alike:
                out.append((m, n, round(share, 2)))
                break
    return out
