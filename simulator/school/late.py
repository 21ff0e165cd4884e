"""How near a turn comes to everything a school can say, piece by piece: the scoring half of the encoder's training.

A question's nearness to a phrase is the cosine of the whole vectors plus the mean, weighed by how telling each piece of
the question is, of the best cosines of its pieces (ColBERT; Khattab, Zaharia 2020); a target scores by all its phrases
together, against "none of them". The training side is `simulator.coding.question_coder.late`; both give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import ReadText

Floats = NDArray[np.float32]
_BLOCK = 4096
"""So many pieces are held in single precision at once."""
_AT_ONCE = 192
"""Pieces of texts that are compared at once: their cosines with a large school's pieces take some 40 MB."""


class Late:
    """Phrases of a scenario's targets, ready to be compared.

    Args:
        phrases: as the encoder reads them; those without words count for nothing.
        owners: the target of each phrase. `tells`: whether it is told (else asked). `targets`: how many there are.
        match: scale of whole vectors, scale of pieces, "none of them", and what asked and told phrases add.
        whole: gives the cosines of a vector with all phrases, where somebody holds their vectors already; None: they
            are held here.
    """

    def __init__(
        self,
        phrases: Sequence[ReadText],
        owners: Sequence[int],
        tells: Sequence[bool],
        targets: int,
        match: Sequence[float],
        whole: Callable[[Floats], Floats] | None = None,
    ) -> None:
        held = [n for n, one in enumerate(phrases) if len(one.weights)]
        self._targets = targets
        self._match = tuple(match)
        self._owners = np.array([owners[n] for n in held], np.int64)
        self._held = np.array(held, np.int64)
        self._whole = whole or np.stack([one.vector for one in phrases]).__matmul__
        # Half as much memory, for a tab has little room; on disk they lie like that, too.
        self._pieces = np.concatenate([phrases[n].pieces for n in held]).astype(np.float16)
        self._starts = np.cumsum([0, *(len(phrases[n].weights) for n in held[:-1])])
        self._adds = np.array([match[4] if tells[n] else match[3] for n in held], np.float32)

    def scores(self, text: ReadText) -> Floats:
        """Return the log-odds of every target against "none of them", shape (targets,)."""
        return next(self.each([text]))

    def each(self, texts: Sequence[ReadText]) -> Iterator[Floats]:
        """Yield the scores of several texts: together they go through the phrases' pieces once, not once each."""
        for some in _together(texts):
            pieces = np.concatenate([one.pieces for one in some])
            near = self._near(pieces) if len(pieces) else pieces
            at = 0
            for one in some:
                yield self._scored(one, near[at : at + len(one.weights)])
                at += len(one.weights)

    def _near(self, pieces: Floats) -> Floats:
        """Return the cosines of pieces with all that are held, shape (pieces, others)."""
        blocks = (self._pieces[at : at + _BLOCK] for at in range(0, len(self._pieces), _BLOCK))
        return np.concatenate([pieces @ block.T.astype(np.float32) for block in blocks], axis=1)

    def _scored(self, text: ReadText, near: Floats) -> Floats:
        """Return a text's scores; `near` holds the cosines of its pieces with all others, shape (pieces, others)."""
        out = np.full(self._targets, -np.inf, np.float64)
        if not len(text.weights):
            return np.full(self._targets, self._match[2], np.float32)
        best = np.maximum.reduceat(near, self._starts, axis=1)
        found = (
            self._match[0] * self._whole(text.vector)[self._held] + self._match[1] * (text.weights @ best) + self._adds
        )
        np.logaddexp.at(out, self._owners, found.astype(np.float64))
        return (np.maximum(out, -60.0) + self._match[2]).astype(np.float32)


def _together(texts: Sequence[ReadText]) -> Iterator[list[ReadText]]:
    some, many = list[ReadText](), 0
    for one in texts:
        if some and many + len(one.weights) > _AT_ONCE:
            yield some
            some, many = [], 0
        some.append(one)
        many += len(one.weights)
    if some:
        yield some
