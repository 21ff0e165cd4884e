"""Fits which turns leave the conversation: `python -m simulator.training.off_fit`; writes `simulator/school/off.npz`.

Data: the attempts of `simulator/playtest/attacks`, and more of other writers with honest probing that lies near them in
models/question-coder/off, with questions for the school's own question (models/question-coder/own), against the
trainees' turns of models/question-coder/data, models/voice/pairs and every second of its topics/talks. Printed first,
by fits that have not seen the families they are asked for: how many attempts are found where five ordinary turns in a
thousand are taken for one, and how many of the honest; then everything is fitted. Phrases are not counted in
(`simulator.school.anchors`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from simulator.coding.grams import PLACES
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.encoder import QuestionEncoder
from simulator.playtest.attack import LEGITIMATE, attempts
from simulator.playtest.trainees import bank
from simulator.school.learnt import pin
from simulator.school.off import FILE
from simulator.training.gram_rows import gram_rows

ROOT = Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "simulator/school"
FOLDS = 6
RATE = 0.005
ATTEMPT, HONEST = 6.0, 4.0
"""What these weigh against an ordinary turn."""
MEANING = 0.05
"""What a turn's standardised vector weighs against its grams, which are a unit vector."""
EASE = 8.0
ORDINARY = "ordinary"
_ASKING = ("open", "deepen", "broad", "own", "aside", "box", "want", "begin", "sorry")
Floats = NDArray[np.float64]

Floats32 = NDArray[np.float32]


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
    for path in sorted((ROOT / "models/question-coder/topics/talks").glob(f"{language}-*.jsonl")):
        yield from (json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()[::2])


def more(language: str) -> list[tuple[str, str]]:
    """Return (family, text) of attempts and honest turns that are only learnt from."""
    path = ROOT / "models/question-coder/off" / f"{language}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        *((str(row["family"]), str(row["text"])) for row in rows),
        *((LEGITIMATE, text) for text in honest(language)),
    ]


def honest(language: str) -> Iterator[str]:
    """Yield questions for what the school really asks, and what simulated trainees say who ask."""
    path = ROOT / "models/question-coder/own" / f"{language}.jsonl"
    yield from (row["text"] for row in map(json.loads, path.read_text("utf-8").splitlines()))
    for group, lines in bank(language).items():
        if group in _ASKING:
            yield from (line for line in lines if "{" not in line)


def fit(rows: Floats | sparse.csr_array, off: NDArray[np.bool_], weight: Floats, ease: float = 10.0) -> Floats:
    """Return the weights, the last one the bias; `ease`: the inverse of how strongly large weights are held back."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    found = LogisticRegression(C=ease, max_iter=600).fit(rows, off, weight)
    return np.concatenate([found.coef_[0], found.intercept_])


def unseen(
    rows: Floats | sparse.csr_array,
    which: NDArray[np.bool_],
    weight: Floats,
    part: NDArray[np.int_],
    ease: float = 10.0,
) -> Floats:
    """Return a score for every turn, by a fit that has not seen its part."""
    score = np.zeros(len(which))
    for fold in range(FOLDS):
        weights = fit(rows[part != fold], which[part != fold], weight[part != fold], ease)
        score[part == fold] = rows[part == fold] @ weights[:-1] + weights[-1]
    return score


def parts(families: NDArray[np.str_]) -> NDArray[np.int_]:
    """Return the fold of each turn: a family of attempts is whole in one."""
    names = sorted(set(families) - {LEGITIMATE, ORDINARY})
    return np.array([names.index(one) % FOLDS if one in names else n % FOLDS for n, one in enumerate(families)])


def write(path: Path, version: str, weights: Floats, border: float, rarity: Floats32, scale: Floats) -> None:
    """Write what was learnt for the school's mind (`simulator.school.off.Leaving`).

    Args:
        path: the file.
        version: of the encoder.
        weights: of grams, then of the standardised vector, then the bias.
        border: of the score.
        rarity: of each place.
        scale: mean and spread of the vectors' numbers, shape (2, hidden).
    """
    meaning = weights[PLACES:-1] * MEANING / scale[1]
    least = border - weights[-1] + float(scale[0] @ meaning)
    np.savez_compressed(
        path, meaning=meaning.astype(np.float32), put=weights[:PLACES].astype(np.float16),
        rarity=rarity.astype(np.float16), border=least, version=version,
    )  # fmt: skip


def main() -> None:
    """Fit, measure, print, write."""
    encoder = QuestionEncoder(QuestionCoder.load().reader)
    tried = [(language, one) for language in ("nl", "en") for one in attempts(language)]
    plain = [text for language in ("nl", "en") for text in ordinary(language)]
    beside = [(language, *one) for language in ("nl", "en") for one in more(language)]
    texts = [*(one.text for _, one in tried), *plain, *(text for _, _, text in beside)]
    family = np.array([*(one.family for _, one in tried), *[ORDINARY] * len(plain), *(name for _, name, _ in beside)])
    spoken = np.array([*(one for one, _ in tried), *[""] * len(plain), *(one for one, _, _ in beside)])
    off = (family != LEGITIMATE) & (family != ORDINARY)
    weight = np.where(off, ATTEMPT, np.where(family == LEGITIMATE, HONEST, 1.0))
    vectors = np.asarray(encoder.encode(texts), np.float64)
    scale = np.stack([vectors.mean(0), vectors.std(0)])
    grams, rarity = gram_rows(texts)
    rows = sparse.hstack([grams, sparse.csr_array((vectors - scale[0]) / scale[1] * MEANING)]).tocsr()
    score = unseen(rows, off, weight, parts(family), EASE)
    border = float(np.quantile(score[family == ORDINARY], 1 - RATE))
    first = np.arange(len(texts)) < len(tried)
    for name, part in (("attacks", first), ("others", ~first & (family != ORDINARY))):
        for language in ("nl", "en"):
            mine = part & (spoken == language)
            hits = [f"{int((score[held] > border).sum())} of {held.sum()}" for held in (mine & off, mine & ~off)]
            print(f"{name}, {language}: found {hits[0]} attempts, {hits[1]} honest")
    print(f"{int((score[family == ORDINARY] > border).sum())} of {len(plain)} ordinary turns")
    write(SCHOOL / FILE, encoder.version, fit(rows, off, weight, EASE), border, rarity, scale)
    pin(FILE, SCHOOL)


if __name__ == "__main__":
    main()
