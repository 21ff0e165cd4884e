"""Fits by what a copied answer is known: `python -m simulator.training.parrot_fit`; prints `coding.parrot.WEIGHTS`.

Data: the reflections of the own corpus, without its test part. Printed beside it: how many of the copies are found, and
how many of what is found are copies, by fits that have not seen the part that they are asked for.
"""

from __future__ import annotations

import numpy as np

from simulator.coding.parrot import SURE, signs
from simulator.training.off_fit import FOLDS, ROOT, fit, unseen
from simulator.training.scorer.examples import Example, fold_of, own
from simulator.training.scorer.pipeline import TEST_PARTS

_ASKING = {"OPEN", "DEEP", "CLOSED", "LEAD", "SEEK"}


def rows(example: Example) -> list[tuple[tuple[float, ...], bool]]:
    """Return of each reflection of a turn its signs, and whether it is coded as a copy."""
    school = next((said.text for said in reversed(example.history) if said.role == "school"), "")
    asks = any(unit.code in _ASKING for unit in example.units)
    return [
        (signs(unit.text, school, asks, len(example.units) > 1), "parrot" in unit.flags)
        for unit in example.units
        if unit.code in {"REFL-S", "REFL-C"}
    ]


def main() -> None:
    """Fit, measure, print."""
    held = [
        (sign, copied, fold_of(one.conversation, FOLDS))
        for one in own(ROOT / "models/question-coder/data")
        if fold_of(one.conversation, TEST_PARTS)
        for sign, copied in rows(one)
    ]
    shown, copied, parts = (np.array(rows) for rows in zip(*held, strict=True))
    even = np.ones(len(held))
    found = unseen(shown, copied, even, parts) > np.log(SURE / (1 - SURE))
    right = float((found & copied).sum())
    recall, precision = right / copied.sum(), right / max(1, found.sum())
    print(f"{copied.sum()} copies among {len(held)} reflections: found {recall:.2f}, of these copies {precision:.2f}")
    print("F1", round(2 * recall * precision / (recall + precision), 2), np.round(fit(shown, copied, even), 2).tolist())


if __name__ == "__main__":
    main()
