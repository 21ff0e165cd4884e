"""Which of many stems are forms or compounds of one, and which of many sets hold some, without comparing them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from simulator.school.lexicon import alike

_HEAD, _TAIL = 4, 5  # `alike` asks for as many letters at the beginning or at the end


class Alikes:
    """Stems to look in; gives what `simulator.school.lexicon.alike` gives.

    Args:
        stems: those to look in.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        self._all = frozenset(stems)
        self._heads: dict[str, list[str]] = {}
        self._tails: dict[str, list[str]] = {}
        for one in self._all:
            self._heads.setdefault(one[:_HEAD], []).append(one)
            self._tails.setdefault(one[-_TAIL:], []).append(one)

    def of(self, one: str, plain: frozenset[str] = frozenset()) -> set[str]:
        """Return the stems that are alike to `one`; a compound of a word in `plain` is not."""
        near = (*self._heads.get(one[:_HEAD], ()), *self._tails.get(one[-_TAIL:], ()))
        found = {other for other in near if alike(one, other, plain)}
        return found | {one} if one in self._all else found

    def any(self, one: str) -> bool:
        """Return whether any stem is alike to `one`."""
        return one in self._all or bool(self.of(one))


class Holding:
    """Sets of stems, asked which of them hold any of some.

    Args:
        sets: the sets; answers are in their order.
    """

    def __init__(self, sets: Sequence[AbstractSet[str]]) -> None:
        at: dict[str, list[int]] = {}
        for number, held in enumerate(sets):
            for one in held:
                at.setdefault(one, []).append(number)
        self._at = {one: np.array(numbers, np.int64) for one, numbers in at.items()}
        self._many = len(sets)

    def any(self, rows: Sequence[Iterable[str]]) -> NDArray[np.float64]:
        """Return for each row of stems 1 where a set holds any of them, else 0, shape (rows, sets)."""
        out = np.zeros((len(rows), self._many), np.float64)
        for row, some in zip(out, rows, strict=True):
            for one in some:
                if (numbers := self._at.get(one)) is not None:
                    row[numbers] = 1.0
        return out
