"""Percentile bootstrap: figures over samples drawn again with replacement, all at once (Efron & Tibshirani 1993)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RESAMPLES = 1000
SEED = 20240607
_AT_ONCE = 2_000_000
_KEPT = 64


def sums(rows: Floats, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Return the column sums of `rows` (n, k) in each resample of n rows, shape (resamples, k).

    The same n and seed draw the same rows. Memory stays under some tens of megabytes whatever n is.
    """
    n = len(rows)
    if n <= _KEPT:
        drawn: Floats = _weights(n, resamples, seed) @ rows
        return drawn
    rng = np.random.default_rng((seed, n))
    step = max(1, _AT_ONCE // n)
    parts = [_draw(rng, n, min(step, resamples - start)) @ rows for start in range(0, resamples, step)]
    return np.concatenate(parts)


def _draw(rng: np.random.Generator, n: int, resamples: int) -> Floats:
    """Return how often each of n rows comes in each resample, shape (resamples, n)."""
    drawn = rng.integers(0, n, (resamples, n)) + np.arange(resamples)[:, None] * n
    counted: Floats = np.bincount(drawn.ravel(), minlength=resamples * n).reshape(resamples, n).astype(np.float64)
    return counted


@lru_cache(maxsize=64)
def _weights(n: int, resamples: int, seed: int) -> Floats:
    return _draw(np.random.default_rng((seed, n)), n, resamples)


def ratio(above: Floats, below: Floats) -> Floats:
    """Return above / below, with nan where nothing counts."""
    out: Floats = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.asarray(below) != 0)
    return out


def interval(drawn: Floats, level: float = 0.95) -> tuple[float, float] | None:
    """Return the percentile interval of drawn figures; None when fewer than half of the resamples give a figure."""
    held = drawn[np.isfinite(drawn)]
    if 2 * len(held) <= len(drawn):
        return None
    low, high = np.quantile(held, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def figure(value: float | None, drawn: Floats) -> dict[str, float | None] | None:
    """Return `{"value", "low", "high"}` with a 95 % interval, rounded to four places; None without a value.

    Rows that are all alike, drawn again, are all alike: that is no certainty, so that there is no interval either.
    """
    if value is None or not np.isfinite(value):
        return None
    ends = interval(drawn)
    low, high = (round(ends[0], 4), round(ends[1], 4)) if ends else (None, None)
    if low == high:
        low = high = None
    return {"value": round(float(value), 4), "low": low, "high": high}
