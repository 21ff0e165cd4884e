"""Labelled turns to the schools that came with toask, as vectors: what each meant is known by hashes of what is told.

No text is kept. A target that an author changed is no longer found, and its turns no longer speak for it. The file is
of NumPy's kind: a tab, which loads no model library, reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.models.card import places
from simulator.reader.known import key_of
from simulator.school.neighbours import NEAR, Asked

Floats = NDArray[np.float32]
FOLDER, TURNS = "reader", "turns.npz"
_ABOUT, _BODY = "about.json", "body.safetensors"
_MOST = 127.0
_ENOUGH = 0.5
"""This part of a school's targets must be there, else it is another school."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A turn to a school.

    Attributes:
        school: its name.
        vector: the unit vector of what the turn asks, shape (d,).
        fits: what is told by the targets that answer it. `half`: by those that come near.
    """

    school: str
    vector: Floats
    fits: tuple[str, ...]
    half: tuple[str, ...]


def save(rows: Sequence[Labelled], folder: Path) -> str:
    """Write turns, eight bits a number; returns the SHA-256 of the file."""
    rows = sorted(rows, key=lambda one: one.school)
    schools = {name: n for n, name in enumerate(dict.fromkeys(one.school for one in rows))}
    targets: dict[tuple[int, bytes], int] = {}
    pairs = [
        (n, targets.setdefault((schools[one.school], key_of(text)), len(targets)), half)
        for n, one in enumerate(rows)
        for half, texts in enumerate((one.fits, one.half))
        for text in texts
    ]
    vectors = np.round(np.stack([one.vector for one in rows]) * _MOST).astype(np.int8)
    held: dict[str, NDArray[np.integer]] = {
        "schools": np.array([schools[one.school] for one in rows], np.uint8),
        "nothing": np.array([not one.fits for one in rows], np.uint8),
        "keys": np.frombuffer(b"".join(key for _, key in targets), np.uint8).reshape(-1, 16).copy(),
        "pairs": np.array(pairs, np.int32).reshape(-1, 3),
        "owners": np.array([school for school, _ in targets], np.uint8),
    }
    ends = np.cumsum(np.bincount(held["schools"]))[:-1]
    held |= {f"vectors-{n}": part for n, part in enumerate(np.split(vectors, ends))}
    np.savez(folder / TURNS, allow_pickle=False, **held)
    return hashlib.sha256((folder / TURNS).read_bytes()).hexdigest()


class KnownTurns:
    """Finds the turns of a school by what it tells. Nothing is held: a tab has little room, and asks once a school.

    Args:
        path: the file that `save` wrote; only what a school needs is read of its vectors.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, told: Sequence[str]) -> Asked | None:
        """Return the turns of the school that tells this (a line a target, by its place); None: no such school.

        Raises:
            OSError, ValueError: the file cannot be read, or is not one.
        """
        places = {key_of(text): n for n, text in enumerate(told) if text}
        with np.load(self._path) as held:
            found = np.array([places.get(key.tobytes(), -1) for key in held["keys"]])
            owners, schools, pairs = held["owners"], held["schools"], held["pairs"]
            share = np.bincount(owners, found >= 0) / np.maximum(1, np.bincount(owners))
            if not len(share) or share.max() < _ENOUGH:
                return None
            first, last = np.searchsorted(schools, (share.argmax(), share.argmax() + 1)).tolist()
            vectors, nothing = held[f"vectors-{share.argmax()}"], held["nothing"][first:last]
        mine = pairs[(pairs[:, 0] >= first) & (pairs[:, 0] < last) & (found[pairs[:, 1]] >= 0)]
        return Asked(
            (vectors / np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True)).astype(np.float16),
            (mine[:, 0] - first).astype(np.int64),
            found[mine[:, 1]].astype(np.int64),
            np.where(mine[:, 2] > 0, NEAR, 1.0).astype(np.float32),
            nothing.astype(bool),
        )


def shipped_turns(version: str) -> KnownTurns | None:
    """Return those of the reader that came with toask; None where it has none, or has other weights than `version`."""
    for folder in (place / FOLDER for place in places()):
        if (folder / TURNS).is_file():
            body = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))["sha256"][_BODY]
            return KnownTurns(folder / TURNS) if body.startswith(version) else None
    return None
