"""Keeps vectors of texts that come back every time (a scenario's wordings), so that a conversation starts at once.

Only hashes of texts and numbers are kept on disk, never the texts: some of them are locked.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder

_LIMIT = 40_000


class CachedEncoder:
    """An encoder that encodes each text once.

    Args:
        inner: the encoder that does the work.
        folder: where vectors are kept between runs; None: in memory only.
    """

    def __init__(self, inner: Encoder, folder: Path | None = None) -> None:
        self.name = inner.name
        self._inner = inner
        mark = f"-{version}" if (version := getattr(inner, "version", "")) else ""
        self._path = folder / f"vectors-{inner.name}{mark}.npz" if folder else None
        self._held: dict[bytes, NDArray[np.float32]] = {}
        self._stored = 0
        self._lock = Lock()
        self._load()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text."""
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16] for text in texts]
        with self._lock:
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}
        if new or not keys:
            rows = self._inner.encode(list(new.values()))
            if not keys:
                return rows
            with self._lock:
                self._held.update(zip(new, rows, strict=True))
        with self._lock:
            return np.stack([self._held[key] for key in keys])

    def keep(self) -> None:
        """Write what is new to disk. A folder that cannot be written costs time at the next start, nothing else."""
        with self._lock:
            items = list(self._held.items())[-_LIMIT:]
            if self._path is None or len(items) == self._stored:
                return
            self._stored = len(items)
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as out:
                np.savez(
                    out,
                    keys=np.frombuffer(b"".join(key for key, _ in items), np.uint8).reshape(-1, 16),
                    rows=np.stack([row for _, row in items]).astype(np.float16),
                )
            temporary.replace(self._path)
        except OSError:
            temporary.unlink(missing_ok=True)

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                keys, rows = kept["keys"], kept["rows"].astype(np.float32)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):  # not there or damaged: made anew
            return
        if keys.ndim == 2 and keys.shape[1:] == (16,) and rows.ndim == 2 and len(keys) == len(rows):
            rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
            self._held = {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}
            self._stored = len(self._held)
