"""Fits which turns ask for the school's own question: `python -m simulator.training.own_fit`; writes `own.json`.

Data: `models/question-coder/own/*.jsonl`, questions of many families that ask for it and others that sound alike,
against the trainees' turns of the corpora. Printed first, by fits that have not seen the families they are asked for:
how many are found where one ordinary turn in a hundred is taken for one (some of those do ask for it).
"""

from __future__ import annotations

import json

import numpy as np

from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.encoder import QuestionEncoder
from simulator.school.learnt import pin
from simulator.school.off import OWN_FILE
from simulator.training.off_fit import FOLDS, ROOT, SCHOOL, fit, ordinary, unseen

RATE = 0.01
ASKS, ALIKE = 4.0, 2.0
"""What these weigh against an ordinary turn."""


def main() -> None:
    """Fit, measure, print, write."""
    encoder = QuestionEncoder(QuestionCoder.load().reader)
    folder = ROOT / "models/question-coder/own"
    rows = [
        (language, json.loads(line))
        for language in ("nl", "en")
        for line in (folder / f"{language}.jsonl").read_text("utf-8").splitlines()
    ]
    plain = [text for language in ("nl", "en") for text in ordinary(language)]
    vectors = np.asarray(encoder.encode([*(row["text"] for _, row in rows), *plain]), np.float64)
    many = len(rows)
    own = np.array([row["own"] for _, row in rows] + [False] * len(plain))
    names = sorted({(row["own"], row["family"]) for _, row in rows})
    part = np.array([names.index((row["own"], row["family"])) % FOLDS for _, row in rows])
    part = np.concatenate([part, np.random.default_rng(0).integers(0, FOLDS, len(plain))])
    weight = np.concatenate([np.where(own[:many], ASKS, ALIKE), np.ones(len(plain))])
    score = unseen(vectors, own, weight, part)
    border = float(np.quantile(score[many:], 1 - RATE))
    for language in ("nl", "en"):
        mine = np.array([one == language for one, _ in rows])
        shares = [float((score[:many][mine & (own[:many] == which)] > border).mean()) for which in (True, False)]
        print(f"{language}: found {shares[0]:.2f} of those that ask for it, {shares[1]:.2f} of those that sound alike")
    weights = fit(vectors, own, weight)
    held: dict[str, object] = {"version": encoder.version, "border": round(border - weights[-1], 4)}
    held["weights"] = [round(float(one), 4) for one in weights[:-1]]
    (SCHOOL / OWN_FILE).write_text(json.dumps(held) + "\n", encoding="utf-8")
    pin(OWN_FILE, SCHOOL)


if __name__ == "__main__":
    main()
