"""From what is found in a reply to the chance that something is wrong with it: two regressions and some small trees.

One regression weighs everything for what should not be said, one for how it is said; the trees (gradient boosting;
Friedman 2001) see what only counts together. The mean of both ways is better than either.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


def chance_of(odds: float) -> float:
    """Return the chance of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Line:
    """A logistic regression over features scaled by `middle` and `spread`."""

    middle: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def chance(self, features: Sequence[float]) -> float:
        """Return the chance that it gives."""
        rows = zip(features, self.middle, self.spread, self.weights, strict=True)
        return chance_of(self.bias + sum(weight * (one - middle) / spread for one, middle, spread, weight in rows))


@dataclass(frozen=True, slots=True)
class Tree:
    """Questions about features: at node n, whether `feature[n]` is at most `border[n]`; -1 marks an answer."""

    feature: tuple[int, ...]
    border: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def answer(self, features: Sequence[float]) -> float:
        """Return what it adds to the log-odds."""
        node = 0
        while self.feature[node] >= 0:
            node = (self.left if features[self.feature[node]] <= self.border[node] else self.right)[node]
        return self.value[node]


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was fitted.

    Attributes:
        said: for what should not be said. `broken`: for broken language.
        trees: they add up, from `start` on.
        borders: from which chance on a reply in a language is not shown.
    """

    said: Line
    broken: Line
    trees: tuple[Tree, ...]
    start: float
    borders: Mapping[str, float]

    def chance(self, features: Sequence[float]) -> float:
        """Return how likely something is wrong with a reply."""
        neither = (1 - self.said.chance(features)) * (1 - self.broken.chance(features))
        return (1 - neither + chance_of(self.start + sum(tree.answer(features) for tree in self.trees))) / 2


def to_json(weights: Weights, names: Sequence[str]) -> str:
    """Return the weights as they are stored."""
    lines = {
        name: {"middle": one.middle, "spread": one.spread, "weights": one.weights, "bias": one.bias}
        for name, one in (("said", weights.said), ("broken", weights.broken))
    }
    trees = [[one.feature, one.border, one.left, one.right, one.value] for one in weights.trees]
    held = {"names": list(names), **lines, "trees": trees, "start": weights.start, "borders": dict(weights.borders)}
    return json.dumps(held) + "\n"


def load(path: Path, names: tuple[str, ...]) -> Weights | None:
    """Return the weights of a file; None: there is none, or it was fitted on other features."""
    return _read(path, names) if path.is_file() else None


@lru_cache(maxsize=4)
def _read(path: Path, names: tuple[str, ...]) -> Weights | None:
    held = json.loads(path.read_text(encoding="utf-8"))
    if tuple(held["names"]) != names:
        return None
    trees = tuple(Tree(*(tuple(row) for row in tree)) for tree in held["trees"])
    return Weights(_line(held["said"]), _line(held["broken"]), trees, float(held["start"]), dict(held["borders"]))


def _line(held: Mapping[str, Any]) -> Line:
    middle, spread, weights = (tuple(float(one) for one in held[name]) for name in ("middle", "spread", "weights"))
    return Line(middle, spread, weights, float(held["bias"]))
