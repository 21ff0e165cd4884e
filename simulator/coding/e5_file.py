"""Reads the packed multilingual-e5-small file `e5-small-q4.bin` (layout E5S1) without the program that wrote it.

The file is little-endian: a header, a SentencePiece unigram vocabulary with scores, a map that normalises code points,
a directory of tensors, and the tensors: float32, or Q4_0 blocks (32 weights: an fp16 scale and 16 bytes of nibbles).
It is mapped into memory, so the 54 MB embedding table costs only the rows that are looked up.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.errors import ToaskError

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("quants", "u1", (BLOCK // 2,))])
_HEADER = struct.Struct("<4sI7ifi")
_VOCAB = struct.Struct("<5iQ")
_ENTRY = struct.Struct("<BIQQ")


class EncoderFileError(ToaskError):
    """The encoder's file cannot be read. The message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the model: hidden, layers, heads, feed-forward, vocabulary, longest input; `eps` of the layer norms."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces as one blob with offsets (n+1), their log scores, special ids, and what each odd code point becomes."""

    blob: bytes
    offsets: NDArray[np.uint32]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    unk: int
    normal: dict[int, str]


class E5File:
    """The opened file. Arrays taken from it stay valid as long as this object lives.

    Raises:
        EncoderFileError: not this format, or cut short.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as handle:
                self._data = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
            self._read()
        except (OSError, ValueError, struct.error, KeyError) as error:
            raise EncoderFileError(
                f"The encoder file {path} cannot be read ({error}); run `toask models pull e5-small`."
            ) from error

    def _read(self) -> None:
        fields = _HEADER.unpack_from(self._data, 0)
        if fields[0] != MAGIC or fields[10] != BLOCK:
            raise ValueError("not an E5S1 file")
        hidden, layers, heads, inner, words, positions = fields[2:8]
        self.shape = Shape(hidden, layers, heads, inner, words, positions, fields[9])
        at = self._read_vocabulary(_HEADER.size)
        self._entries: dict[str, tuple[int, int, int]] = {}
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode("ascii")
            kind, size, offset, _bytes = _ENTRY.unpack_from(self._data, at + 2 + length)
            self._entries[name] = (kind, size, offset)
            at += 2 + length + _ENTRY.size

    def _read_vocabulary(self, at: int) -> int:
        pieces, bos, eos, _pad, unk, length = _VOCAB.unpack_from(self._data, at)
        at += _VOCAB.size
        offsets = np.frombuffer(self._data, "<u4", pieces + 1, at)
        at += 4 * (pieces + 1)
        scores = np.frombuffer(self._data, "<f4", pieces, at)
        at += 4 * pieces
        blob = self._data[at : at + length]
        at += length
        count, size = struct.unpack_from("<iI", self._data, at)
        at += 8
        normal: dict[int, str] = {}
        here = at
        for _ in range(count):
            point, many = struct.unpack_from("<IB", self._data, here)
            normal[point] = "".join(map(chr, struct.unpack_from(f"<{many}I", self._data, here + 5)))
            here += 5 + 4 * many
        self.vocabulary = Vocabulary(blob, offsets, scores, bos, eos, unk, normal)
        return at + int(size)

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a float32 tensor of that shape."""
        _kind, _size, offset = self._entries[name]
        count = int(np.prod(shape))
        return np.frombuffer(self._data, "<f4", count, offset).reshape(shape)

    def blocks(self, name: str, rows: int, columns: int) -> NDArray[np.void]:
        """Return a Q4_0 tensor as its blocks, shape (rows, columns / 32), still packed."""
        _kind, _size, offset = self._entries[name]
        wide = columns // BLOCK
        return np.frombuffer(self._data, _BLOCK_TYPE, rows * wide, offset).reshape(rows, wide)

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """Return a Q4_0 tensor unpacked, float32, shape (rows, columns)."""
        return unpack(self.blocks(name, rows, columns))


def unpack(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Unpack Q4_0 blocks of shape (rows, n) to float32 of shape (rows, 32 n).

    Byte j of a block holds weight j in its low and weight j+16 in its high nibble, both with 8 added.
    """
    rows, wide = blocks.shape
    quants = blocks["quants"]
    out = np.empty((rows, wide, BLOCK), np.float32)
    out[:, :, :16] = quants & 0x0F
    out[:, :, 16:] = quants >> 4
    out -= 8.0
    out *= blocks["scale"].astype(np.float32)[:, :, None]
    return out.reshape(rows, wide * BLOCK)
