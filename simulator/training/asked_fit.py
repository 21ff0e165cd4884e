"""Fits by what an asked-for answer is known: `python -m simulator.training.asked_fit`; prints `coding.asked.WEIGHTS`.

Data: what tells (INFO, OFFER-P) in the own corpus, without its test part. Printed beside it: how often the flag is
right by fits that have not seen the part they are asked for, and by a question mark or a wish alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.coding import patterns
from simulator.coding.around import around
from simulator.coding.asked import TELLS, signs
from simulator.training.off_fit import FOLDS, ROOT, fit, unseen
from simulator.training.scorer.examples import Example, fold_of, own
from simulator.training.scorer.pipeline import TEST_PARTS

EASE = 1.0


def rows(example: Example) -> Iterator[tuple[tuple[float, ...], bool, bool]]:
    """Yield of each unit of a turn that tells its signs, whether it is coded as asked for, and the plain rule."""
    context = around(example.history)
    plain = context.asks or bool(patterns.WISH.search(context.school))
    codes = [unit.code for unit in example.units]
    for place, unit in enumerate(example.units):
        if unit.code in TELLS:
            found = signs(unit.text, unit.code, codes[:place], context, example.history)
            yield tuple(map(float, found)), "asked" in unit.flags, plain


def main() -> None:
    """Fit, measure, print."""
    held = [
        (*row, fold_of(one.conversation, FOLDS))
        for one in own(ROOT / "models/question-coder/data")
        if fold_of(one.conversation, TEST_PARTS)
        for row in rows(one)
    ]
    shown, asked, plain, parts = (np.array(column) for column in zip(*held, strict=True))
    even = np.ones(len(held))
    found = unseen(shown, asked, even, parts, EASE) > 0
    print(f"{len(held)} units that tell, {asked.sum()} asked for: right {(found == asked).mean():.3f},", end=" ")
    print(f"by a question mark or a wish alone {(plain == asked).mean():.3f}")
    print(np.round(fit(shown, asked, even, EASE), 2).tolist())


if __name__ == "__main__":
    main()
