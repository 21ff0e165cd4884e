"""Cuts text into the pieces of the encoder's vocabulary, which holds what Dutch and English use of XLM-RoBERTa's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulator.coding.pieces import pieces

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
_LONGEST_WORD = 60
_KEPT = 40_000


class Tokens:
    """Words to piece ids. Words already cut are kept, as a talk comes back to the same ones.

    Args:
        path: a `tokenizer.json` of the tokenizers library (a unigram model).
    """

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._inner = Tokenizer.from_file(str(path))
        self._words: dict[str, tuple[int, ...]] = {}
        self.size = int(self._inner.get_vocab_size())

    def word(self, text: str) -> tuple[int, ...]:
        """Return the pieces of one word (with its marks); a word of more than 60 characters is cut off."""
        held = self._words.get(text)
        if held is None:
            found = self._inner.encode(text[:_LONGEST_WORD], add_special_tokens=False).ids
            held = tuple(found) or (UNKNOWN,)
            if len(self._words) < _KEPT:
                self._words[text] = held
        return held

    def words(self, text: str) -> list[tuple[int, ...]]:
        """Return the pieces of each word of a text, in order, cut where `pieces` cuts."""
        return [self.word(piece.text) for piece in pieces(text)]

    def flat(self, texts: Sequence[str]) -> list[int]:
        """Return the pieces of several words behind each other."""
        return [one for text in texts for one in self.word(text)]
