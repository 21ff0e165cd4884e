"""Vectors of the phrases of the schools that came with toask: to read a school's two thousand takes half a minute.

Only hashes and numbers are kept, never the texts: some of them are locked. What an author changes is read anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.quants import four_bits, whole

Floats = NDArray[np.float32]
PHRASES = "phrases.safetensors"


class KnownPhrases:
    """Finds what was read before.

    Args:
        path: the file `save` wrote; it stays mapped, for a school needs a few of its rows.
    """

    def __init__(self, path: Path) -> None:
        from safetensors import safe_open

        with safe_open(str(path), framework="pt") as held:
            self._quants, self._scales = held.get_tensor("quants"), held.get_tensor("scales")
            keys = held.get_tensor("keys").numpy()
        self._places = {key.tobytes(): n for n, key in enumerate(keys)}

    def __len__(self) -> int:
        """Return how many phrases are known."""
        return len(self._places)

    def find(self, texts: Sequence[str]) -> dict[int, Floats]:
        """Return by place in `texts` the vectors of those that are known, shape (2 d,) each."""
        import torch

        places = [(n, self._places[key]) for n, text in enumerate(texts) if (key := key_of(text)) in self._places]
        if not places:
            return {}
        rows = torch.tensor([place for _, place in places])
        found: Floats = whole(self._quants[rows], self._scales[rows], torch.float32).numpy()
        found /= np.linalg.norm(found.reshape(len(found), 2, -1), axis=2).repeat(found.shape[1] // 2, 1) * 2**0.5
        return {n: row for (n, _), row in zip(places, found, strict=True)}


def save(vectors: Mapping[str, Floats], folder: Path) -> str:
    """Write the vectors of texts, four bits a number; returns the SHA-256 of the file."""
    import torch
    from safetensors.torch import save_file

    rows = sorted((key_of(text), row) for text, row in vectors.items())
    quants, scales = four_bits(torch.from_numpy(np.stack([row for _, row in rows])))
    keys = np.frombuffer(b"".join(key for key, _ in rows), np.uint8).reshape(-1, 16)
    save_file({"keys": torch.from_numpy(keys.copy()), "quants": quants, "scales": scales}, folder / PHRASES)
    return hashlib.sha256((folder / PHRASES).read_bytes()).hexdigest()


def key_of(text: str) -> bytes:
    """Return what stands for a text, 16 bytes."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]
