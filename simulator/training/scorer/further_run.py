"""The step `further`: the packed weights, trained further, packed again with their probes and how sure they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from simulator.coding.question_coder import probes as stored
from simulator.coding.question_coder.probes import Probes
from simulator.coding.question_coder.weights import ABOUT, WEIGHTS, Loaded, load, save
from simulator.training import probes_fit
from simulator.training.scorer import further
from simulator.training.scorer.batches import collate, ready
from simulator.training.scorer.examples import Example
from simulator.training.scorer.finish import calibration_error, temperature
from simulator.training.scorer.learn import Reader

if TYPE_CHECKING:
    from simulator.training.scorer.pipeline import Shop

Floats = NDArray[np.float64]
KEPT, LEARNT = "further.pt", "further"
_BATCH = 48


def run(shop: Shop, folder: Path, fit: Callable[[], None] = probes_fit.main) -> dict[str, float]:
    """Train the weights in `folder` further and write them there; returns what it did to conversations set apart.

    Args:
        shop: data and where things lie.
        folder: the weights.
        fit: fits the probes first where there are none, and afterwards what is beside the matter anew.
    """
    if load(folder).probes is None:
        fit()
    loaded = load(folder)
    learnt = [one for one in shop.learnt if not further.apart(one.conversation)]
    texts = further.asked_and_told(folder, shop.places.scenarios)
    net, correct = further.further(loaded, [*learnt, *shop.public], texts, shop.places.work / KEPT, say=shop.say)
    assert loaded.probes is not None
    before = loaded.probes
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    pieces = load_file(folder / WEIGHTS)["pieces.weights"].float()
    save(net, pieces, {**about, LEARNT: sorted({one.conversation.split("-")[1] for one in learnt})}, folder)
    stored.save(further.probes(before, correct), folder, folder / ABOUT)
    found = judged(load(folder), [one for one in shop.learnt if further.apart(one.conversation)])
    packed = load(folder).probes
    assert packed is not None
    stored.save(cooler(packed, found["temperature"]), folder, folder / ABOUT)
    fit()
    return found


def cooler(held: Probes, divisor: float) -> Probes:
    """Return the probes with the codes' log-odds divided (temperature scaling; Guo et al. 2017)."""
    grams = np.column_stack([held.put.grams[:, :-1] / divisor, held.put.grams[:, -1]]).astype(np.float32)
    put = replace(held.put, grams=grams, signs=held.put.signs / np.float32(divisor))
    return replace(held, code=held.code / divisor, scale=held.scale / divisor, put=put)


@torch.inference_mode()
def judged(loaded: Loaded, apart: Sequence[Example]) -> dict[str, float]:
    """Return of conversations set apart how many units get the right code, the temperature, and the error after it."""
    assert loaded.probes is not None
    net, reader = loaded.net.float(), Reader(loaded.tokens, loaded.nearest)
    correct = further.Corrected(loaded.probes).eval()
    rows = sorted((ready(one, reader.tokens, reader.nearest) for one in apart), key=lambda row: len(row.input.ids))
    logits: list[Floats] = []
    truth: list[int] = []
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        batch, targets = collate(part)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = net.states(net.body(batch), batch.units, batch.owner)
            codes = net.codes(states[:, : net.size.hidden])
        logits.append(correct(part, states, codes).double().numpy())
        truth += targets.codes.tolist()
    found = np.concatenate(logits)
    right = float((found.argmax(1) == np.asarray(truth)).mean())
    divisor = temperature(found, truth)
    raised = np.exp((found - found.max(1, keepdims=True)) / divisor)
    error = calibration_error(raised / raised.sum(1, keepdims=True), truth)
    return {"units": float(len(truth)), "codes_right": right, "temperature": divisor, "calibration_error": error}
