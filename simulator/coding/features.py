"""What the models of the first coder see of a unit and of the gap between two words, as hashed features.

Hashing (crc32, the same on every machine) needs no vocabulary file; a bucket seen in one unit only gets no weight.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.stems import content_set, taken, words

Floats = NDArray[np.float32]
WORD_BITS, CHAR_BITS, SIDE_BITS = 15, 15, 13
WORDS, CHARS, SIDES = 1 << WORD_BITS, 1 << CHAR_BITS, 1 << SIDE_BITS
WIDTH = WORDS + CHARS + SIDES
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?!]+|\.{2,}|…|[\"“”„‘«»]")
_NUMBER = re.compile(r"\d+")
_LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a turn: the school's last words, all it said before that, the trainee's own earlier words."""

    school: str = ""
    earlier: str = ""
    own: str = ""
    first: bool = True
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Hashed:
    """Buckets of one unit in three blocks (words, letter runs, sides), each as (bucket, times) before weighting."""

    words: dict[int, float]
    chars: dict[int, float]
    sides: dict[int, float]


def plain(text: str) -> str:
    """Return the text NFC, lower case, with straight apostrophes and digits made alike."""
    low = unicodedata.normalize("NFC", text[:_LONGEST]).lower().replace("’", "'").replace("`", "'")
    return _NUMBER.sub("9", low)


def tokens(text: str) -> list[str]:
    """Return the words and telling marks of a text, between `^` and `$`."""
    return ["^", *_TOKEN.findall(plain(text)), "$"]


def bucket(feature: str, size: int) -> int:
    """Return the bucket of a feature among `size` (a power of two)."""
    return zlib.crc32(feature.encode("utf-8")) & (size - 1)


def _add(into: dict[int, float], feature: str, size: int, weight: float = 1.0) -> None:
    key = bucket(feature, size)
    into[key] = into.get(key, 0.0) + weight


def hashed(units: Sequence[str], index: int, around: Around) -> Hashed:
    """Return the features of unit `index` of a turn that was cut into `units`."""
    held = tokens(units[index])
    by_word: dict[int, float] = {}
    for size in (1, 2, 3):
        for start in range(len(held) - size + 1):
            _add(by_word, " ".join(held[start : start + size]), WORDS)
    by_char: dict[int, float] = {}
    for token in held[1:-1]:
        padded = f" {token} "
        for size in (2, 3, 4, 5):
            for start in range(len(padded) - size + 1):
                _add(by_char, padded[start : start + size], CHARS)
    by_side: dict[int, float] = {}
    for feature in _sides(units, index, around, held):
        by_side[bucket(feature, SIDES)] = 1.0
    return Hashed(by_word, by_char, by_side)


def _sides(units: Sequence[str], index: int, around: Around, held: list[str]) -> Iterator[str]:
    text = units[index]
    inner = held[1:-1] or ["-"]
    mark = "?" if "?" in text else "0"
    first = inner[0]
    yield f"first {first}"
    yield f"first2 {' '.join(inner[:2])}"
    yield f"first3 {' '.join(inner[:3])}"
    yield f"last {inner[-1]}"
    yield f"last2 {' '.join(inner[-2:])}"
    yield f"mark {mark} {'!' in text}"
    yield f"place {min(index, 3)} {index == len(units) - 1}"
    yield f"alone {len(units) == 1} {mark}"
    yield f"long {min(len(inner) // 3, 8)}"
    yield f"opening {around.first} {min(index, 2)}"
    yield f"asks {around.asks} {min(index, 2)}"
    yield f"asks {around.asks} {first}"
    yield from _neighbours(units, index)
    yield from _carried(text, mark, first, around)


def _neighbours(units: Sequence[str], index: int) -> Iterator[str]:
    before = tokens(units[index - 1])[1:-1] if index else ["<"]
    after = tokens(units[index + 1])[1:-1] if index + 1 < len(units) else [">"]
    yield f"before1 {before[0] if before else '-'}"
    yield f"before-1 {before[-1] if before else '-'}"
    yield f"before2 {' '.join(before[:2])}"
    yield f"after1 {after[0] if after else '-'}"
    yield f"after2 {' '.join(after[:2])}"
    yield f"after? {'?' in after}"
    yield f"before? {'?' in before}"


def _carried(text: str, mark: str, first: str, around: Around) -> Iterator[str]:
    last_share, last_count = taken(text, around.school)
    all_share, all_count = taken(text, f"{around.school} {around.earlier}")
    own_share, _ = taken(text, around.own)
    many = min(len(content_set(text)), 6)
    yield f"last {_step(last_share)} {mark}"
    yield f"last# {min(last_count, 4)}"
    yield f"all {_step(all_share)} {mark}"
    yield f"all# {min(all_count, 5)}"
    yield f"new {min(many - min(all_count, many), 5)} {mark}"
    yield f"own {_step(own_share)}"
    yield f"many {many}"
    yield f"all {_step(all_share)} {first}"
    yield f"last>0 {last_count > 0} {first}"
    back, _ = taken(around.school, text)
    yield f"back {_step(back)}"
    mine, theirs = set(words(text)), set(words(around.school))
    yield f"raw {_step(len(mine & theirs) / max(len(mine), 1))} {mark}"


def _step(share: float) -> int:
    return int(min(share, 0.999) * 5) + (1 if share > 0 else 0)


def weigh(one: Hashed, idf: Floats, gains: tuple[float, float, float]) -> tuple[NDArray[np.int64], Floats]:
    """Return (columns, values) of a unit: TF-IDF with sublinear counts, each text block at unit length, times its gain.

    Args:
        one: the buckets.
        idf: weights of the word and letter buckets, then of the side buckets (0: never use), shape (WIDTH,).
        gains: what the three blocks are multiplied by.
    """
    columns: list[NDArray[np.int64]] = []
    values: list[Floats] = []
    for block, offset, gain, normed in (
        (one.words, 0, gains[0], True), (one.chars, WORDS, gains[1], True), (one.sides, WORDS + CHARS, gains[2], False)
    ):  # fmt: skip
        keys = np.fromiter(block, np.int64, len(block)) + offset
        weights = (1.0 + np.log(np.fromiter(block.values(), np.float32, len(block)))) * idf[keys]
        held = weights > 0
        keys, weights = keys[held], weights[held]
        if normed:
            weights = weights / max(float(np.linalg.norm(weights)), 1e-6)
        columns.append(keys)
        values.append((weights * gain).astype(np.float32))
    return np.concatenate(columns), np.concatenate(values)
