"""What was read of prompts, latest first: their pieces with keys and values, so that no beginning is read twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.voice.decoder import Past

KEPT = 10
"""So many prompts are kept: the talk, for each who may speak, and one for each question of a turn."""
ROOM, DROP = 1400, 256
"""Pieces of prompt that are read at most; of a longer one some go, so many at a time that the next drops the same."""
_HEAD = 64
Read = list[tuple[list[int], "Past"]]


def longest(read: Read, ids: Sequence[int], empty: Past) -> Past:
    """Return keys and values of the longest beginning of `ids` that was read before, cut to it; `empty`: none was."""
    same, past = 0, empty
    for before, held in read:
        alike = common(ids, before)
        if alike > same:
            same, past = alike, held.cut(alike)
    return past


def kept(read: Read, ids: list[int], past: Past) -> Read:
    """Return what was read with one more; what is only the beginning of that is held by it."""
    return [(ids, past), *(row for row in read if ids[: len(row[0])] != row[0])][:KEPT]


def fitted(ids: list[int]) -> list[int]:
    """Return the pieces of a prompt; of one that is too long some behind its beginning are dropped."""
    over = len(ids) - ROOM
    return ids if over <= 0 else ids[:_HEAD] + ids[_HEAD + -(-over // DROP) * DROP :]


def common(one: Sequence[int], two: Sequence[int]) -> int:
    """Return how many pieces two prompts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
