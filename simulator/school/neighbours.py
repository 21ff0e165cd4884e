"""What others meant by like turns: labelled turns to the same school that lie near a turn speak for their targets.

A kernel estimate over labelled neighbours beside the learnt net (Nadaraya 1964; with a net's vectors: Khandelwal et al.
2020, kNN-LM). "Nothing here" has neighbours too: turns that no written answer fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SHARP = 10.0
"""How fast a neighbour counts less with its cosine: e to the power of this times (cosine − 1)."""
MUCH = 3000.0
"""What the sum over neighbours counts beside no neighbour at all."""
NEAR = 0.3
"""What a target counts that a neighbour's turn only came near, beside one that answered it."""

SHIFT = 1.0
"""Added to all targets, so that the rules' borders mean the same with neighbours as without.

Set on the graded talks of `python -m tests.bench.in_use`; the others by turns that are kept apart (docs/figures.md)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Labelled turns to one school.

    Attributes:
        vectors: of the turns, unit vectors as `Reads.turn` gives them for what asks, shape (turns, d).
        turns: place of the turn, a pair of turn and target each, shape (pairs,).
        targets: place of the target, as above.
        counts: 1 where the target answers the turn, `NEAR` where it comes near.
        nothing: whether nothing answers a turn, shape (turns,).
    """

    vectors: NDArray[np.float16]
    turns: NDArray[np.int64]
    targets: NDArray[np.int64]
    counts: Floats
    nothing: NDArray[np.bool_]


def speaking(asked: Asked, vector: Floats, targets: int) -> Floats:
    """Return what the neighbours of a turn add to the log-odds of each target against "nothing here".

    Args:
        asked: the labelled turns.
        vector: of the turn, a unit vector, shape (d,).
        targets: how many there are.
    """
    near = np.exp(SHARP * (asked.vectors.astype(np.float32) @ vector - 1.0))
    sums = np.bincount(asked.targets, near[asked.turns] * asked.counts, targets)
    none = float(near[asked.nothing].sum())
    found: Floats = (SHIFT + np.log1p(MUCH * sums) - np.log1p(MUCH * none)).astype(np.float32)
    return found
