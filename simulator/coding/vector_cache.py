"""Keeps vectors of texts that come back every time (a scenario's wordings), so that a conversation starts at once.

Only hashes of texts and numbers are kept on disk, never the texts: some of them are locked.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder, PieceEncoder, ReadText

_LIMIT = 16_000
_RECENT = 256
"""So many readings behind other words are held: topics and details of one turn ask for the same."""
_NAME = re.compile(r"[^a-z0-9-]+")


class CachedEncoder:
    """An encoder that encodes each text once.

    Args:
        inner: the encoder that does the work.
        folder: where vectors are kept between runs; None: in memory only.

    Attributes:
        match: the inner encoder's, see `PieceEncoder`; empty where it reads no pieces.
    """

    def __init__(self, inner: Encoder, folder: Path | None = None) -> None:
        self.name = inner.name
        self.match: tuple[float, ...] = getattr(inner, "match", ())
        self._inner = inner
        mark = f"-{version}" if (version := getattr(inner, "version", "")) else ""
        self._folder = folder / f"vectors-{inner.name}{mark}" if folder else None
        self._path: Path | None = None
        self._held: dict[bytes, ReadText] = {}
        self._used: dict[bytes, None] = {}
        self._recent: dict[tuple[tuple[str, ...], str], list[ReadText]] = {}
        self._stored = 0
        self._lock = Lock()
        self.take("any")

    @property
    def inner(self) -> Encoder:
        """The encoder that does the work."""
        return self._inner

    def take(self, shelf: str) -> None:
        """Take the vectors kept under a name (a scenario's) from disk; what is read from now on is kept with them."""
        if self._folder is None:
            return
        with self._lock:
            self._path = self._folder / f"{_NAME.sub('-', shelf)[:80]}.npz"
            self._used, self._stored = {}, 0
            self._load()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text."""
        if not texts:
            return self._inner.encode([])
        return np.stack([one.vector for one in self.read(texts)])

    def read(self, texts: Sequence[str], before: str = "") -> list[ReadText]:
        """Return each text with its pieces, where the inner encoder reads any; behind other words a few are held."""
        if before and isinstance(self._inner, PieceEncoder):
            return self._behind(self._inner, tuple(texts), before)
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16] for text in texts]
        with self._lock:
            self._used.update(dict.fromkeys(keys))
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}
        if new:
            found = self._read(list(new.values()))
            with self._lock:
                self._held.update(zip(new, found, strict=True))
        with self._lock:
            return [self._held[key] for key in keys]

    def _behind(self, inner: PieceEncoder, texts: tuple[str, ...], before: str) -> list[ReadText]:
        """Return texts behind other words; the same texts together give the same numbers, so all are held as one."""
        key = texts, before
        with self._lock:
            found = self._recent.pop(key, None)
        if found is None:
            found = inner.read(texts, before)
        with self._lock:
            self._recent[key] = found
            if len(self._recent) > _RECENT:
                del self._recent[next(iter(self._recent))]
        return list(found)

    def _read(self, texts: Sequence[str]) -> list[ReadText]:
        if isinstance(self._inner, PieceEncoder):
            return self._inner.read(texts)
        nothing = np.zeros((0, 1), np.float32), np.zeros(0, np.float32)
        return [ReadText(row, *nothing) for row in self._inner.encode(texts)]

    def keep(self) -> None:
        """Write what is new to disk. A folder that cannot be written costs time at the next start, nothing else."""
        with self._lock:
            items = [(key, self._held[key]) for key in list(self._used)[-_LIMIT:]]
            if self._path is None or not items or len(items) == self._stored:
                return
            self._stored = len(items)
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as out:
                np.savez(
                    out,
                    keys=np.frombuffer(b"".join(key for key, _ in items), np.uint8).reshape(-1, 16),
                    rows=np.stack([one.vector for _, one in items]).astype(np.float16),
                    counts=np.array([len(one.weights) for _, one in items], np.int32),
                    pieces=np.concatenate([one.pieces for _, one in items]).astype(np.float16),
                    weights=np.concatenate([one.weights for _, one in items]).astype(np.float16),
                )
            temporary.replace(self._path)
            self._tidy()
        except OSError:
            temporary.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Take away what other versions of this encoder left: it is never read again."""
        assert self._folder is not None
        for old in self._folder.parent.glob(f"vectors-{self.name}*"):
            if old.is_file():
                old.unlink(missing_ok=True)
            elif old != self._folder:
                shutil.rmtree(old, ignore_errors=True)

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                keys, counts = kept["keys"], kept["counts"]
                rows, pieces, weights = (kept[name].astype(np.float32) for name in ("rows", "pieces", "weights"))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):  # not there or damaged: made anew
            return
        many = int(counts.sum()) if counts.ndim == 1 else -1
        fits = keys.ndim == rows.ndim == pieces.ndim == 2 and keys.shape[1] == 16 and len(keys) == len(rows)
        if not fits or len(counts) != len(rows) or (counts < 0).any() or len(pieces) != many or len(weights) != many:
            return
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        ends = np.cumsum(counts)[:-1]
        self._held |= {
            key.tobytes(): ReadText(*one)
            for key, one in zip(
                keys, zip(rows, np.split(pieces, ends), np.split(weights, ends), strict=True), strict=True
            )
        }
        self._stored = len(keys)
