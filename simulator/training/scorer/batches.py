"""Examples to padded tensors, in batches of about the same number of pieces."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.coding.codebook import CODES
from simulator.coding.pieces import pieces
from simulator.coding.question_coder.inputs import Input, Nearest, make
from simulator.coding.question_coder.net import FINE, Batch
from simulator.coding.question_coder.tokens import PAD, Tokens
from simulator.training.scorer.examples import Example, flags_of


@dataclass(frozen=True, slots=True)
class Targets:
    """What is to be learnt of a batch.

    Attributes:
        borders: 1 where a word begins a unit, -1: not known, shape (words,).
        codes: shape (units,). `flags`: shape (units, flags).
        kinds: shape (n,), -1: none. `fine`: shape (n, parts), -1: not known. `raters`: who gave them, shape (n,).
        weights: of each turn, shape (n,); `unit_weights`: of each unit.
        vectors: what the teacher makes of each unit, shape (units, d); rows of zeros: nothing is known.
        wholes: the same of whole turns, shape (n, d).
    """

    borders: Tensor
    codes: Tensor
    flags: Tensor
    kinds: Tensor
    fine: Tensor
    raters: Tensor
    weights: Tensor
    vectors: Tensor
    wholes: Tensor


@dataclass(frozen=True, slots=True)
class Ready:
    """An example with its input, for each unit the span of words, and the teacher's vectors.

    Attributes:
        vectors: one row a unit; for an example without units one row for the whole text; None: not known.
    """

    example: Example
    input: Input
    spans: tuple[tuple[int, int], ...]
    vectors: Tensor | None = None


def ready(example: Example, tokens: Tokens, nearest: Nearest, vectors: Tensor | None = None) -> Ready:
    """Return the example made ready; units that lie past the limit are left out."""
    made = make(example.text, example.history, tokens, nearest)
    known = len(made.starts) - 1
    spans, at = [], 0
    for unit in example.units:
        many = len(pieces(unit.text))
        if at + many > known or not many:
            break
        spans.append((at, at + many))
        at += many
    return Ready(example, made, tuple(spans), vectors)


def collate(rows: Sequence[Ready]) -> tuple[Batch, Targets]:
    """Return tensors of some examples; without units a whole turn is one unit of no known code."""
    longest = max(len(row.input.ids) for row in rows)
    ids = torch.full((len(rows), longest), PAD)
    segments = torch.zeros((len(rows), longest), dtype=torch.long)
    turns = torch.zeros(len(rows), longest)
    starts, borders, owner, spans, codes, flags = [], [], [], [], [], []
    for n, row in enumerate(rows):
        made = row.input
        ids[n, : len(made.ids)] = torch.tensor(made.ids)
        segments[n, : len(made.ids)] = torch.tensor(made.segments)
        end = made.starts[-1]
        turns[n, 1:end] = 1.0 / max(1, end - 1)
        firsts = {first for first, _ in row.spans}
        known = row.spans[-1][1] if row.spans else 0
        for word, place in enumerate(made.starts[:-1]):
            starts.append((n, place))
            borders.append(int(word in firsts) if word and word < known else -1)
        for (first, last), unit in zip(row.spans, row.example.units, strict=False):
            owner.append(n)
            spans.append((made.starts[first], made.starts[last]))
            codes.append(CODES.index(unit.code))
            flags.append(flags_of(unit))
    units = torch.zeros(len(owner), longest)
    for n, (first, last) in enumerate(spans):
        units[n, first:last] = 1.0 / max(1, last - first)
    batch = Batch(
        ids, segments, ids != PAD, torch.tensor(starts).view(-1, 2), units, torch.tensor(owner, dtype=torch.long), turns
    )
    targets = Targets(
        torch.tensor(borders), torch.tensor(codes, dtype=torch.long), torch.tensor(flags, dtype=torch.float32),
        torch.tensor([row.example.kind for row in rows]),
        torch.tensor([row.example.fine or (-1,) * len(FINE) for row in rows]),
        torch.tensor([row.example.rater for row in rows]),
        torch.tensor([row.example.weight for row in rows]),
        *_vectors(rows),
    )  # fmt: skip
    return batch, targets


def _vectors(rows: Sequence[Ready]) -> tuple[Tensor, Tensor]:
    """Return the teacher's vectors of all units and of all whole turns; zeros where there are none."""
    wide = next((row.vectors.shape[1] for row in rows if row.vectors is not None), 1)
    units, wholes = [], torch.zeros(len(rows), wide)
    for n, row in enumerate(rows):
        known = row.vectors if row.vectors is not None else torch.zeros(max(1, len(row.spans)), wide)
        if row.example.units:
            units.append(known[: len(row.spans)])
        else:
            wholes[n] = known[0]
    return torch.cat(units) if units else torch.zeros(0, wide), wholes


def batches(rows: Sequence[Ready], pieces_each: int, dice: random.Random) -> Iterator[list[Ready]]:
    """Yield all rows once, in batches of about `pieces_each` padded pieces; lengths alike, order by chance."""
    order = sorted(rows, key=lambda row: len(row.input.ids) + dice.random() * 12)
    held: list[list[Ready]] = [[]]
    longest = 0
    for row in order:
        longest = max(longest, len(row.input.ids))
        if held[-1] and longest * (len(held[-1]) + 1) > pieces_each:
            held.append([])
            longest = len(row.input.ids)
        held[-1].append(row)
    dice.shuffle(held)
    yield from held
