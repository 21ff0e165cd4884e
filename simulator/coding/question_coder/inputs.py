"""What the encoder reads of a turn: its own words first, then what was said before it, each part with its segment.

The school's last words, the trainee's previous turn and the school's turn before that are read up to a limit each; and
of what the school said earlier the sentence nearest in meaning to the turn, because a reflection may be carried by
anything the school said (CODEBOOK, REFL-C against FILL). "Nearest" is the cosine of weighted means of the piece
vectors: no pass through the encoder is needed for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import Said
from simulator.coding.question_coder.tokens import BEGIN, END, Tokens

Floats = NDArray[np.float32]
TURN, LAST, OWN, BEFORE, NEAR = range(5)
SEGMENTS = 5
TURN_LIMIT, LAST_LIMIT, OWN_LIMIT, BEFORE_LIMIT, NEAR_LIMIT = 160, 40, 24, 20, 24
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_MOST_EARLIER = 60


@dataclass(frozen=True, slots=True)
class Input:
    """One turn made ready.

    Attributes:
        ids: pieces, the turn's between `BEGIN` and `END` first. `segments`: a segment for each, same length.
        starts: the place in `ids` of the first piece of each word of the turn; one more entry: where the turn ends.
        words: how many words the turn has, those past the limit included.
    """

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    starts: tuple[int, ...]
    words: int


class Nearest:
    """Finds the earlier sentence of the school that is nearest in meaning to a turn.

    Args:
        vectors: one row a piece, shape (pieces, d).
        weights: how telling each piece is, shape (pieces,).
    """

    def __init__(self, vectors: Floats, weights: Floats) -> None:
        self._vectors = vectors
        self._weights = weights

    def mean(self, ids: Sequence[int]) -> Floats:
        """Return the unit vector of some pieces, shape (d,)."""
        rows = np.asarray(ids, np.int64)
        held = self._weights[rows][:, None]
        out: Floats = (self._vectors[rows] * held).sum(axis=0)
        return (out / max(float(np.linalg.norm(out)), 1e-6)).astype(np.float32)

    def pick(self, turn: Sequence[int], sentences: Sequence[Sequence[int]]) -> int | None:
        """Return the index of the nearest sentence; None without any."""
        if not turn or not sentences:
            return None
        mine = self.mean(turn)
        return int(np.argmax([float(self.mean(one) @ mine) if one else -1.0 for one in sentences]))


def make(text: str, history: Sequence[Said], tokens: Tokens, nearest: Nearest) -> Input:
    """Return what is read for `text` after `history` (oldest first)."""
    held = tokens.words(text)
    ids, starts = [BEGIN], []
    for word in held:
        if len(ids) + len(word) > TURN_LIMIT:
            break
        starts.append(len(ids))
        ids.extend(word)
    starts.append(len(ids))
    turn = ids[1:]
    ids.append(END)
    segments = [TURN] * len(ids)
    for segment, part in _around(turn, history, tokens, nearest):
        if part:
            ids += [*part, END]
            segments += [segment] * (len(part) + 1)
    return Input(tuple(ids), tuple(segments), tuple(starts), len(held))


def _around(
    turn: Sequence[int], history: Sequence[Said], tokens: Tokens, nearest: Nearest
) -> list[tuple[int, list[int]]]:
    """Return the parts of the history that are read: segment and pieces."""
    last, rest = _last(history)
    own = next((said.text for said in reversed(rest) if said.role == "trainee"), "")
    earlier = [said.text for said in rest if said.role == "school"]
    before = earlier[-1] if earlier else ""
    lines = [line for text in earlier[-_MOST_EARLIER:-1] for line in _SENTENCES.split(text)]
    sentences = [_pieces(line, tokens, NEAR_LIMIT) for line in lines]
    place = nearest.pick(turn, sentences)
    return [
        (LAST, _pieces(" ".join(last), tokens, LAST_LIMIT)),
        (OWN, _pieces(own, tokens, OWN_LIMIT)),
        (BEFORE, _pieces(before, tokens, BEFORE_LIMIT)),
        (NEAR, sentences[place] if place is not None else []),
    ]


def _last(history: Sequence[Said]) -> tuple[list[str], Sequence[Said]]:
    """Return the school's words since the trainee spoke, and what came before them."""
    place = len(history)
    while place and history[place - 1].role == "school":
        place -= 1
    return [said.text for said in history[place:]], history[:place]


def _pieces(text: str, tokens: Tokens, limit: int) -> list[int]:
    """Return the pieces of a text; of a longer one its begin and, twice as much, its end."""
    words = text.split()
    if len(words) > 2 * limit:
        words = [*words[:limit], *words[-limit:]]
    ids = tokens.flat(words)
    if len(ids) <= limit:
        return ids
    head = limit // 3
    return [*ids[:head], *ids[head - limit :]]
