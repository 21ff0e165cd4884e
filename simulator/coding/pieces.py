"""Cuts a turn into its words with their marks; a unit can only begin where one of them does."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CUT = re.compile(r"(?<=[?!])(?=[^\W\d_])|(?<=[a-zà-ÿ]{2}[.…])(?=[A-ZÀ-Þ])")
_GAP = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One word with its marks as written, and where it stands in the turn."""

    text: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """Return the words of a turn with their places; `gaat?Wat` gives two."""
    out: list[Piece] = []
    for match in _GAP.finditer(text):
        start = match.start()
        cuts = [start + found.start() for found in _CUT.finditer(match.group())]
        for begin, end in zip([start, *cuts], [*cuts, match.end()], strict=True):
            out.append(Piece(text[begin:end], begin, end))
    return out
