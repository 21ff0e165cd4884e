"""Keeps what the net made of the written lines of simulated trainees: they come back in every talk and every playtest.

Kept on disk by the version of the coder, the language and a hash of the line (about 10 MB a language); who cannot write
there reads the lines anew each time. Numbers are kept as they were made, so that a first playtest gives the same as a
second.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import ReadText
from simulator.coding.question_coder.reader import Reading


class Known:
    """Readings of written lines: as the coder reads them, and as topic matching does.

    Args:
        folder: where they are kept; None: in memory only.
        version: of the coder. `language`: of the lines.
    """

    def __init__(self, folder: Path | None, version: str, language: str) -> None:
        self._path = folder / f"playtest-{version}-{language}.npz" if folder else None
        self._old = f"-{version}-"
        self._held, self._texts = self._load()
        self._stored = len(self._held) + len(self._texts)

    def __contains__(self, text: str) -> bool:
        """Whether a line was read before."""
        return _key(text) in self._held

    def __getitem__(self, text: str) -> Reading:
        """Return the reading of a line that was read before."""
        return self._held[_key(text)]

    def put(self, text: str, reading: Reading) -> None:
        """Keep the reading of a line."""
        self._held[_key(text)] = reading

    def text(self, part: str) -> ReadText | None:
        """Return a line, or a part of one, as topic matching reads it; None where it was not read before."""
        return self._texts.get(_key(part))

    def put_text(self, part: str, read: ReadText) -> None:
        """Keep a line, or a part of one, as topic matching reads it."""
        self._texts[_key(part)] = read

    def keep(self) -> None:
        """Write what is new, beside what another process wrote meanwhile."""
        if self._path is None or len(self._held) + len(self._texts) == self._stored:
            return
        held, texts = self._load()
        held, texts = held | self._held, texts | self._texts
        rough = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with rough.open("wb") as out:
                np.savez(out, allow_pickle=False, **_of_readings(held), **_of_texts(texts))
            rough.replace(self._path)
            self._stored = len(self._held) + len(self._texts)
            self._tidy()
        except OSError:
            rough.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Take away what other versions of the coder left: it is never read again."""
        assert self._path is not None
        for old in self._path.parent.glob("playtest-*.npz"):
            if self._old not in old.name:
                old.unlink(missing_ok=True)

    def _load(self) -> tuple[dict[str, Reading], dict[str, ReadText]]:
        if self._path is None:
            return {}, {}
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                return _readings(kept), _texts(kept)
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):  # not there or damaged
            return {}, {}


def _of_readings(held: Mapping[str, Reading]) -> dict[str, NDArray[Any]]:
    rows = list(held.items())
    return {
        "names": _json([[key, list(one.units), one.words] for key, one in rows]),
        "codes": _joined([one.codes for _, one in rows]),
        "flags": _joined([one.flags for _, one in rows]),
        "kinds": _joined([one.kinds[None] for _, one in rows]),
    }


def _readings(kept: Mapping[str, NDArray[Any]]) -> dict[str, Reading]:
    codes, flags, at = kept["codes"], kept["flags"], 0
    out = {}
    for (key, units, words), kind in zip(json.loads(kept["names"].tobytes()), kept["kinds"], strict=True):
        rows = slice(at, at + len(units))
        at += len(units)
        out[key] = Reading(tuple(units), codes[rows], flags[rows], kind, words)
    return out


def _of_texts(held: Mapping[str, ReadText]) -> dict[str, NDArray[Any]]:
    rows = list(held.items())
    return {
        "text_names": _json([[key, len(one.weights)] for key, one in rows]),
        "vectors": _joined([one.vector[None] for _, one in rows]),
        "pieces": _joined([one.pieces for _, one in rows]),
        "weights": _joined([one.weights for _, one in rows]),
    }


def _texts(kept: Mapping[str, NDArray[Any]]) -> dict[str, ReadText]:
    pieces, weights, at = kept["pieces"], kept["weights"], 0
    out = {}
    for (key, many), vector in zip(json.loads(kept["text_names"].tobytes()), kept["vectors"], strict=True):
        rows = slice(at, at + many)
        at += many
        out[key] = ReadText(vector, pieces[rows], weights[rows])
    return out


def _joined(parts: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)


def _json(value: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value).encode(), np.uint8)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
