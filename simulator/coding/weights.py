"""Reads the first coder's own weights (npz without pickle, JSON beside it) and checks that they belong together."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.classify import CLASSES, Classifier, Head
from simulator.coding.codebook import VERSION
from simulator.coding.features import WIDTH
from simulator.coding.segment import BUCKETS, Segmenter

Floats = NDArray[np.float32]
NAME = "question-coder"
WEIGHTS, ABOUT = "weights.npz", "weights.json"


class CoderError(Exception):
    """The coder's weights are missing or damaged. The message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the file holds: id, the parts of the coder, and the weights of the uptake rule."""

    name: str
    segmenter: Segmenter
    classifier: Classifier
    uptake: Floats


def folder() -> Path:
    """Return the folder of the shipped weights, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_data" / "models" / NAME
    return inside if inside.is_dir() else package.parent / "models" / NAME


def load(path: Path | None = None) -> Loaded:
    """Return the coder's parts from a folder (default: the shipped one).

    Raises:
        CoderError: a file is missing, does not fit its hash, or is of another codebook.
    """
    place = path or folder()
    try:
        about = json.loads((place / ABOUT).read_text(encoding="utf-8"))
        data = (place / WEIGHTS).read_bytes()
    except (OSError, ValueError) as error:
        raise CoderError(f"The coder's weights in {place} cannot be read; install toask again.") from error
    if not isinstance(about, dict) or hashlib.sha256(data).hexdigest() != about.get("sha256"):
        raise CoderError(f"The coder's weights in {place} do not fit their hash; install toask again.")
    if about.get("codebook") != VERSION or about.get("classes") != list(CLASSES):
        raise CoderError(f"The coder's weights in {place} are of another codebook; install toask again.")
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            return _parts(about, {name: held[name] for name in held.files})
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise CoderError(f"The coder's weights in {place} are damaged; install toask again.") from error


def _parts(about: dict[str, object], held: dict[str, NDArray[np.generic]]) -> Loaded:
    settings = about["settings"]
    if not isinstance(settings, dict):
        raise ValueError("settings")
    border = _dense(held, "border", (BUCKETS,))
    segmenter = Segmenter(border, float(held["border_bias"][0]), float(settings["border_threshold"]))
    heads = [_head(held, name, float(settings[f"{name}_temperature"])) for name in ("full", "light")]
    return Loaded(str(about["name"]), segmenter, Classifier(*heads), held["uptake"].astype(np.float32))


def _head(held: dict[str, NDArray[np.generic]], name: str, temperature: float) -> Head:
    classes = len(CLASSES)
    has_vectors = f"{name}_vectors" in held
    return Head(
        _dense(held, f"{name}_idf", (WIDTH,)),
        _dense(held, f"{name}_weights", (WIDTH, classes)),
        held[f"{name}_bias"].astype(np.float32),
        held[f"{name}_vectors"].astype(np.float32) if has_vectors else None,
        held[f"{name}_middle"].astype(np.float32) if has_vectors else None,
        temperature,
    )


def _dense(held: dict[str, NDArray[np.generic]], name: str, shape: tuple[int, ...]) -> Floats:
    """Return an array of which only the rows `name_rows` were stored."""
    out = np.zeros(shape, np.float32)
    out[held[f"{name}_rows"].astype(np.int64)] = held[name].astype(np.float32)
    return out


def sparse(name: str, full: Floats) -> dict[str, NDArray[np.generic]]:
    """Return the rows of an array that are not zero, as `_dense` reads them back (half precision)."""
    used = np.flatnonzero(np.abs(full).reshape(len(full), -1).max(axis=1) > 0)
    return {f"{name}_rows": used.astype(np.int32), name: full[used].astype(np.float16)}
