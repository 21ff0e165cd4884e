"""How both bodies together say where a unit begins: logistic regression on words of conversations set apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from simulator.coding.around import around
from simulator.coding.pieces import pieces
from simulator.coding.question_coder.second import Second
from simulator.coding.question_coder.weights import Loaded
from simulator.training.scorer.batches import collate, ready
from simulator.training.scorer.examples import Example
from simulator.training.scorer.second import spans

Floats = NDArray[np.float32]
_BATCH = 32


def weighed(loaded: Loaded, other: Second, examples: Sequence[Example]) -> tuple[float, float, float]:
    """Return what both log-odds weigh and what is added, so that at even odds the borders' F1 is best."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    odds, right = read(loaded, other, examples)
    fitted = LogisticRegression(C=10.0).fit(odds, right)
    first, second = (float(one) for one in fitted.coef_[0])
    least = border(odds @ fitted.coef_[0].astype(np.float32), right)
    return round(first, 3), round(second, 3), round(-least, 3)


@torch.inference_mode()
def read(loaded: Loaded, other: Second, examples: Sequence[Example]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return of each word but the first of its turn both bodies' log-odds, shape (words, 2), and whether one begins."""
    odds, right = list[tuple[float, float]](), list[bool]()
    rows = sorted(examples, key=lambda one: len(one.text))
    for start in range(0, len(rows), _BATCH):
        some = rows[start : start + _BATCH]
        batch, _ = collate([ready(one, loaded.tokens, loaded.nearest) for one in some])
        found = loaded.net.borders(loaded.net.body(batch), batch.starts).float()
        owner = batch.starts[:, 0]
        seen = other.read([(around(one.history).school, one.text) for one in some])
        for n, (one, turn) in enumerate(zip(some, seen, strict=True)):
            first, words = found[owner == n], pieces(one.text)
            if len(first) != len(words) or len(words) < 2:
                continue
            second = other.begins(turn, [(word.start, word.end) for word in words])
            odds += list(zip(first[1:].tolist(), second.tolist(), strict=True))
            right += _begin(one)[1:]
    return np.array(odds, np.float32), np.array(right)


def _begin(one: Example) -> list[bool]:
    """Return of each word of a turn whether a unit begins with it."""
    starts = {begin for begin, _ in spans(one)}
    return [word.start in starts for word in pieces(one.text)]


def border(odds: Floats, shown: NDArray[np.bool_]) -> float:
    """Return the middle of the borders at which F1 is nearly as good as it can be."""
    tried = np.quantile(odds, np.linspace(0.5, 0.9995, 800))
    found = np.array([2 * (shown & (odds >= one)).sum() / (shown.sum() + (odds >= one).sum()) for one in tried])
    return float(np.median(tried[found >= 0.98 * found.max()]))
