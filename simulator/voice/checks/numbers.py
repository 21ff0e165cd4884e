"""Numbers in Dutch and English words or figures, as whole numbers."""

from __future__ import annotations

import re

_UNITS = {
    "nul": 0, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10,
    "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17,
    "achttien": 18, "negentien": 19, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_BIG = {"honderd": 100, "hundred": 100, "duizend": 1000, "thousand": 1000}
_PART = "|".join(sorted([*_UNITS, *_TENS, *_BIG, "een", "één"], key=len, reverse=True))
_WORDED = re.compile(rf"\b(?:{_PART})(?:(?:en|ën|-| and | )?(?:{_PART}))*\b", re.IGNORECASE)
_PIECE = re.compile(_PART, re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:een|één|one)[- ,]+(?:twee|two)[- ,]+(?:drie|three)\b|"
    r"\b(?:a|an|one|een|één) (?:\w+ )?(?:or|of) (?:two|twee|drie)\b|"
    r"\b(?:twee|two) (?:or|of) (?:drie|three) (?:dingen|things|woorden|words)\b",
    re.IGNORECASE,
)
"""Says no number: "één-twee-drie", "a page or two"."""
_FIGURES = re.compile(r"\d+(?:[.,]\d{3})*")


def numbers(text: str) -> set[int]:
    """Return the numbers from two up that a text names; "een", "one" and "nul" say nothing."""
    text = _SAYING.sub(" ", text)
    found = {int(re.sub(r"[.,]", "", figure)) for figure in _FIGURES.findall(text)}
    for match in _WORDED.finditer(text):
        found.add(_value([piece.casefold() for piece in _PIECE.findall(match.group())]))
    return {number for number in found if number > 1}


def _value(pieces: list[str]) -> int:
    total, part = 0, 0
    for piece in pieces:
        if piece in _BIG:
            part = max(part, 1) * _BIG[piece]
            if _BIG[piece] == 1000:
                total, part = total + part, 0
        else:
            part += _UNITS.get(piece, 0) + _TENS.get(piece, 0) + (piece in ("een", "één"))
    return total + part
