"""Coefficients of agreement between coders: Cohen's κ, Krippendorff's α, ICC(2,1).

Sources: Cohen 1960 (κ); Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability" (α); Shrout & Fleiss 1979 and
McGraw & Wong 1996 (ICC(2,1): two-way random effects, absolute agreement, a single rater, with F-based intervals).
`kappa` and `alpha` also take many tables at once, for the bootstrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.coding.fdist import f_quantile

Floats = NDArray[np.float64]
MISSING = -1
_ROUNDING = 1e-12


class Icc(NamedTuple):
    """ICC(2,1) with its 95 % interval; nan where it is not defined."""

    value: float
    low: float
    high: float


def table(first: Sequence[int], second: Sequence[int], size: int) -> Floats:
    """Return how often the first coder gave category i and the second j, shape (size, size)."""
    flat = np.asarray(first, np.int64) * size + np.asarray(second, np.int64)
    counted: Floats = np.bincount(flat, minlength=size * size).reshape(size, size).astype(np.float64)
    return counted


def kappa(tables: ArrayLike) -> Floats:
    """Return Cohen's κ of tables of shape (…, k, k), shape (…); nan where only one category was given."""
    held = np.asarray(tables, np.float64)
    total = held.sum(axis=(-2, -1))
    seen = np.trace(held, axis1=-2, axis2=-1) * total
    chance = (held.sum(axis=-1) * held.sum(axis=-2)).sum(axis=-1)
    return _share(seen - chance, total * total - chance)


def coincidences(ratings: ArrayLike, size: int) -> Floats:
    """Return Krippendorff's coincidence matrix, shape (size, size).

    Args:
        ratings: categories 0 to size − 1, `MISSING` where a coder gave none, shape (coders, units).
        size: how many categories there are.
    """
    held = np.asarray(ratings, np.int64)
    counted = np.stack([(held == category).sum(axis=0) for category in range(size)], axis=1).astype(np.float64)
    coders = counted.sum(axis=1)
    pairable = counted[coders > 1]
    weights = 1 / (coders[coders > 1] - 1)
    out: Floats = (pairable * weights[:, None]).T @ pairable - np.diag(weights @ pairable)
    return out


def nominal(size: int) -> Floats:
    """Return distances where any two categories differ as much, shape (size, size)."""
    return 1 - np.eye(size)


def squared(values: Sequence[float]) -> Floats:
    """Return distances of an interval scale with these values, shape (size, size)."""
    held = np.asarray(values, np.float64)
    out: Floats = (held[:, None] - held[None, :]) ** 2
    return out


def alpha(matrices: ArrayLike, distances: Floats) -> Floats:
    """Return Krippendorff's α of coincidence matrices of shape (…, k, k), shape (…); nan where nothing varies."""
    held = np.asarray(matrices, np.float64)
    margin = held.sum(axis=-1)
    total = margin.sum(axis=-1)
    seen = (held * distances).sum(axis=(-2, -1))
    chance = np.einsum("...i,ij,...j->...", margin, distances, margin)
    return 1 - _share((total - 1) * seen, chance)


def icc(ratings: ArrayLike, level: float | None = 0.95) -> Icc:
    """Return ICC(2,1) of ratings, shape (targets, raters): at least two of each, none missing.

    Args:
        ratings: as above.
        level: of the interval; None leaves it out (its ends are nan), which takes a tenth of the time.

    Raises:
        ValueError: fewer than two targets or raters.
    """
    held = np.asarray(ratings, np.float64)
    if held.ndim != 2 or min(held.shape) < 2:
        raise ValueError(f"ICC needs at least two targets and two raters, not {held.shape}")
    n, k = held.shape
    targets, raters, error = _squares(held)
    spread = targets + (k - 1) * error + k * (raters - error) / n
    if spread <= _ROUNDING * (targets + raters + error):
        return Icc(np.nan, np.nan, np.nan)
    value = (targets - error) / spread
    if 1 - value < _ROUNDING:
        return Icc(1.0, 1.0, 1.0)
    if level is None:
        return Icc(value, np.nan, np.nan)
    return Icc(value, *_ends(value, targets, raters, error, n, k, level))


def _squares(held: Floats) -> tuple[float, float, float]:
    """Return the mean squares of targets, raters and what is left; 0 where they differ by rounding alone."""
    n, k = held.shape
    grand = held.mean()
    rows, columns = held.mean(axis=1), held.mean(axis=0)
    targets = k * float(((rows - grand) ** 2).sum()) / (n - 1)
    raters = n * float(((columns - grand) ** 2).sum()) / (k - 1)
    left = held - rows[:, None] - columns[None, :] + grand
    error = float((left**2).sum()) / ((n - 1) * (k - 1))
    least = (_ROUNDING * float(np.abs(held).max())) ** 2
    return targets * (targets > least), raters * (raters > least), error * (error > least)


def _ends(
    value: float, targets: float, raters: float, error: float, n: int, k: int, level: float
) -> tuple[float, float]:
    """Return the interval of McGraw & Wong 1996, table 7, case 2A, from the three mean squares.

    The approximation of its degrees of freedom fails for strong disagreement: ends that leave the value out are nan.
    """
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    below = (a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    freedom = (a * raters + b * error) ** 2 / below if below > 0 else 0.0
    if freedom <= 0:
        return np.nan, np.nan
    p = (1 + level) / 2
    lower, upper = f_quantile(p, n - 1, freedom), f_quantile(p, freedom, n - 1)
    rest = k * raters + (k * n - k - n) * error
    low = n * (targets - lower * error) / (lower * rest + n * targets)
    high = n * (upper * targets - error) / (rest + n * upper * targets)
    near = 1e-9 * max(1.0, abs(value))  # an interval without width may miss its value by rounding alone
    if not low - near <= value <= high + near:
        return np.nan, np.nan
    return min(low, value), max(high, value)


def _share(above: Floats, below: Floats) -> Floats:
    out: Floats = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.abs(below) > _ROUNDING)
    return out
