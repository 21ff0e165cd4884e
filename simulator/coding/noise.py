"""Strings that nobody said: keys struck at random and addresses of pages."""

from __future__ import annotations

import re

from simulator.coding.stems import words

_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+\b", re.IGNORECASE)
_ROWS = ("qwertyuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "wxcvbn")
_RUNS = frozenset(run[at : at + 3] for row in _ROWS for run in (row, row[::-1]) for at in range(len(run) - 2))
_LONG = 4


def noise(text: str) -> bool:
    """Return whether a text holds nothing but addresses and keys struck at random (or no words at all)."""
    held = words(_ADDRESS.sub(" ", text))
    return not held or all(_struck(word) for word in held)


def _struck(word: str) -> bool:
    """Return whether a word runs along the keys: four letters or more, nearly all in a keyboard's row."""
    if len(word) < _LONG:
        return False
    covered = {place for at in range(len(word) - 2) if word[at : at + 3] in _RUNS for place in range(at, at + 3)}
    return len(covered) >= 0.8 * len(word)
