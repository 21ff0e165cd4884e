"""A second look at the likeliest targets, by a model that reads the question together with what one would ask for each.

Vectors find the targets that come near; which of them is meant, a reader of both tells better (cross-encoders;
Nogueira, Cho 2019). It is shown what a trainee would ask for a target, never what the school would say: of that much
is still locked. Its numbers count against "something else" and are added to the first look's log-odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulator.school.matching import Matcher

Floats = NDArray[np.float32]
MOST = 8
"""So many targets are looked at again."""
PHRASES = 2
"""So many of what one would ask for a target are shown, those nearest to the question."""
WEIGHTS = (0.234, 0.607, 1.584)
"""Log-odds of a target: these times 1, the first look's log-odds, and the reader's score less that of "something else".

Fitted by `python -m simulator.training.reread_fit`."""


class Reads(Protocol):
    """The model that looks again."""

    def __call__(self, language: str, before: str, text: str, asks: Sequence[Sequence[str]]) -> Sequence[float]:
        """Return how well each target fits against "something else", in the reader's own log-odds.

        Args:
            language: `nl` or `en`.
            before: what the school had just said.
            text: the question.
            asks: for each target what one would ask for it.
        """
        ...


def again(matcher: Matcher, logits: Floats, text: str, before: str, reads: Reads) -> Floats:
    """Return log-odds after the second look, shape (entries,); anchors, and what nobody asks for, keep theirs."""
    rows = [n for n in np.argsort(-logits) if not matcher.anchors[n] and matcher.entries[n].asks][:MOST]
    if not rows:
        return logits
    scores = reads(matcher.language, before, text, matcher.nearest([int(n) for n in rows], text, PHRASES))
    out = logits.copy()
    bias, first, second = WEIGHTS
    seen = ~matcher.anchors & np.array([bool(entry.asks) for entry in matcher.entries])
    out[seen] = bias + first * logits[seen] + second * min(scores)
    out[rows] = bias + first * logits[rows] + second * np.asarray(scores, np.float32)
    return out.astype(np.float32)
