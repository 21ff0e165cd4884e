"""Fits what the guard's findings weigh together, on the half `a` of the labelled replies, and says how it does unseen.

The figures printed are by fits that have not seen the context they are asked for, rules and judge together; the border
is set on the same, so that good replies are kept as the limit says. Then everything is fitted and written.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.playtest.guard_set import Labelled, labelled
from simulator.practice.build import shared_encoder
from simulator.training.guard.lines import VOICE
from simulator.voice.checks.locked import LockedTexts
from simulator.voice.checks.scene import Scene
from simulator.voice.guard import Guard
from simulator.voice.learnt.judge import FILE, NAMES, Judged, sense_of
from simulator.voice.learnt.weights import Line, Tree, Weights, to_json

Floats = NDArray[np.float64]
FOLDS, STRENGTH, KEPT = 6, 0.1, 0.96
TREES = {"n_estimators": 150, "max_depth": 2, "learning_rate": 0.08, "subsample": 0.7, "min_samples_leaf": 8}
BROKEN = ("broken", "leaks", "unsaid", "length", "sentences", "allowed", "wording_cover", "dutch")
"""What tells of broken language; the other features would only learn its few examples by heart."""
_NOTHING = Line((0.0,) * len(NAMES), (1.0,) * len(NAMES), (0.0,) * len(NAMES), 0.0)
_ANY = Weights(_NOTHING, _NOTHING, (), 0.0, {})


@dataclass(slots=True)
class Table:
    """Replies with their features, shape (n, names), and whether a rule stops them already, shape (n,)."""

    replies: list[Labelled]
    features: Floats
    ruled: NDArray[np.bool_]

    @property
    def bad(self) -> NDArray[np.bool_]:
        """Which are bad, shape (n,)."""
        return np.array([bool(one.fault) for one in self.replies])


def table(replies: Iterable[Labelled], net: Path | None = None) -> Table:
    """Return the features of labelled replies, by the shipped net or that of a folder. Raises VoiceError: damaged."""
    sense = sense_of(shared_encoder(), net)
    if sense is None:
        raise SystemExit("There is no net yet that reads from this encoder: run the step `net` first.")
    rules, held, rows, ruled = Guard(), list(replies), [], []
    judged: dict[str, Judged] = {}
    for one in held:
        if one.id not in judged:
            shares = LockedTexts(one.locked, Scene(one.ask).public(), one.ask.language)
            judged[one.id] = Judged(sense, _ANY, one.ask, one.locked, shares)
        rows.append(judged[one.id].features(one.text))
        ruled.append(bool(rules.check(one.text, one.ask)))
    return Table(held, np.array(rows), np.array(ruled))


def fitted(held: Table, rows: NDArray[np.bool_]) -> Weights:
    """Return what is fitted on some rows of a table; its border is not set yet."""
    faults = np.array([one.fault for one in held.replies])
    said = _line(held.features[rows & (faults != "grammar")], held.bad[rows & (faults != "grammar")], NAMES)
    both = rows & ((faults == "grammar") | (faults == ""))
    start, trees = _trees(held.features[rows], held.bad[rows])
    return Weights(said, _line(held.features[both], held.bad[both], BROKEN), trees, start, {})


def _line(features: Floats, bad: NDArray[np.bool_], names: Sequence[str]) -> Line:
    """Return a logistic regression over some features; good and bad weigh alike."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    used = [NAMES.index(name) for name in names]
    middle, spread, weights = features.mean(0), features.std(0) + 1e-3, np.zeros(len(NAMES))
    scaled = ((features - middle) / spread)[:, used]
    found = LogisticRegression(C=STRENGTH, max_iter=2000, class_weight="balanced").fit(scaled, bad)
    weights[used] = found.coef_[0]
    one, two, three = (tuple(round(float(n), 5) for n in row) for row in (middle, spread, weights))
    return Line(one, two, three, round(float(found.intercept_[0]), 5))


