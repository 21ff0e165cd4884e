"""Fits and measures topic matching: `python -m simulator.training.topics_fit [--fit] [--encoder e5-small|hash]`.

Data: tests/data/topics/*.jsonl, one question a line: `scenario` (an id; `*` for any scenario of that language), `text`,
`code`, `fits` (targets as `kind:id` or `kind`; empty: nothing the school knows). Printed figures leave one scenario out:
the weights for a scenario's questions are fitted on all the others. The weights printed at the end use everything.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder
from simulator.coding.hash_encoder import HashEncoder
from simulator.coding.vector_cache import CachedEncoder
from simulator.models import card, folder
from simulator.scenario.load import load
from simulator.scenario.model import Scenario
from simulator.scenario.problems import ScenarioErrors
from simulator.school import matching
from simulator.school.acts import Target
from simulator.school.matching import FEATURES
from simulator.school.topics import ANCHORS, REFLECTS, THRESHOLD, Topics, cuts

ROOT = Path(__file__).resolve().parents[2]
ANCHOR_KINDS = frozenset(ANCHORS)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question: text, code, and the targets that answer it (none: nothing does)."""

    text: str
    code: str
    fits: frozenset[Target]


def questions(folder_: Path, scenario: Scenario) -> list[Question]:
    """Return the questions for this scenario, those for any scenario of its language included."""
    rows = []
    for path in sorted(folder_.glob(f"{scenario.language}*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["scenario"] in ("*", scenario.id):
                fits = frozenset(Target(*one.split(":")) for one in row["fits"])
                rows.append(Question(row["text"], row["code"], fits))
    return rows


def scenarios() -> Iterator[Scenario]:
    """Yield the shipped scenarios and the small one of the tests, where they load."""
    for path in sorted([*ROOT.glob("scenarios/*/*.yaml"), ROOT / "tests/data/scenarios/minimal.yaml"]):
        try:
            yield load(path)
        except ScenarioErrors as error:
            print(f"{path.name} is left out: {len(error.problems)} problems")


def table(topics: Topics, rows: Sequence[Question]) -> tuple[Floats, Floats]:
    """Return features (n, FEATURES) and labels (n) of every question with every target."""
    features, labels = [], []
    for row in rows:
        if any(target.kind in ("off", "bye") for target in row.fits):
            continue
        features.append(topics.matcher.features(cuts(row.text), row.code in REFLECTS))
        labels.append([float(entry.target in row.fits) for entry in topics.matcher.entries])
    return np.concatenate(features).astype(np.float64), np.concatenate(labels)


def fit(features: Floats, labels: Floats, ridge: float = 1.0, rounds: int = 60) -> Floats:
    """Fit a logistic regression by Newton steps; right pairs and wrong pairs are not reweighted, so scores calibrate."""
    weights = np.zeros(features.shape[1])
    penalty = np.full(features.shape[1], ridge)
    penalty[0] = 0.0
    for _ in range(rounds):
        chance = 1.0 / (1.0 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (chance - labels) + penalty * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + np.diag(penalty + 1e-6)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


@dataclass(slots=True)
class Figures:
    """Counts: questions with an answer, right ones; questions with none, silent ones; anchors, right ones."""

    fitting: int = 0
    right: int = 0
    none: int = 0
    silent: int = 0
    anchors: int = 0
    anchored: int = 0

    def line(self, name: str) -> str:
        """Return one printed line."""
        return (
            f"{name:28} right {self.right}/{self.fitting} = {self.right / max(1, self.fitting):.2f}   "
            f"none {self.silent}/{self.none} = {self.silent / max(1, self.none):.2f}   "
            f"anchors {self.anchored}/{self.anchors} = {self.anchored / max(1, self.anchors):.2f}"
        )


def measure(topics: Topics, rows: Sequence[Question], wrong: list[str]) -> Figures:
    """Count how often the first content target is one that answers, and how often nothing is matched when nothing does."""
    from simulator.coding.codebook import Unit

    out = Figures()
    for row in rows:
        hits = topics.read(row.text, [Unit(row.text, row.code, 1)], [], []).hits
        content = [hit for hit in hits if hit.target.kind not in ANCHOR_KINDS]
        named = [f"{hit.target.kind}:{hit.target.id} {hit.score:.2f}" for hit in hits[:3]]
        if not row.fits:
            out.none += 1
            good = not content
            out.silent += good
        elif all(target.kind in ANCHOR_KINDS for target in row.fits):
            out.anchors += 1
            good = bool({hit.target for hit in hits} & row.fits)
            out.anchored += good
        else:
            out.fitting += 1
            good = bool(hits) and (content[0].target in row.fits if content else hits[0].target in row.fits)
            out.right += good
        if not good:
            wrong.append(f"  {row.text}  wanted {sorted(f'{t.kind}:{t.id}' for t in row.fits)} got {named}")
    return out


def _encoder(name: str) -> Encoder:
    if name == "hash":
        return HashEncoder()
    from simulator.coding.encoder import E5Encoder

    return CachedEncoder(E5Encoder(folder.ensure(card.card("e5-small"))), folder.root())


def main() -> None:
    """Fit, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit anew; else measure the weights in the module")
    parser.add_argument("--encoder", default="e5-small", choices=["e5-small", "hash"])
    parser.add_argument("--wrong", action="store_true", help="print what went wrong")
    args = parser.parse_args()
    encoder = _encoder(args.encoder)
    cases = []
    for scenario in scenarios():
        topics = Topics(scenario, encoder)
        cases.append((scenario.id, topics, questions(ROOT / "tests" / "data" / "topics", scenario)))
    tables = [table(topics, rows) for _, topics, rows in cases]
    for index, (name, topics, rows) in enumerate(cases):
        if args.fit:
            others = [one for at, one in enumerate(tables) if at != index or len(tables) == 1]
            weights = fit(np.concatenate([x for x, _ in others]), np.concatenate([y for _, y in others]))
            topics.matcher.weights = weights.astype(np.float32)
        wrong: list[str] = []
        print(measure(topics, rows, wrong).line(name))
        if args.wrong:
            print("\n".join(wrong))
    if args.fit:
        weights = fit(np.concatenate([x for x, _ in tables]), np.concatenate([y for _, y in tables]))
        print(dict(zip(FEATURES, np.round(weights, 3).tolist(), strict=True)))
        print(f'"{encoder.name}": ({", ".join(f"{one:.3f}" for one in weights)}),  # threshold {THRESHOLD}')
    if isinstance(encoder, CachedEncoder):
        encoder.keep()
    assert encoder.name in matching.WEIGHTS


if __name__ == "__main__":
    main()
