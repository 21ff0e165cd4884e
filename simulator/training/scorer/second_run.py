"""The step `second`: teaches the second body, weighs it beside the first, and writes it to where the weights lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from simulator.coding.around import around
from simulator.coding.codebook import CODES, Unit, value_of
from simulator.coding.question_coder import second_file
from simulator.coding.question_coder.gemma import Shape, fused
from simulator.coding.question_coder.put import Put
from simulator.coding.question_coder.rules import SURE
from simulator.coding.question_coder.second import Blend, Second
from simulator.coding.question_coder.speed import faster
from simulator.coding.question_coder.weights import ABOUT, FLAGS, Loaded, Settings, load
from simulator.training import probes_fit
from simulator.training.probes_codes import Weights, fit
from simulator.training.scorer import second, second_borders
from simulator.training.scorer.examples import Example, flags_of
from simulator.training.scorer.further import apart

if TYPE_CHECKING:
    from simulator.training.scorer.pipeline import Shop

LAYERS, LOW, MIDDLE = 8, 2, 5
"""Layers from below, how many of them stay as they are, and the layer whose input is read too."""
KEPT = "second.pt"
TAKEN = frozenset({"own_idea", "guess", "repair"})
"""Flags that the second body finds better in use (of turns of conversations set apart); rules, probes and the first
body find the others."""
_BELIEVED = {"repair": SURE}
"""Of flags that are only believed from a higher chance on, where no words bear them out, that chance."""
_SIDES = np.array([np.sign(value_of(code, ())) for code in CODES])
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Opinions:
    """Log-odds of the codes of units that neither body has learnt from, each shape (units, 14), and the right codes."""

    first: Floats
    put: Floats
    second: Floats
    right: Ints

    def pooled(self, blend: Blend) -> Floats:
        """Return the log-odds in use, but for a constant a unit."""
        found: Floats = blend.first * self.first + blend.second * self.second + blend.put * self.put
        return found


def run(shop: Shop, folder: Path, plan: second.Plan | None = None) -> dict[str, float]:
    """Teach the body and write it to `folder`; returns what it does to conversations set apart.

    Args:
        shop: data and where things lie.
        folder: the weights of the first body.
        plan: how to teach.
    """
    plan = plan or second.Plan()
    loaded = load(folder, probed=False)
    learnt = [one for one in shop.learnt if one.units and not apart(one.conversation)]
    weights, put = without(loaded, [one for one in learnt if probes_fit.newer(one.conversation)])
    net = second.Learner(begun(LAYERS), LOW)
    second.teach(net, learnt, put, shop.places.work / KEPT, plan, faster(), shop.say)
    second_file.save(body(net), LOW, folder)
    packed = second_file.load(folder, _about(folder))
    assert packed is not None
    held = [one for one in shop.learnt if one.units and apart(one.conversation) and probes_fit.newer(one.conversation)]
    found = opinions(loaded, weights, put, packed, held)
    apart_ones = [one for one in shop.learnt if one.units and apart(one.conversation)]
    flags, begins = flag_shifts(packed, apart_ones, loaded.settings), second_borders.weighed(loaded, packed, held)
    blend = replace(weighed(found), flags=flags, begins=begins)
    second_file.save(replace(packed, blend=blend), LOW, folder)
    return judged(found, blend)


def begun(layers: int, middle: int = MIDDLE) -> Second:
    """Return the lowest layers of the shipped reader of questions, with nothing learnt yet."""
    import json

    from tokenizers import Tokenizer

    where = second_file.reader()
    held, quants, scales = second_file.below(where, layers)
    shape = Shape.of(json.loads((where / "config.json").read_text(encoding="utf-8")), layers)
    tokens = Tokenizer.from_file(str(where / "tokenizer.json"))
    return Second(fused(held, layers), {}, quants, scales, shape, middle, tokens, Blend())


def body(net: second.Learner, blend: Blend | None = None) -> Second:
    """Return the net as it reads turns."""
    moved = {second.name_of(name): value.detach() for name, value in net.moved.items()}
    weights: Mapping[str, torch.Tensor] = {**net.begun.weights, **moved}
    return replace(net.begun, weights=weights, heads=net.heads(), blend=blend or Blend())


def without(loaded: Loaded, examples: Sequence[Example]) -> tuple[Weights, Put]:
    """Return the first body's correction, fitted on some turns alone, and what words and place say by it."""
    seen, rarity, rows = probes_fit.read(loaded, [(one, False) for one in examples])
    found = fit(seen, np.array([CODES.index(row.unit.code) for row in rows]))
    return found, Put(rarity, np.column_stack([found.grams, np.zeros(len(found.grams), np.float32)]), found.signs)


