"""Which of many stems are forms or compounds of one, without comparing it with them all."""

from __future__ import annotations

from collections.abc import Iterable

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
