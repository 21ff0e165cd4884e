"""Cuts a turn into units: a logistic model over every gap between two words, learnt from the corpus.

Marks help but are not needed: speech that was written down without them, and quick typing, are cut as well.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.features import plain

BITS = 15
BUCKETS = 1 << BITS
MOST_WORDS = 600
_PIECE = re.compile(r"(?<=[?!])(?=[^\W\d_])|(?<=[a-zà-ÿ]{2}[.…])(?=[A-ZÀ-Þ])")
_GAP = re.compile(r"\S+")
_STRONG = re.compile(r"[.?!…]+[\"'”’)\]]*$")
_WEAK = re.compile(r"[,;:–—-]+[\"'”’)]*$")
_ASKING = """
wat wie waar wanneer hoe waarom welke welk hoeveel hoezo waardoor waarmee waarvan waaraan waarin
what who where when how why which whose
"""
_VERB = """
is was ben bent zijn heb hebt heeft hebben kan kun kunt kunnen zou zouden zal zullen moet moeten mag wil wilt willen
weet weten vind vindt denk denkt ga gaat gaan doe doet doen komt wordt klopt zie ziet had werkt zit
are am were have has had can could would should will shall may might do does did must want know think
"""
_WHO = "ik jij je u hij zij ze het we wij jullie dat dit er die i you he she it they that this there"
_LINK = "en maar want dus of omdat als dan toen terwijl zodat and but so because or if then while when although though"
_KINDS = {word: kind for kind, held in zip("VWLQ", (_VERB, _WHO, _LINK, _ASKING), strict=True) for word in held.split()}


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
        cuts = [start + found.start() for found in _PIECE.finditer(match.group())]
        for begin, end in zip([start, *cuts], [*cuts, match.end()], strict=True):
            out.append(Piece(text[begin:end], begin, end))
    return out


def _mark(piece: str) -> str:
    if _STRONG.search(piece):
        return "?" if "?" in piece else "!" if "!" in piece else "~" if ".." in piece or "…" in piece else "."
    return "," if _WEAK.search(piece) else "0"


@dataclass(frozen=True, slots=True)
class _Line:
    """A turn made ready: words bare and low, marks, kinds, and whether it has any strong mark inside."""

    bare: list[str]
    marks: list[str]
    kinds: list[str]
    capitals: list[bool]
    marked: bool


def _line(held: Sequence[Piece]) -> _Line:
    bare = [plain(piece.text).strip(".,;:?!…\"'“”‘()–—-") or "-" for piece in held]
    marks = [_mark(piece.text) for piece in held]
    return _Line(
        bare, marks, [_KINDS.get(word, "x") for word in bare], [piece.text[:1].isupper() for piece in held],
        any(mark in ".?!~" for mark in marks[:-1]),
    )  # fmt: skip


def gap_features(held: Sequence[Piece]) -> list[list[int]]:
    """Return, for each gap between two neighbouring words, the buckets of its features."""
    line = _line(held)
    return [
        sorted({zlib.crc32(feature.encode("utf-8")) & (BUCKETS - 1) for feature in _gap(line, index)})
        for index in range(len(held) - 1)
    ]


def _gap(line: _Line, index: int) -> Iterator[str]:
    """Yield what is seen at the gap behind word `index`."""
    count = len(line.bare)

    def word(offset: int) -> str:
        place = index + offset
        return line.bare[place] if 0 <= place < count else "|"

    def kind(offset: int) -> str:
        place = index + offset
        return line.kinds[place] if 0 <= place < count else "|"

    mark = line.marks[index]
    begin = next((place + 1 for place in range(index - 1, -1, -1) if line.marks[place] in ".?!~"), 0)
    end = next((place for place in range(index + 1, count) if line.marks[place] in ".?!~"), count - 1)
    how = f"{mark}{'m' if line.marked else 'u'}"
    yield how
    yield f"{how} cap {line.capitals[index + 1]}"
    yield f"{how} a {word(0)}"
    yield f"{how} b {word(1)}"
    yield f"{how} b2 {word(1)} {word(2)}"
    yield f"{how} b3 {word(1)} {word(2)} {word(3)}"
    yield f"{how} a2 {word(-1)} {word(0)}"
    yield f"{how} ab {word(0)} {word(1)}"
    yield f"b {word(1)}"
    yield f"b2 {word(1)} {word(2)}"
    yield f"a {word(0)}"
    yield f"{how} k {kind(0)} {kind(1)} {kind(2)}"
    yield f"{how} k {kind(1)} {kind(2)} {kind(3)}"
    yield f"{how} k {kind(-1)} {kind(0)} {kind(1)} {kind(2)}"
    verbs = line.kinds[max(begin, index - 11) : index + 1].count("V")
    after = line.kinds[index + 1 : index + 7].count("V")
    yield f"{how} verbs {min(verbs, 2)} {kind(1)} {kind(2)} {min(after, 2)}"
    yield f"{how} verbs {min(verbs, 2)} {word(1)}"
    yield f"{how} verbs {min(verbs, 2)} {word(1)} {word(2)}"
    yield f"{how} end {word(0)[-2:]} {kind(1)} {kind(2)}"
    yield f"{how} ends {word(0)[-2:]} {word(1)[-2:]} {kind(1)} {kind(2)}"
    yield f"{how} a {word(0)} {kind(1)} {kind(2)}"
    yield f"{how} since {min(index + 1 - begin, 9)}"
    yield f"{how} left {min(count - 1 - index, 9)}"
    yield f"{how} done {min(index + 1, 9)}"
    yield from _sentences(line, how, begin, index, end)


def _sentences(line: _Line, how: str, begin: int, index: int, end: int) -> Iterator[str]:
    """Yield how the sentence before the gap begins and what the one behind it is."""
    here, there = line.bare[begin : index + 1], line.bare[index + 1 : end + 1]
    asks = "?" if line.marks[end] == "?" else "."
    yield f"{how} here {here[0]}"
    yield f"{how} here2 {' '.join(here[:2])}"
    yield f"{how} here {here[0]} there {there[0]} {asks}"
    yield f"{how} asks {asks} {min(len(there), 6)}"
    yield f"{how} asks {asks} {line.kinds[begin]} {line.kinds[index + 1]}"
    yield f"{how} whole {' '.join(there[:4])}" if len(there) <= 4 else f"{how} long"
    yield f"{how} here all {' '.join(here)}" if len(here) <= 3 else f"{how} more"


class Segmenter:
    """Finds units with learnt weights.

    Args:
        weights: one weight a bucket, shape (BUCKETS,).
        bias: added to every gap.
        threshold: a gap is a border from this probability on.
    """

    def __init__(self, weights: NDArray[np.float32], bias: float, threshold: float = 0.5) -> None:
        self.weights = weights
        self.bias = bias
        self._cut = float(np.log(threshold / (1.0 - threshold)))

    def borders(self, held: Sequence[Piece]) -> list[bool]:
        """Return for each gap whether a new unit begins behind it."""
        scores = [float(self.weights[gap].sum()) + self.bias for gap in gap_features(held)]
        return [score >= self._cut for score in scores]

    def split(self, text: str) -> list[str]:
        """Return the units of a turn as written, in order; words past the first 600 stay in the last unit."""
        held = pieces(text)
        if not held:
            return []
        cuts = self.borders(held[:MOST_WORDS])
        starts = [held[0].start, *(held[index + 1].start for index, cut in enumerate(cuts) if cut)]
        ends = [*starts[1:], len(text)]
        return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