def opinions(loaded: Loaded, weights: Weights, put: Put, other: Second, examples: Sequence[Example]) -> Opinions:
    """Return what both bodies, and words and place, say of the units of some turns."""
    seen, _, rows = probes_fit.read(loaded, [(one, False) for one in examples], put.rarity)
    where = {id(row.unit): n for n, row in enumerate(rows)}
    said = seen.signs @ weights.signs[:-1] + weights.signs[-1] + seen.grams @ weights.grams
    again = np.zeros_like(said)
    for unit, codes, _ in _read(other, examples):
        if id(unit) in where:
            again[where[id(unit)]] = codes
    right = np.array([CODES.index(row.unit.code) for row in rows])
    return Opinions(np.asarray(weights(seen) - said, np.float32), np.asarray(said, np.float32), again, right)


def _read(other: Second, examples: Sequence[Example]) -> Iterator[tuple[Unit, Floats, Floats]]:
    """Yield units with the second body's logits of codes and of flags."""
    other = other.to(faster())
    with torch.inference_mode():
        for start in range(0, len(examples), 64):
            some = examples[start : start + 64]
            read = other.read([(around(one.history).school, one.text) for one in some])
            for one, turn in zip(some, read, strict=True):
                yield from zip(
                    one.units, *(part.numpy() for part in other.logits(turn, second.spans(one))), strict=True
                )


def flag_shifts(other: Second, examples: Sequence[Example], settings: Settings) -> tuple[float | None, ...]:
    """Return what makes the second body's log-odds of a flag best where the first one's border is; None: not used."""
    read = [(flags_of(unit), flags) for unit, _, flags in _read(other, examples)]
    shown, odds = np.array([one for one, _ in read], bool), np.array([one for _, one in read])
    each = [_BELIEVED.get(name, least) for name, least in zip(FLAGS, settings.flags, strict=True)]
    return tuple(
        round(float(np.log(least / (1 - least))) - second_borders.border(odds[:, n], shown[:, n]), 3)
        if name in TAKEN
        else None
        for n, (name, least) in enumerate(zip(FLAGS, each, strict=True))
    )


def weighed(found: Opinions) -> Blend:
    """Return the weights that make the right codes likeliest."""
    from scipy.optimize import minimize

    def loss(by: NDArray[np.float64]) -> float:
        return unlikely(found.pooled(Blend(*by.tolist())), found.right)

    best = minimize(loss, np.array([0.5, 0.5, 0.5]), method="Nelder-Mead", options={"maxiter": 300}).x
    first, second, said = (round(float(one), 3) for one in best)
    return Blend(first, second, said)


def unlikely(odds: Floats, right: Ints) -> float:
    """Return the mean negative logarithm of the right codes' chances."""
    most = odds.max(1, keepdims=True)
    sums = np.log(np.exp(odds - most).sum(1)) + most[:, 0]
    return float((sums - odds[np.arange(len(right)), right]).mean())


def judged(found: Opinions, blend: Blend) -> dict[str, float]:
    """Return how many codes and how many sides are right, by the first body and by both; and the weights."""
    alone, both = (found.pooled(one).argmax(1) for one in (Blend(), blend))
    out = {"units": float(len(found.right)), "first": blend.first, "second": blend.second, "put": blend.put}
    for name, codes in (("alone", alone), ("both", both)):
        out[f"codes_{name}"] = float((codes == found.right).mean())
        out[f"sides_{name}"] = float((_SIDES[codes] == _SIDES[found.right]).mean())
    return out


def _about(folder: Path) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return found
