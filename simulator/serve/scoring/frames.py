"""Frames between tabs and the scoring process: JSON, and raw float32 behind it. Nothing in them can run.

A frame is the four bytes `tsk1`, the length of the JSON and of the numbers (each four bytes, big-endian), the JSON (an
object, UTF-8) and the numbers (float32, little-endian), whose shapes stand in the JSON as `arrays`.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.serve.scoring.errors import FrameError

Floats = NDArray[np.float32]
MAGIC = b"tsk1"
HEAD = struct.Struct(">4sII")
LARGEST_QUESTION = 4 << 20
LARGEST_ANSWER = 64 << 20
"""Bytes of a frame at most, from a tab and to a tab."""
_SHAPES = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """What one frame holds."""

    body: dict[str, Any]
    arrays: list[Floats] = field(default_factory=list)


def pack(body: Mapping[str, Any], arrays: Sequence[Floats] = ()) -> bytes:
    """Return a frame."""
    held = dict(body)
    if arrays:
        held["arrays"] = [list(one.shape) for one in arrays]
    text = json.dumps(held, separators=(",", ":")).encode("ascii")
    raw = b"".join(np.ascontiguousarray(one, "<f4").tobytes() for one in arrays)
    return HEAD.pack(MAGIC, len(text), len(raw)) + text + raw


def sizes(head: bytes, largest: int) -> tuple[int, int]:
    """Return the lengths of JSON and numbers that a head announces.

    Raises:
        FrameError: it is none, or announces more than `largest` bytes.
    """
    magic, text, raw = HEAD.unpack(head)
    if magic != MAGIC:
        raise FrameError("no frame of the scoring process")
    if text + raw > largest:
        raise FrameError(f"a frame of {text + raw} bytes; {largest} are read at most")
    return text, raw


def unpack(text: bytes, raw: bytes) -> Frame:
    """Return what a frame holds.

    Raises:
        FrameError: its JSON is none, or does not fit the numbers behind it.
    """
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise FrameError("no JSON in a frame") from problem
    if not isinstance(body, dict):
        raise FrameError("a frame without an object")
    return Frame(body, _arrays(body.pop("arrays", []), raw))


def _arrays(shapes: object, raw: bytes) -> list[Floats]:
    if not isinstance(shapes, list) or len(shapes) > _SHAPES or not all(map(_is_shape, shapes)):
        raise FrameError("numbers of no shape")
    if 4 * sum(math.prod(shape) for shape in shapes) != len(raw):
        raise FrameError("numbers that do not fit their shapes")
    out, at = [], 0
    for shape in shapes:
        many = math.prod(shape)
        out.append(np.frombuffer(raw, "<f4", many, at).reshape(shape))
        at += 4 * many
    return out


def _is_shape(shape: object) -> bool:
    return isinstance(shape, list) and len(shape) <= 3 and all(type(n) is int and 0 <= n < 1 << 31 for n in shape)
