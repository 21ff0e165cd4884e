"""Two small convex fits: a softmax whose target may be a set of codes, and a two-way logistic model over buckets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.coding.classify import CLASSES, GAINS, Head
from simulator.coding.features import CHARS, WIDTH, WORDS, Hashed, weigh

Floats = NDArray[np.float32]
MIN_UNITS = 2
VECTOR_GAIN = 0.1


@dataclass(frozen=True, slots=True)
class Args:
    """How to fit: weight of the L2 penalty, L-BFGS steps, power of the codes' inverse frequency, weight of variants."""

    l2: float = 0.5
    steps: int = 90
    balance: float = 0.5
    variants: float = 0.5


def inverse(rows: Sequence[Hashed]) -> Floats:
    """Return the weight of each bucket: inverse document frequency, 0 where fewer than two units hold it."""
    seen = np.zeros(WIDTH)
    for row in rows:
        for block, offset in ((row.words, 0), (row.chars, WORDS), (row.sides, WORDS + CHARS)):
            seen[np.fromiter(block, np.int64, len(block)) + offset] += 1
    idf = np.log((1 + len(rows)) / (1 + seen)) + 1.0
    idf[WORDS + CHARS :] = 1.0
    idf[seen < MIN_UNITS] = 0.0
    return idf.astype(np.float32)


def matrix(rows: Sequence[Hashed], idf: Floats) -> Any:  # noqa: ANN401  # scipy has no types
    """Return the rows as a sparse matrix, shape (n, WIDTH)."""
    from scipy import sparse  # type: ignore[import-untyped]

    columns, values, ends = [], [], [0]
    for row in rows:
        column, value = weigh(row, idf, GAINS)
        columns.append(column)
        values.append(value)
        ends.append(ends[-1] + len(column))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=(len(rows), WIDTH))


def head(rows: Sequence[Hashed], targets: Floats, weights: Floats, vectors: Floats | None, args: Args) -> Head:
    """Fit one head.

    Args:
        rows: the units' features.
        targets: 1 where a code is allowed, shape (n, 15).
        weights: weight of each unit, shape (n,).
        vectors: sentence vectors, shape (n, d), or None.
        args: how to fit.
    """
    from scipy import sparse

    idf = inverse(rows)
    used = np.flatnonzero(idf)
    table = matrix(rows, idf)[:, used]
    middle = scale = None
    if vectors is not None:
        middle = vectors.mean(axis=0)
        scale = VECTOR_GAIN / (vectors.std(axis=0) + 1e-6)
        table = sparse.hstack([table, sparse.csr_matrix((vectors - middle) * scale)]).tocsr()
    counts = (targets / targets.sum(axis=1, keepdims=True) * weights[:, None]).sum(axis=0)
    boost = (counts.mean() / counts) ** args.balance
    balanced = weights * (targets * boost).sum(axis=1) / targets.sum(axis=1)
    found, bias = _softmax_fit(table.astype(np.float32), targets, balanced, args)
    weighted = np.zeros((WIDTH, len(CLASSES)), np.float32)
    weighted[used] = found[: len(used)]
    if vectors is None or scale is None:
        return Head(idf, weighted, bias)
    return Head(idf, weighted, bias, found[len(used) :] * scale[:, None], middle)


def _softmax_fit(table: Any, targets: Floats, weights: Floats, args: Args) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Maximise the weighted log of the probability that falls on the allowed codes, less the penalty."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    wide, codes = table.shape[1], len(CLASSES)
    turned = table.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        held = flat[: wide * codes].reshape(wide, codes)
        scores = table @ held.astype(np.float32) + flat[wide * codes :]
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        on_target = chances * targets
        total = on_target.sum(axis=1) + 1e-12
        error = (chances - on_target / total[:, None]) * weights[:, None]
        value = -float((weights * np.log(total)).sum()) + 0.5 * args.l2 * float((held**2).sum())
        return value, np.concatenate([(turned @ error.astype(np.float32) + args.l2 * held).ravel(), error.sum(axis=0)])

    start = np.zeros(wide * codes + codes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": args.steps, "maxcor": 6}).x
    return found[: wide * codes].reshape(wide, codes).astype(np.float32), found[wide * codes :].astype(np.float32)


def temperature(scores: Floats, targets: NDArray[np.int64]) -> float:
    """Return the divisor of held-out scores that makes the right codes most likely (Guo et al. 2017)."""
    best, chosen = np.inf, 1.0
    for candidate in np.arange(0.5, 3.01, 0.05):
        shifted = scores / candidate
        shifted = shifted - shifted.max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -float(logs[np.arange(len(targets)), targets].mean())
        if loss < best:
            best, chosen = loss, float(candidate)
    return round(chosen, 2)


def two_way(lines: Sequence[Sequence[int]], labels: Sequence[int], size: int, strength: float) -> tuple[Floats, float]:
    """Return (weights, bias) of a logistic model over rows of buckets."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    ends = np.cumsum([0, *(len(line) for line in lines)])
    columns = np.fromiter((bucket for line in lines for bucket in line), np.int64, int(ends[-1]))
    table = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(lines), size))
    model = LogisticRegression(C=strength, max_iter=300, solver="liblinear", random_state=0).fit(table, labels)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])
