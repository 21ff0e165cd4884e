"""The SentencePiece unigram tokenizer of XLM-RoBERTa in plain Python: best segmentation by summed log scores."""

from __future__ import annotations

import re
import unicodedata

from simulator.coding.e5_file import Vocabulary

_MARK = "\u2581"
_SPACES = re.compile(" {2,}")
_LONGEST = 16


class Unigram:
    """Cuts text into the pieces of a vocabulary, exactly as the model's own tokenizer does.

    Words already cut are kept (up to 20,000), as a talk comes back to the same ones.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._normal = vocabulary.normal
        self._unk = vocabulary.unk
        self.bos, self.eos = vocabulary.bos, vocabulary.eos
        text = vocabulary.blob
        ends = vocabulary.offsets.tolist()
        scores = vocabulary.scores.tolist()
        self._pieces: dict[str, tuple[int, float]] = {}
        for index, score in enumerate(scores):
            piece = text[ends[index] : ends[index + 1]]
            if piece:
                self._pieces[piece.decode("utf-8", "replace")] = (index, score)
        self._unknown = min(scores) - 10.0
        self._kept: dict[str, tuple[int, ...]] = {}

    def cut(self, text: str) -> list[int]:
        """Return the ids of the pieces of `text`, without the marks for begin and end."""
        normal = self._normal
        clean = "".join(normal.get(ord(char), char) for char in unicodedata.normalize("NFC", text))
        clean = _SPACES.sub(" ", clean)
        if not clean.startswith(" "):
            clean = " " + clean
        # A mark opens a word and pieces never run over one, so words can be cut and kept one by one.
        ids: list[int] = []
        for word in clean.replace(" ", "\n" + _MARK).split("\n")[1:]:
            held = self._kept.get(word)
            if held is None:
                held = tuple(self._viterbi(word))
                if len(self._kept) < 20_000:
                    self._kept[word] = held
            ids.extend(held)
        return ids

    def _viterbi(self, word: str) -> list[int]:
        pieces, size = self._pieces, len(word)
        best = [0.0] + [-1e30] * size
        step = [(self._unk, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            for end in range(start + 1, min(size, start + _LONGEST) + 1):
                found = pieces.get(word[start:end])
                if found is not None and here + found[1] > best[end] and found[0] != self._unk:
                    best[end] = here + found[1]
                    step[end] = (found[0], start)
            if here + self._unknown > best[start + 1]:
                best[start + 1] = here + self._unknown
                step[start + 1] = (self._unk, start)
        ids: list[int] = []
        at = size
        while at > 0:
            piece, at = step[at]
            ids.append(piece)
        return ids[::-1]
