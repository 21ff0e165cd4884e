"""Sets of words, written as running text."""

from __future__ import annotations


def bag(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())
