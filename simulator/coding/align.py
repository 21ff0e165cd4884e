"""Lays two codings of one turn beside each other: which unit of one is which of the other, and where borders agree.

Units are cut at other places by other coders, so they are matched by the words they share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
SAME_TURN = 0.5


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two codings of a turn side by side.

    Attributes:
        pairs: places of units that go together, (first, second), in order; each unit at most once.
        only_first: places of units that go with none. `only_second`: likewise.
        borders: borders inside the turn: (both, in the first, in the second).
        shared: how much of the words is the same, 0 to 1.
    """

    pairs: tuple[tuple[int, int], ...]
    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    borders: tuple[int, int, int]
    shared: float

    @property
    def same_turn(self) -> bool:
        """Whether the two are about the same words at all."""
        return self.shared >= SAME_TURN


def align(first: Sequence[str], second: Sequence[str]) -> Aligned:
    """Return how the units (texts, in order) of two codings of one turn go together.

    Units with the most words in common are paired first, each unit once.
    """
    one, two = _words(first), _words(second)
    matched = _matched([word for word, _ in one], [word for word, _ in two])
    places = [(one[i][1], two[j][1]) for i, j in matched]
    overlap = Counter(places)
    pairs: list[tuple[int, int]] = []
    for i, j in sorted(overlap, key=lambda pair: (-overlap[pair], pair)):
        if all(i != left and j != right for left, right in pairs):
            pairs.append((i, j))
    lefts, rights = {i for i, _ in pairs}, {j for _, j in pairs}
    longest = len(one) + len(two)
    return Aligned(
        pairs=tuple(sorted(pairs)),
        only_first=tuple(i for i in range(len(first)) if i not in lefts),
        only_second=tuple(j for j in range(len(second)) if j not in rights),
        borders=_borders(places),
        shared=2 * len(matched) / longest if longest else 1.0,
    )


def _words(units: Sequence[str]) -> list[tuple[str, int]]:
    """Return all words with the place of their unit; a unit without words stands for itself."""
    return [
        (word, place)
        for place, text in enumerate(units)
        for word in (_WORD.findall(text.casefold().replace("’", "'")) or [text.strip()])
    ]


def _matched(one: list[str], two: list[str]) -> list[tuple[int, int]]:
    if one == two:
        return [(place, place) for place in range(len(one))]
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]


def _borders(places: Sequence[tuple[int, int]]) -> tuple[int, int, int]:
    """Count borders between words that both have: (in both, in the first, in the second)."""
    both = first = second = 0
    for before, after in pairwise(places):
        left, right = before[0] != after[0], before[1] != after[1]
        both += left and right
        first += left
        second += right
    return both, first, second
