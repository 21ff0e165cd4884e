"""Which of the school's speakers a turn is addressed to."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MOST = 4000
"""Characters of a turn that are looked at."""
_BEFORE = (
    r"(?:^|[,;.!?…:–—])\s*(?:(?:en|maar|dus|nou|ja|zeg|oké|ok|dag|meneer|mevrouw|mijnheer|juf|meester|and|but|so|well|yes"
    r"|hey|mr|mrs|ms|miss)\b\W*)*"
)
_AFTER = r"\s*(?=[,;.!?…]|$)"


def called(name: str) -> list[str]:
    """Return what somebody is called: whole name, first and last word of it."""
    parts = name.split()
    return list(dict.fromkeys((name, parts[0], parts[-1])))


class Names:
    """The speakers' names.

    Args:
        speakers: id and name of each.
    """

    def __init__(self, speakers: Iterable[tuple[str, str]]) -> None:
        self._called: list[tuple[str, re.Pattern[str]]] = []
        self._spoken_to: list[tuple[str, re.Pattern[str]]] = []
        for who, name in speakers:
            any_of = "|".join(map(re.escape, called(name)))
            self._called.append((who, re.compile(rf"\b(?:{any_of})\b", re.IGNORECASE)))
            self._spoken_to.append((who, re.compile(rf"{_BEFORE}\b(?:{any_of}){_AFTER}", re.IGNORECASE)))

    def addressed(self, text: str) -> str | None:
        """Return who is spoken to: whose name was called last, set off by commas, else who is named first; or None.

        "A fine question, Jorn. Liesbeth, what about you?" is for Liesbeth.
        """
        text = text[:_MOST]
        last = [(hit.end(), who) for who, pattern in self._spoken_to for hit in pattern.finditer(text)]
        if last:
            return max(last)[1]
        first = [(hit.start(), who) for who, pattern in self._called if (hit := pattern.search(text))]
        return min(first)[1] if first else None
