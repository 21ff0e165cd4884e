"""What is read together: inputs of alike lengths in one pass, as padded tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.coding.question_coder.inputs import Input
from simulator.coding.question_coder.tokens import PAD

if TYPE_CHECKING:
    from simulator.coding.question_coder.net import Batch

PIECES = 3500
"""Pieces in one pass: larger ones gain nothing on a CPU."""


def passes(inputs: Sequence[Input]) -> Iterator[list[list[int]]]:
    """Yield what is read in one pass: the numbers of inputs of alike lengths, those of one rounded length together."""
    from simulator.coding.question_coder.steady import rounded

    some, many = list[list[int]](), 0
    for n in sorted(range(len(inputs)), key=lambda n: (rounded(len(inputs[n].ids)), inputs[n].starts[-1])):
        size = len(inputs[n].ids)
        if many + size > PIECES and some:
            yield some
            some, many = [], 0
        if not some or rounded(len(inputs[some[-1][0]].ids)) != rounded(size):
            some.append([])
        some[-1].append(n)
        many += size
    if some:
        yield some


def tensors(inputs: Sequence[Input], spans: Sequence[Sequence[tuple[int, int]]]) -> Batch:
    """Return padded tensors; `spans` (of words, one list an input) may be empty when units are not needed yet."""
    import torch

    from simulator.coding.question_coder.net import Batch
    from simulator.coding.question_coder.steady import rounded

    longest = rounded(max(len(one.ids) for one in inputs))
    ids = np.full((len(inputs), longest), PAD, np.int64)
    segments = np.zeros_like(ids)
    turns = np.zeros(ids.shape, np.float32)
    starts: list[tuple[int, int]] = []
    rows: list[tuple[int, int, int]] = []
    for n, one in enumerate(inputs):
        ids[n, : len(one.ids)] = one.ids
        segments[n, : len(one.ids)] = one.segments
        turns[n, 1 : one.starts[-1]] = 1.0 / max(1, one.starts[-1] - 1)
        starts += [(n, place) for place in one.starts[:-1]]
        if spans:
            rows += [(n, one.starts[first], one.starts[last]) for first, last in spans[n]]
    units = np.zeros((len(rows), longest), np.float32)
    for k, (_, first, last) in enumerate(rows):
        units[k, first:last] = 1.0 / max(1, last - first)
    held = torch.from_numpy(ids)
    owner = torch.tensor([n for n, _, _ in rows], dtype=torch.long)
    return Batch(
        held, torch.from_numpy(segments), held != PAD, torch.tensor(starts, dtype=torch.long).view(-1, 2),
        torch.from_numpy(units), owner, torch.from_numpy(turns),
    )  # fmt: skip
