"""What of a unit asks, and of whom: its cuts, whether it asks at all, what somebody is called."""

from __future__ import annotations

import re

from simulator.coding.codebook import Unit
from simulator.school.lexicon import words
from simulator.school.manner import ASKED

_ASIDE = frozenset({"AFFIRM"})  # a strength is not named in a question
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE = re.compile(r"[,;:–—]\s+")


def asks(unit: Unit) -> bool:
    """Whether a unit asks, although its code does not: it leads, says so, or ends in a question mark."""
    return (
        unit.code == "LEAD"
        or bool(ASKED.search(unit.text))
        or (unit.code in _ASIDE and unit.text.rstrip().endswith("?"))
    )


def cuts(text: str) -> list[str]:
    """Return a unit whole, and where it is longer its last sentence and last clause: there the question stands."""
    text = text[:600].strip()
    found = [text]
    sentence = _SENTENCE.split(text)[-1].strip()
    if len(words(sentence)) >= 3:
        found.append(sentence)
    clause = _CLAUSE.split(sentence)[-1].strip()
    if len(words(clause)) >= 4:
        found.append(clause)
    return list(dict.fromkeys(found))