def _trees(features: Floats, bad: NDArray[np.bool_]) -> tuple[float, tuple[Tree, ...]]:
    """Return where the trees start and the trees."""
    from sklearn.ensemble import GradientBoostingClassifier  # type: ignore[import-untyped]

    found = GradientBoostingClassifier(random_state=0, **TREES).fit(features, bad)
    out = []
    for (one,) in found.estimators_:
        tree = one.tree_
        inner = tree.children_left >= 0
        out.append(Tree(
            tuple(np.where(inner, tree.feature, -1).tolist()), tuple(tree.threshold.tolist()),
            tuple(tree.children_left.tolist()), tuple(tree.children_right.tolist()),
            tuple(np.round(TREES["learning_rate"] * tree.value[:, 0, 0], 5).tolist()),
        ))  # fmt: skip
    share = float(np.mean(bad))
    return round(math.log(share / (1 - share)), 5), tuple(out)


def unseen(held: Table) -> Floats:
    """Return for each reply the chance by a fit that has not seen its context, shape (n,)."""
    contexts = sorted({one.id for one in held.replies})
    part = np.array([contexts.index(one.id) % FOLDS for one in held.replies])
    learnable = ~held.ruled
    out = np.zeros(len(part))
    for fold in range(FOLDS):
        rows = (part != fold) & learnable
        weights = fitted(held, rows)
        out[part == fold] = [weights.chance(row) for row in held.features[part == fold]]
    return out


def borders_of(held: Table, chances: Floats) -> dict[str, float]:
    """Return for each language the chance from which on replies are stopped, so that enough of the good are kept."""
    out, spoken = {}, np.array([one.ask.language for one in held.replies])
    for language in ("nl", "en"):
        good = np.sort(np.where(held.ruled, 1.0, chances)[~held.bad & (spoken == language)])
        out[language] = round(float(good[min(len(good) - 1, int(KEPT * len(good)))]), 5)
    return out


def told(held: Table, chances: Floats, borders: Mapping[str, float]) -> Iterable[str]:
    """Yield for each language what is kept and rejected, by fault."""
    border = np.array([borders[one.ask.language] for one in held.replies])
    stopped = held.ruled | (chances >= border)
    for language in ("nl", "en"):
        mine = [n for n, one in enumerate(held.replies) if one.ask.language == language]
        many = Counter(held.replies[n].fault or "good" for n in mine)
        right = Counter(
            held.replies[n].fault or "good" for n in mine if bool(stopped[n]) == bool(held.replies[n].fault)
        )
        bad = sum(many.values()) - many["good"]
        rejected = (sum(right.values()) - right["good"]) / max(1, bad)
        by = {fault: f"{right[fault]}/{count}" for fault, count in many.items()}
        row = {"language": language, "kept": round(right["good"] / max(1, many["good"]), 3)}
        yield json.dumps({**row, "rejected": round(rejected, 3), "by": by})


def part_of(part: str) -> list[Labelled]:
    """Return the labelled replies of one half, `a` or `b`."""
    mark = f"-g{'ab'.find(part) + 1}-"
    return [one for one in labelled(VOICE / "guard") if mark in one.id]


def write(weights: Weights, borders: Mapping[str, float]) -> None:
    """Write the weights for `simulator.voice.learnt.judge`."""
    text = to_json(replace(weights, borders=borders), NAMES)
    (VOICE / "guard" / FILE).write_text(text, encoding="utf-8")


def run(half: Path | None = None) -> None:
    """Fit, measure, print, write; with a net that has not seen `train`, on that too."""
    if half is not None:
        seen_by_none = table(labelled(VOICE / "guard" / "train"), half)
        chances = unseen(seen_by_none)
        for line in told(seen_by_none, chances, borders_of(seen_by_none, chances)):
            print("train", line)
    held = table(part_of("a"))
    chances = unseen(held)
    borders = borders_of(held, chances)
    for line in told(held, chances, borders):
        print("a", line)
    write(fitted(held, ~held.ruled), borders)
