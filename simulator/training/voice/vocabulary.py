"""Cutting a byte-pair vocabulary to the pieces that Dutch and English use, so that texts are cut into the same pieces.

A piece can only be made by merging others, so with every piece those on the way to it are kept: each word is merged
once as the tokenizer would do it, and all that came up is noted (byte-pair encoding; Sennrich et al. 2016).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

SPACE = "\u2581"
SPECIAL = 6
"""The first pieces (`<pad>`, `<eos>`, `<bos>`, `<unk>`, …) stay where they are."""


class Merger:
    """The merges of a `tokenizer.json`, lowest rank first."""

    def __init__(self, data: dict[str, Any]) -> None:
        model = data["model"]
        self.vocabulary: dict[str, int] = model["vocab"]
        self.merges = [tuple(pair) if isinstance(pair, list) else tuple(pair.split(" ", 1)) for pair in model["merges"]]
        self.ranks = {pair: rank for rank, pair in enumerate(self.merges)}

    def pieces(self, word: str) -> set[str]:
        """Return every piece that comes up while a word is merged, single characters included."""
        row = list(word)
        seen = set(row)
        while len(row) > 1:
            rank, at = min((self.ranks.get(pair, len(self.ranks)), n) for n, pair in enumerate(pairwise(row)))
            if rank == len(self.ranks):
                break
            row[at : at + 2] = [row[at] + row[at + 1]]
            seen.add(row[at])
        return seen


def needed(merger: Merger, texts: Iterable[str], words: Iterable[str]) -> set[str]:
    """Return the pieces that texts and single words need; a word is tried with and without a space before it."""
    every = {word for text in texts for word in _words(text)} | {
        form for word in words for form in (word, SPACE + word)
    }
    return {piece for word in every for piece in merger.pieces(word) if piece in merger.vocabulary}


def _words(text: str) -> list[str]:
    """Return the words of a text as the tokenizer sees them: the space belongs to the word behind it."""
    spaced = text.replace(" ", SPACE)
    out, start = [], 0
    for at, char in enumerate(spaced):
        if char == SPACE and at > start:
            out.append(spaced[start:at])
            start = at
    return [*out, spaced[start:]]


def cut(source: Path, keep: set[str], target: Path) -> list[int]:
    """Write a `tokenizer.json` with the kept pieces, numbered anew.

    Args:
        source: the whole tokenizer.
        keep: pieces; special ones, bytes and single characters of Latin script stay anyway.
        target: where it is written.

    Returns:
        For each new number the old one.
    """
    data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    model = data["model"]
    rows = sorted(model["vocab"].items(), key=lambda row: row[1])
    special = {row["content"] for row in data["added_tokens"] if row["id"] < SPECIAL}
    stays = [
        (piece, old)
        for piece, old in rows
        if piece in special
        or piece in keep
        or _byte(piece)
        or (len(piece) == 1 and ord(piece) < 0x250)
        or piece == "\n"
    ]
    number = {piece: new for new, (piece, _) in enumerate(stays)}
    model["vocab"] = number
    pairs = (pair if isinstance(pair, list) else pair.split(" ", 1) for pair in model["merges"])
    model["merges"] = [[a, b] for a, b in pairs if a in number and b in number and a + b in number]
    data["added_tokens"] = [
        row | {"id": number[row["content"]]} for row in data["added_tokens"] if row["content"] in number
    ]
    _renumber(data.get("post_processor"), number)
    target.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return [old for _, old in stays]


def _byte(piece: str) -> bool:
    return len(piece) == 6 and piece.startswith("<0x") and piece.endswith(">")


def _renumber(processor: dict[str, Any] | None, number: dict[str, int]) -> None:
    for name, row in ((processor or {}).get("special_tokens") or {}).items():
        row["ids"] = [number[name]]
