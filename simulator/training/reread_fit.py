"""Fits the second look of topic matching: `python -m simulator.training.reread_fit`.

Data: the small schools of models/question-coder/topics that neither the coder nor the voice has learnt from. Three
numbers are fitted (`simulator.school.reread.WEIGHTS`), so that a softmax over the targets looked at again and "nothing
here" is likeliest to name what answers. Figures are printed for either half with the weights of the other; those for
the questions of tests/data/topics come from `simulator.training.topics_fit`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.practice.build import listener, shared_encoder
from simulator.school.matching import Matcher
from simulator.school.reread import MOST, PHRASES, Reads
from simulator.training.topics_fit import SCHOOLS, Question, small, table

Floats = NDArray[np.float64]
RIDGE = 0.01


@dataclass(frozen=True, slots=True)
class Looked:
    """A question: its language, both looks at each target (targets, 2), which answer, whether anything does."""

    language: str
    looks: Floats
    fits: NDArray[np.bool_]
    any: bool


def looked(matcher: Matcher, rows: Sequence[Question], reads: Reads) -> Iterator[Looked]:
    """Yield every question that is not for any school, with both looks at its likeliest targets."""
    rows = [row for row in rows if not any(target.kind in ("off", "bye") for target in row.fits)]
    held = table(matcher, rows)
    first = held.features @ matcher.weights
    for n, row in enumerate(rows):
        if held.fits[n][held.anchors].any():
            continue
        order = [int(one) for one in np.argsort(-np.where(held.open[n], first[n], -np.inf))[:MOST]]
        second = reads(matcher.language, row.before, row.text, matcher.nearest(order, row.text, PHRASES))
        looks = np.stack([first[n][order], np.asarray(second)], 1)
        yield Looked(matcher.language, looks, held.fits[n][order], bool((held.fits[n] & held.open[n]).any()))


def fit(rows: Sequence[Looked]) -> Floats:
    """Return the three weights: bias, first look, second look."""
    from scipy.optimize import minimize

    rows = [row for row in rows if row.fits.any() or not row.any]

    def loss(weights: Floats) -> float:
        value = RIDGE * float(weights[1:] @ weights[1:])
        for row in rows:
            powers = np.exp(np.clip(row.looks @ weights[1:] + weights[0], -50, 50))
            good = float((powers * row.fits).sum()) if row.any else 1.0
            value -= float(np.log(good / (1.0 + powers.sum())))
        return value

    found: Floats = minimize(loss, np.array([0.0, 0.7, 0.1]), method="L-BFGS-B").x
    return found


def shares(rows: Sequence[Looked], weights: Floats) -> dict[str, tuple[float, int]]:
    """Return by language how often the likeliest target answers and is found, and how often none is where none does."""
    out: dict[str, list[bool]] = {}
    for row in rows:
        odds = row.looks @ weights[1:] + weights[0]
        found = bool(odds.max() > 0)
        good = found and bool(row.fits[int(odds.argmax())]) if row.any else not found
        out.setdefault(f"{row.language} {'right' if row.any else 'none'}", []).append(good)
    return {name: (round(float(np.mean(held)), 3), len(held)) for name, held in sorted(out.items())}


def main() -> None:
    """Fit, measure, print."""
    reads, rows = listener(), []
    for matcher, questions in small(SCHOOLS, shared_encoder()):
        rows += list(looked(matcher, questions, reads))
        print(f"{len(rows)} questions", flush=True)
    halves = rows[::2], rows[1::2]
    for one, other in (halves, halves[::-1]):
        print("second look", shares(other, fit(one)))
    print("first look ", shares(rows, np.array([0.0, 1.0, 0.0])))
    print("WEIGHTS =", tuple(round(float(one), 3) for one in fit(rows)))


if __name__ == "__main__":
    main()
