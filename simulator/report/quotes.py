"""Pieces of text in which some words are marked, cut so that the marked words stay in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.coding.stems import WORD, matter, stem
from simulator.report.weight import Span

LONGEST = 360
_BEFORE = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    marked: bool = False


def quote(text: str, spans: Sequence[Span] = ()) -> tuple[Piece, ...]:
    """Return `text` (on one line, cleaned) as pieces of at most `LONGEST` characters, the words at `spans` marked."""
    start, end = 0, len(text)
    if len(text) > LONGEST:
        first = spans[0][0] if spans else 0
        start = 0 if first <= LONGEST - _BEFORE else text.rfind(" ", 0, first - _BEFORE) + 1
        end = min(len(text), start + LONGEST)
    pieces = [Piece("… ")] if start else []
    at = start
    for low, high in spans:
        if at <= low and high <= end:
            pieces += [Piece(text[at:low]), Piece(text[low:high], True)]
            at = high
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def shared(text: str, other: str) -> list[Span]:
    """Return where `text` holds words that it takes up from `other`."""
    both = matter(text) & matter(other)
    found = [word for word in WORD.finditer(text) if both and stem(word[0].lower()) in both]
    return [word.span() for word in found if matter(word[0])]
