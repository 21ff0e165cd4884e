"""Which targets of a school lie nearest to a question, by the vectors that propose candidates in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.coding.coder import Encoder
from simulator.training.voice.choices import Ranks


def ranks(encoder: Encoder) -> Ranks:
    """Return a ranking of targets by the likest of their phrases."""

    def found(questions: Sequence[str], targets: Sequence[Sequence[str]]) -> list[list[int]]:
        owner = np.array([n for n, phrases in enumerate(targets) for _ in phrases])
        asked = encoder.encode(list(questions))
        known = encoder.encode([phrase for phrases in targets for phrase in phrases])
        near = (asked - asked.mean(0)) @ (known - known.mean(0)).T
        best = np.full((len(questions), len(targets)), -np.inf, np.float32)
        for n in range(len(targets)):
            best[:, n] = near[:, owner == n].max(1)
        return [[int(n) for n in row] for row in np.argsort(-best, axis=1)]

    return found
