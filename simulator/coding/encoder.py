"""The sentence encoder multilingual-e5-small on numpy alone: no torch to import, ready in under a second.

The weights come from the packed file that the card `e5-small` pulls. Source of the model: Wang et al. 2024,
"Multilingual E5 Text Embeddings" (MIT licence). Its cosines are crowded between 0.75 and 0.95: compare them with each
other, or take off a background mean first, as `simulator.school.topics` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.e5_file import E5File, unpack
from simulator.coding.unigram import Unigram

Floats = NDArray[np.float32]
_BATCH = 24
_TYPES = 2


class E5Encoder:
    """Dutch, English and ninety other languages to unit vectors of 384 numbers. Safe to call from any thread.

    Args:
        path: `e5-small-q4.bin`, verified by `simulator.models.folder.ensure`.

    Raises:
        EncoderFileError: the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.name = "e5-small"
        self._file = E5File(path)
        self._tokens = Unigram(self._file.vocabulary)
        _one_thread()
        shape = self._file.shape
        self._words = self._file.blocks("emb.word", shape.words, shape.hidden)
        self._places = self._file.floats("emb.pos", shape.positions, shape.hidden)
        self._places = self._places + self._file.floats("emb.type", _TYPES, shape.hidden)[0]
        self._norm = _Norm(self._file, "emb.ln", shape.hidden, shape.eps)
        self._layers = [_Layer(self._file, f"l{index}") for index in range(shape.layers)]

    @property
    def width(self) -> int:
        """Numbers in a vector."""
        return self._file.shape.hidden

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one L2-normalised row a text, shape (n, 384); what lies past 510 pieces is not read."""
        out = np.zeros((len(texts), self.width), np.float32)
        ids = [self._ids(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda index: len(ids[index]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            out[rows] = self._forward([ids[row] for row in rows])
        return out

    def _ids(self, text: str) -> list[int]:
        limit = self._file.shape.positions - 2
        # A pasted text of 100 kB must not cost 100 kB of cutting: no piece of text needs more than 16 characters.
        cut = self._tokens.cut("query: " + text[: 16 * limit])
        return [self._tokens.bos, *cut[:limit], self._tokens.eos]

    def _forward(self, ids: list[list[int]]) -> Floats:
        """Return mean-pooled unit vectors of token lists of about the same length."""
        lengths = np.array([len(row) for row in ids])
        longest = int(lengths.max())
        held = np.arange(longest)[None, :] < lengths[:, None]
        padded = np.zeros((len(ids), longest), np.int64)
        padded[held] = np.concatenate([np.asarray(row) for row in ids])
        words = unpack(self._words[padded.ravel()]).reshape(len(ids), longest, -1)
        state = self._norm(words + self._places[:longest])
        mask = None if bool(held.all()) else np.where(held, 0.0, -1e9).astype(np.float32)[:, None, None, :]
        for layer in self._layers:
            state = layer(state, mask)
        pooled: Floats = (state * held[:, :, None]).sum(axis=1) / lengths[:, None]
        pooled = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-6)
        return pooled.astype(np.float32)


class _Norm:
    """Layer normalisation over the last axis."""

    def __init__(self, file: E5File, name: str, width: int, eps: float) -> None:
        self._gain = file.floats(f"{name}.w", width)
        self._shift = file.floats(f"{name}.b", width)
        self._eps = np.float32(eps)

    def __call__(self, state: Floats) -> Floats:
        state = state - state.mean(axis=-1, keepdims=True)
        spread = np.einsum("...i,...i->...", state, state)[..., None] / state.shape[-1]
        normed: Floats = state / np.sqrt(spread + self._eps) * self._gain + self._shift
        return normed


class _Layer:
    """One BERT layer: attention and feed-forward, each added to its input and normalised."""

    def __init__(self, file: E5File, name: str) -> None:
        shape = file.shape
        wide = shape.hidden
        self._heads = shape.heads
        parts = [file.matrix(f"{name}.{part}.w", wide, wide) for part in "qkv"]
        self._qkv = np.ascontiguousarray(np.concatenate(parts).T)
        self._qkv_bias = np.concatenate([file.floats(f"{name}.{part}.b", wide) for part in "qkv"])
        self._out = np.ascontiguousarray(file.matrix(f"{name}.ao.w", wide, wide).T)
        self._out_bias = file.floats(f"{name}.ao.b", wide)
        self._up = np.ascontiguousarray(file.matrix(f"{name}.fi.w", shape.inner, wide).T)
        self._up_bias = file.floats(f"{name}.fi.b", shape.inner)
        self._down = np.ascontiguousarray(file.matrix(f"{name}.fo.w", wide, shape.inner).T)
        self._down_bias = file.floats(f"{name}.fo.b", wide)
        self._norm = _Norm(file, f"{name}.aln", wide, shape.eps)
        self._last_norm = _Norm(file, f"{name}.oln", wide, shape.eps)

    def __call__(self, state: Floats, mask: Floats | None) -> Floats:
        many, long, wide = state.shape
        flat = state.reshape(-1, wide)
        queries, keys, values = (
            (flat @ self._qkv + self._qkv_bias).reshape(many, long, 3, self._heads, -1).transpose(2, 0, 3, 1, 4)
        )
        scores = queries @ keys.swapaxes(-1, -2) / np.float32(np.sqrt(queries.shape[-1]))
        if mask is not None:
            scores = scores + mask
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ values).transpose(0, 2, 1, 3).reshape(-1, wide)
        flat = self._norm(flat + (seen @ self._out + self._out_bias))
        inner = _gelu(flat @ self._up + self._up_bias)
        flat = self._last_norm(flat + (inner @ self._down + self._down_bias))
        return flat.reshape(many, long, wide)


def _one_thread() -> None:
    """Hold numpy's OpenBLAS to one thread. Other libraries (torch has its own) keep theirs.

    For one sentence more threads gain nothing, and beside a busy model they cost twenty times as much.
    """
    try:
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]
    except ImportError:
        return
    ThreadpoolController().select(internal_api="openblas").limit(limits=1)


def _gelu(value: Floats) -> Floats:
    """The tanh form: numpy has no erf, and the two differ by less than 4-bit weights do (cosine > 0.9999)."""
    cubed: Floats = value * (np.float32(0.7978845608) + np.float32(0.0356774081) * (value * value))
    out: Floats = (np.float32(0.5) * value * (np.float32(1.0) + np.tanh(cubed))).astype(np.float32)
    return out
