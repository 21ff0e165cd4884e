"""Strings that nobody said: keys struck at random, addresses of pages, code, and words without a sentence."""

from __future__ import annotations

import re

from simulator.coding.stems import words

_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+\b", re.IGNORECASE)
_ROWS = ("qwertyuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "wxcvbn")
_RUNS = frozenset(run[at : at + 3] for row in _ROWS for run in (row, row[::-1]) for at in range(len(run) - 2))
_LONG = 4
_CODE = re.compile(r"\s*(?:\{.*[:=].*\}|\[.*[\[{\"].*\])\s*", re.DOTALL)
_ASKING = frozenset(
    words("wat hoe waarom hoezo waar wanneer wie welk welke hoeveel what how why where when who which whom whose")
)
_TAUGHT = frozenset(
    words(
        "lsd oen anna nivea oma vragen doorvragen samenvatten luisteren spiegelen deep open seek refl c s closed "
        "affirm neutral info offer p lead fill judge asking listening reflecting summarising en and"
    )
)
"""What a course on conversation calls things: a list of them is no turn."""
_LIST = 3


def noise(text: str) -> bool:
    """Return whether a text holds nothing that is a sentence."""
    held = words(_ADDRESS.sub(" ", text))
    return not held or all(_struck(word) for word in held) or _CODE.fullmatch(text) is not None or _listed(held)


def _listed(held: list[str]) -> bool:
    """Return whether three words or more are one word over and over, question words, or a course's terms alone."""
    known = {word.casefold() for word in held}
    return len(held) >= _LIST and (len(known) == 1 or known <= _ASKING or known <= _TAUGHT)


def _struck(word: str) -> bool:
    """Return whether a word runs along the keys: four letters or more, nearly all in a keyboard's row."""
    if len(word) < _LONG:
        return False
    covered = {place for at in range(len(word) - 2) if word[at : at + 3] in _RUNS for place in range(at, at + 3)}
    return len(covered) >= 0.8 * len(word)
