"""Fits the first coder and writes its weights: `python -m simulator.training coder`."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding import weights as stored
from simulator.coding.around import around
from simulator.coding.classify import CLASSES, Classifier, Head
from simulator.coding.codebook import VERSION
from simulator.coding.coder import Encoder
from simulator.coding.flags_rules import uptake_features
from simulator.coding.segment import BUCKETS, Segmenter
from simulator.training import fit
from simulator.training.corpus import Turn
from simulator.training.prepare import BORDER_VARIANTS, Gaps, Rows, fold_of, gaps, rows

Floats = NDArray[np.float32]
BORDER_STRENGTH = 0.5
BORDER_THRESHOLD = 0.45


@dataclass(frozen=True, slots=True)
class Temperatures:
    """Divisors of the scores, from held-out folds."""

    full: float = 1.0
    light: float = 1.0


@dataclass(frozen=True, slots=True)
class Data:
    """All that is fitted on: hand-coded turns, weakly labelled ones, and how."""

    turns: list[Turn]
    weak: list[Turn] = field(default_factory=list)
    args: fit.Args = field(default_factory=fit.Args)


Loaded = stored.Loaded


def fit_all(data: Data, encoder: Encoder | None, hot: Temperatures) -> Loaded:
    """Fit every part on all data.

    Args:
        data: the corpora and how to fit.
        encoder: sentence vectors; None: both heads are light.
        hot: temperatures to keep with the heads.
    """
    every = rows([*data.turns, *data.weak], data.args.variants, encoder)
    return fit_rows(every, data, gaps(data.turns, BORDER_VARIANTS), None, hot)


def fit_rows(every: Rows, data: Data, borders: Sequence[Gaps], held_out: int | None, hot: Temperatures) -> Loaded:
    """Fit every part on prepared rows and gaps of all folds but `held_out`."""
    chosen = np.flatnonzero(every.folds != held_out) if held_out is not None else np.arange(len(every.folds))
    used = every.take(chosen)
    light = fit.head(used.hashed, used.targets, used.weights, None, data.args)
    full = light if used.vectors is None else fit.head(used.hashed, used.targets, used.weights, used.vectors, data.args)
    classifier = Classifier(replace(full, temperature=hot.full), replace(light, temperature=hot.light))
    turns = [turn for turn in data.turns if held_out is None or fold_of(turn.conversation) != held_out]
    return Loaded("first-coder", _segmenter(borders, held_out), classifier, _uptake(turns))


def _segmenter(borders: Sequence[Gaps], held_out: int | None) -> Segmenter:
    used = [one for one in borders if one.fold != held_out]
    lines = [line for one in used for line in one.features]
    labels = [label for one in used for label in one.labels]
    found, bias = fit.two_way(lines, labels, BUCKETS, BORDER_STRENGTH)
    return Segmenter(found, bias, BORDER_THRESHOLD)


def _uptake(turns: Sequence[Turn]) -> Floats:
    """Return the weights of the uptake rule, the bias last."""
    from sklearn.linear_model import LogisticRegression

    table = [uptake_features(unit.text, unit.code, around(turn.history)) for turn in turns for unit in turn.units]
    labels = [int("uptake" in unit.flags) for turn in turns for unit in turn.units]
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.array(table), labels)
    return np.array([*model.coef_[0], model.intercept_[0]], np.float32)


def write(parts: Loaded, folder: Path, about: dict[str, object], hot: Temperatures) -> int:
    """Write weights and the page about them to a folder; returns the bytes of the weights."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, head in (("full", parts.classifier.full), ("light", parts.classifier.light)):
        arrays |= _head_arrays(name, head)
    arrays |= stored.sparse("border", parts.segmenter.weights)
    arrays["border_bias"] = np.array([parts.segmenter.bias], np.float32)
    arrays["uptake"] = parts.uptake
    buffer = io.BytesIO()
    # savez writes a fixed date, so that the same fit gives the same bytes.
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    data = buffer.getvalue()
    settings = {"border_threshold": BORDER_THRESHOLD, "full_temperature": hot.full, "light_temperature": hot.light}
    page = {
        "name": parts.name, "codebook": VERSION, "classes": list(CLASSES), "sha256": hashlib.sha256(data).hexdigest(),
        "settings": settings, **about,
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / stored.WEIGHTS).write_bytes(data)
    (folder / stored.ABOUT).write_text(json.dumps(page, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(data)


def _head_arrays(name: str, head: Head) -> dict[str, NDArray[np.generic]]:
    arrays = {**stored.sparse(f"{name}_idf", head.idf), **stored.sparse(f"{name}_weights", head.weights)}
    arrays[f"{name}_bias"] = head.bias
    if head.vectors is not None and head.middle is not None:
        arrays[f"{name}_vectors"] = head.vectors.astype(np.float16)
        arrays[f"{name}_middle"] = head.middle
    return arrays
