"""How both looks at a question would count together by questions alone: `python -m simulator.training.reread_fit`.

Data: questions of `models/question-coder/topics/library` that the reader has not learnt from, about matters that the
coder has not learnt from (or about nothing that is written). A softmax over everything that may be told then and
"nothing here" is made likeliest to name what answers; of the details those count that a third of all things, drawn by
chance, and the thing asked about have. Six numbers come out, beside which those in use (`simulator.school.reread`) were
set by talks; figures are printed for either half with the numbers of the other. Those for the questions of
tests/data/topics come from `simulator.training.topics_fit`, those for talks from `python -m tests.bench.in_use`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder
from simulator.practice.build import question_reader, shared_encoder
from simulator.scenario.load import load
from simulator.school.asked import cuts
from simulator.school.details import holder_of
from simulator.school.meant import Meant, Reads
from simulator.school.reread import FAR
from simulator.school.topics import Topics
from simulator.training.reader.data import SHARE, Asked, School, schools
from simulator.training.scorer.library import unlearnt
from simulator.training.topics_fit import ROOT, held

Floats = NDArray[np.float64]
RIDGE = 0.01
CLIP = 8.0


@dataclass(frozen=True, slots=True)
class Looked:
    """A question to one school.

    Attributes:
        language: `nl` or `en`. `any`: whether anything answers it.
        looks: of each target that counts: for what is told at all a one, first and second look, then the same for
            details; zeros for the other kind; shape (targets, 6).
        fits: which answer.
    """

    language: str
    looks: Floats
    fits: NDArray[np.bool_]
    any: bool


def looked(name: str, rows: Sequence[Asked], school: School, encoder: Encoder, reads: Reads) -> Iterator[Looked]:
    """Yield the questions to a school that neither look has learnt from, with both."""
    language, _, scenario_id = name.partition("-")
    encoder.take(name)  # type: ignore[attr-defined]
    topics = held(load(ROOT / "scenarios" / language / f"{scenario_id}.yaml"), encoder, reads)
    assert topics.details is not None
    entries = (*topics.matcher.entries, *topics.details.entries)
    meant, split = Meant(entries, reads), len(topics.matcher.entries)
    place = {_name(one.target.kind, one.target.id, n >= split): n for n, one in enumerate(entries)}
    matters = [holder_of(one.target) if n >= split else None for n, one in enumerate(entries)]
    holders = sorted({one for one in matters if one is not None}, key=str)
    dice = random.Random(name)
    for row in rows:
        if not row.apart or not all(unlearnt(name, school.matters[fit]) for fit in row.fits):
            continue
        fits = {place[school.names[fit]] for fit in row.fits}
        told = {matters[fit] for fit in fits} | set(dice.sample(holders, int(len(holders) * SHARE)))
        near = {place[school.names[one]] for one in row.half}
        open_ = {n for n, one in enumerate(entries) if not one.anchor and (n < split or matters[n] in told)}
        counts = sorted(open_ - near)
        first = np.concatenate([_first(topics, row, details=False), _first(topics, row, details=True)])
        second = np.clip(meant(row.before, row.text), -FAR, FAR)
        looks = np.zeros((len(counts), 6))
        for at, n in enumerate(counts):
            looks[at, 3 * (n >= split) : 3 * (n >= split) + 3] = 1.0, np.clip(first[n], -CLIP, CLIP), second[n]
        yield Looked(language, looks, np.array([n in fits for n in counts]), bool(fits))


def _first(topics: Topics, row: Asked, *, details: bool) -> NDArray[np.float32]:
    matcher = topics.details if details else topics.matcher
    assert matcher is not None
    found: NDArray[np.float32] = matcher.features(cuts(row.text), False, row.before) @ matcher.weights
    return found


def _name(kind: str, identifier: str, detail: bool) -> str:
    kind = "detail" if detail else kind
    return f"{kind}:{identifier}" if identifier else kind


def fit(rows: Sequence[Looked]) -> Floats:
    """Return the six weights: bias, first and second look of what is told at all, then of details."""
    from scipy.optimize import minimize

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for row in rows:
            powers = np.exp(np.clip(row.looks @ weights, -50, 50))
            total, good = 1.0 + powers.sum(), float((powers * row.fits).sum()) if row.any else 1.0
            value -= float(np.log(good / total))
            slope = slope + row.looks.T @ (powers / total - (powers * row.fits / good if row.any else 0.0))
        return value, slope

    start = np.array([0.0, 0.5, 0.5, 0.0, 0.5, 0.5])
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def shares(rows: Sequence[Looked], weights: Floats) -> dict[str, tuple[float, int]]:
    """Return by language how often the likeliest target answers and is found, and how often none is where none does."""
    out: dict[str, list[bool]] = {}
    for row in rows:
        odds = row.looks @ weights
        found = bool(odds.max() > 0)
        good = found and bool(row.fits[int(odds.argmax())]) if row.any else not found
        out.setdefault(f"{row.language} {'right' if row.any else 'none'}", []).append(good)
    return {name: (round(float(np.mean(held)), 3), len(held)) for name, held in sorted(out.items())}


def main() -> None:
    """Fit, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="schools, as LANGUAGE-ID; default: all")
    args = parser.parse_args()
    encoder, reads, rows = shared_encoder(), question_reader(), list[Looked]()
    for school, asked in schools(ROOT / "models"):
        if not args.only or school.name in args.only:
            rows += looked(school.name, asked, school, encoder, reads)
            print(f"{school.name}: {len(rows)} questions", flush=True)
    halves = rows[::2], rows[1::2]
    for one, other in (halves, halves[::-1]):
        print("both  ", shares(other, fit(one)))
    print("first ", shares(rows, np.array([0.0, 1.0, 0.0, 0.0, 1.0, 0.0])))
    print("second", shares(rows, np.array([0.0, 0.0, 1.0, 0.0, 0.0, 1.0])))
    weights = tuple(round(float(one), 3) for one in fit(rows))
    print("WEIGHTS =", weights[:3], "DETAIL_WEIGHTS =", weights[3:])


if __name__ == "__main__":
    main()
