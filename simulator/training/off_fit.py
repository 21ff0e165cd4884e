"""Fits which turns leave the conversation: `python -m simulator.training.off_fit`; writes `simulator/school/off.json`.

Data: the attempts of `simulator/playtest/attacks`, and more of other writers with honest probing that lies near them in
models/question-coder/off, against the trainees' turns of models/question-coder/data and models/voice/pairs. Printed
first, by fits that have not seen the families of `attacks` they are asked for: how many attempts are found where three
ordinary turns in a thousand are taken for one, and how many of the honest; then everything is fitted. Phrases are not
counted in (`simulator.school.anchors`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.encoder import QuestionEncoder
from simulator.playtest.attack import LEGITIMATE, attempts
from simulator.school.off import FILE

ROOT = Path(__file__).resolve().parents[2]
FOLDS = 6
RATE = 0.003
ATTEMPT, HONEST = 6.0, 12.0
"""What these weigh against an ordinary turn."""
Floats = NDArray[np.float64]


def ordinary(language: str) -> Iterator[str]:
    """Yield what trainees say in ordinary conversations."""
    for path in sorted((ROOT / "models/question-coder/data" / language).glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            for turn in json.loads(line)["turns"]:
                if turn["speaker"] == "trainee" and not any("off_topic" in unit["flags"] for unit in turn["units"]):
                    yield turn["text"]
    for path in sorted((ROOT / "models/voice/pairs").glob(f"{language}-*.jsonl")):
        for line in path.read_text("utf-8").splitlines()[::4]:
            yield from (turn["trainee"] for turn in json.loads(line)["turns"])


def more(language: str) -> list[tuple[str, str]]:
    """Return (family, text) of attempts and honest turns that are only learnt from."""
    path = ROOT / "models/question-coder/off" / f"{language}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(str(row["family"]), str(row["text"])) for row in rows]


def fit(rows: Floats, off: NDArray[np.bool_], weight: Floats) -> Floats:
    """Return the weights, the last one the bias."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    found = LogisticRegression(C=10, max_iter=500).fit(rows, off, weight)
    return np.concatenate([found.coef_[0], found.intercept_])


def unseen(vectors: Floats, which: NDArray[np.bool_], weight: Floats, part: NDArray[np.int_]) -> Floats:
    """Return a score for every turn, by a fit that has not seen its part."""
    score = np.zeros(len(which))
    for fold in range(FOLDS):
        weights = fit(vectors[part != fold], which[part != fold], weight[part != fold])
        score[part == fold] = vectors[part == fold] @ weights[:-1] + weights[-1]
    return score


def write(file: str, version: str, weights: Floats, border: float) -> None:
    """Write a border for the school's mind (`simulator.school.off.Border`)."""
    held: dict[str, object] = {"version": version, "border": round(border - weights[-1], 4)}
    held["weights"] = [round(float(one), 4) for one in weights[:-1]]
    (ROOT / "simulator/school" / file).write_text(json.dumps(held) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, measure, print, write."""
    encoder = QuestionEncoder(QuestionCoder.load().reader)
    rows = [(language, one) for language in ("nl", "en") for one in attempts(language)]
    plain = [text for language in ("nl", "en") for text in ordinary(language)]
    beside = [one for language in ("nl", "en") for one in more(language)]
    family = np.array([one.family for _, one in rows])
    other = np.array([name for name, _ in beside])
    off = np.concatenate([family != LEGITIMATE, np.zeros(len(plain), bool), other != LEGITIMATE])
    texts = [*(one.text for _, one in rows), *plain, *(text for _, text in beside)]
    vectors = np.asarray(encoder.encode(texts), np.float64)
    names = sorted(set(family) - {LEGITIMATE})
    part = np.array([names.index(one) % FOLDS if one in names else n % FOLDS for n, one in enumerate(family)])
    ordinary_parts = np.random.default_rng(0).integers(0, FOLDS, len(plain))
    part = np.concatenate([part, ordinary_parts, np.full(len(beside), -1)])
    heavy = [np.where(which == LEGITIMATE, HONEST, ATTEMPT) for which in (family, other)]
    weight = np.concatenate([heavy[0], np.ones(len(plain)), heavy[1]])
    score = unseen(vectors, off, weight, part)
    usual = score[len(rows) : len(rows) + len(plain)]
    border = float(np.quantile(usual, 1 - RATE))
    for language in ("nl", "en"):
        mine = np.array([one == language for one, _ in rows])
        tried, honest = mine & (family != LEGITIMATE), mine & (family == LEGITIMATE)
        hits = [int((score[: len(rows)][which] > border).sum()) for which in (tried, honest)]
        print(f"{language}: found {hits[0]} of {tried.sum()} attempts, {hits[1]} of {honest.sum()} honest", end="; ")
        print(f"{(usual > border).sum()} of {len(plain)} ordinary turns of both languages")
    write(FILE, encoder.version, fit(vectors, off, weight), border)


if __name__ == "__main__":
    main()
