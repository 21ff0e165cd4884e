"""Keeps what the net made of the written lines of simulated trainees: they come back in every talk and every playtest.

Kept on disk by the version of the coder and a hash of the line; who cannot write there reads the lines anew each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from pathlib import Path

import numpy as np

from simulator.coding.question_coder.reader import Reading


class Known:
    """Readings of written lines.

    Args:
        folder: where they are kept; None: in memory only.
        version: of the coder.
    """

    def __init__(self, folder: Path | None, version: str) -> None:
        self._path = folder / f"playtest-{version}.npz" if folder else None
        self._held: dict[str, Reading] = {}
        self._stored = 0
        self._load()

    def __contains__(self, text: str) -> bool:
        """Whether a line was read before."""
        return _key(text) in self._held

    def __getitem__(self, text: str) -> Reading:
        """Return the reading of a line that was read before."""
        return self._held[_key(text)]

    def put(self, text: str, reading: Reading) -> None:
        """Keep the reading of a line."""
        self._held[_key(text)] = reading

    def keep(self) -> None:
        """Write what is new."""
        if self._path is None or len(self._held) == self._stored:
            return
        rows = list(self._held.items())
        names = json.dumps([[key, list(one.units), one.words] for key, one in rows]).encode()
        rough = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with rough.open("wb") as out:
                np.savez(
                    out,
                    names=np.frombuffer(names, np.uint8),
                    codes=np.concatenate([one.codes for _, one in rows]),
                    flags=np.concatenate([one.flags for _, one in rows]),
                    kinds=np.stack([one.kinds for _, one in rows]),
                )
            rough.replace(self._path)
            self._stored = len(rows)
        except OSError:
            rough.unlink(missing_ok=True)

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                names = json.loads(kept["names"].tobytes())
                codes, flags, kinds = kept["codes"], kept["flags"], kept["kinds"]
            at = 0
            for (key, units, words), kind in zip(names, kinds, strict=True):
                rows = slice(at, at + len(units))
                at += len(units)
                self._held[key] = Reading(tuple(units), codes[rows], flags[rows], kind, words)
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):  # not there or damaged
            self._held = {}
        self._stored = len(self._held)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
