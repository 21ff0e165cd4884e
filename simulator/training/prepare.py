"""Turns a corpus into what the fits need: features, allowed codes, weights, sentence vectors and folds."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.classify import CLASSES, REPAIR
from simulator.coding.codebook import Unit
from simulator.coding.coder import Encoder
from simulator.coding.features import Hashed, hashed
from simulator.coding.segment import Piece, gap_features, pieces
from simulator.training.corpus import Turn, varied

Floats = NDArray[np.float32]
FOLDS = 5
VARIANTS = ("speech", "quick")
BORDER_VARIANTS = ("speech", "quick", "typos")


def fold_of(conversation: str) -> int:
    """Return the fold (0 to 4) that a conversation is held out in."""
    return zlib.crc32(conversation.encode("utf-8")) % FOLDS


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a unit: features, allowed classes (n, 15), weights, folds, and sentence vectors (n, d) or None."""

    hashed: list[Hashed]
    targets: Floats
    weights: Floats
    folds: NDArray[np.int64]
    vectors: Floats | None

    def take(self, chosen: NDArray[np.int64]) -> Rows:
        """Return the chosen rows."""
        return Rows(
            [self.hashed[index] for index in chosen], self.targets[chosen], self.weights[chosen], self.folds[chosen],
            None if self.vectors is None else self.vectors[chosen],
        )  # fmt: skip


def rows(turns: Sequence[Turn], variants: float, encoder: Encoder | None) -> Rows:
    """Return the rows of all units, and of the same units typed in other ways (weight `variants`)."""
    forms = [(turn, turn.weight) for turn in turns]
    forms += [(varied(turn, kind), variants) for kind in VARIANTS for turn in turns if turn.weight == 1.0]
    held: list[Hashed] = []
    texts: list[str] = []
    targets: list[list[float]] = []
    weights: list[float] = []
    folds: list[int] = []
    for turn, weight in forms:
        units = [unit.text for unit in turn.units]
        for index, unit in enumerate(units):
            held.append(hashed(units, index, turn.context))
            texts.append(unit)
            targets.append(_target(turn.units[index], turn.allowed[index]))
            weights.append(weight)
            folds.append(fold_of(turn.conversation))
    vectors = None if encoder is None else encoder.encode(texts).astype(np.float32)
    return Rows(held, np.array(targets, np.float32), np.array(weights, np.float32), np.array(folds), vectors)


def class_of(unit: Unit) -> str:
    """Return the class of a hand-coded unit: its code, or the repairs among NEUTRAL."""
    return REPAIR if unit.code == "NEUTRAL" and "repair" in unit.flags else unit.code


def _target(unit: Unit, allowed: Sequence[str]) -> list[float]:
    classes = {class_of(unit)} if len(allowed) == 1 else {*allowed, *([REPAIR] if "NEUTRAL" in allowed else [])}
    return [float(name in classes) for name in CLASSES]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of one turn: its pieces, the buckets of each gap, and 1 where a unit ends."""

    held: list[Piece]
    features: list[list[int]]
    labels: list[int]
    fold: int
    language: str


def gaps(turns: Sequence[Turn], kinds: Sequence[str] = ()) -> list[Gaps]:
    """Return the gaps of all hand-coded turns, as written and in each of `kinds` of typing."""
    forms = [*turns, *(varied(turn, kind) for kind in kinds for turn in turns)]
    out = []
    for turn in forms:
        held = pieces(turn.text)
        ends = np.cumsum([len(pieces(unit.text)) for unit in turn.units])
        if len(held) != ends[-1]:
            continue
        labels = [int(place + 1 in ends[:-1]) for place in range(len(held) - 1)]
        out.append(Gaps(held, gap_features(held), labels, fold_of(turn.conversation), turn.language))
    return out
