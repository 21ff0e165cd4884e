"""Turns as tensors: of each the talk is read once, its candidates lie behind it, and a mask keeps them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.training.voice.choices import Turn
from simulator.voice.score import END, WRITES

_TALK, _VOID = -1, -2
Ids = Callable[[str], list[int]]


@dataclass(slots=True)
class Batch:
    """Padded rows of n turns, t pieces each.

    Attributes:
        ids: pieces. `owner`: which candidate a piece belongs to, -1 the talk, -2 nothing. `places`: positions.
        ends: where candidates end, as (row, place), in the order of `groups`.
        groups: of each choice in turn: its kind, its language, how many candidates are right, how many there are.
        asked: (row, place) whose state foretells `wanted`, the pieces that are to be said. All (n, t) or (m, 2).
    """

    ids: Tensor
    owner: Tensor
    places: Tensor
    ends: Tensor
    groups: list[tuple[str, str, int, int]]
    asked: Tensor
    wanted: Tensor

    def mask(self) -> Tensor:
        """Return which pieces each sees, bool, shape (n, t, t)."""
        one, two = self.owner[:, :, None], self.owner[:, None, :]
        before = self.places[:, :, None] >= self.places[:, None, :]
        # A void piece sees the talk, so that no row of the softmax is empty.
        return before & ((one == two) | (two == _TALK))

    def to(self, device: str) -> Batch:
        """Return the same on a device."""
        ids, owner, places, ends = (one.to(device) for one in (self.ids, self.owner, self.places, self.ends))
        return Batch(ids, owner, places, ends, self.groups, self.asked.to(device), self.wanted.to(device))


def build(turns: Sequence[Turn], ids: Ids, begin: int) -> Batch:
    """Return a batch of turns; `begin` opens every talk."""
    rows = [_Row(turn, ids, begin, number) for number, turn in enumerate(turns)]
    long = max(len(row.ids) for row in rows)

    def padded(values: list[list[int]], void: int) -> Tensor:
        return torch.tensor([one + [void] * (long - len(one)) for one in values])

    return Batch(
        padded([row.ids for row in rows], 0), padded([row.owner for row in rows], _VOID),
        padded([row.places for row in rows], 0), torch.tensor([end for row in rows for end in row.ends]).view(-1, 2),
        [group for row in rows for group in row.groups],
        torch.tensor([one for row in rows for one in row.asked]).view(-1, 2),
        torch.tensor([one for row in rows for one in row.wanted]),
    )  # fmt: skip


class _Row:
    def __init__(self, turn: Turn, ids: Ids, begin: int, number: int) -> None:
        self.ids = [begin, *ids(turn.prompt)]
        self.talk = len(self.ids)
        self.owner, self.places = [_TALK] * self.talk, list(range(self.talk))
        self.ends: list[tuple[int, int]] = []
        self.groups: list[tuple[str, str, int, int]] = []
        self.asked: list[tuple[int, int]] = []
        self.wanted: list[int] = []
        self._number, self._many = number, 0
        for choice in turn.choices:
            for text in (*choice.right, *choice.wrong):
                self._add(ids(f" {text}{END}"))
                self.ends.append((number, len(self.ids) - 1))
            many = len(choice.right)
            self.groups.append((choice.kind, turn.language, many, many + len(choice.wrong)))
        if turn.spoken:
            line, reply = turn.spoken
            self._add([*ids(f" {line}{END}")], ids(f"{WRITES}{reply}{END}"))

    def _add(self, shown: list[int], said: list[int] | None = None) -> None:
        """Add a candidate; `said` is to be foretold behind it, and so is the shown line itself."""
        start, both = len(self.ids), [*shown, *(said or ())]
        if said is not None:
            self.asked += [(self._number, n) for n in (self.talk - 1, *range(start, start + len(both) - 1))]
            self.wanted += both
        self.ids += both
        self.owner += [self._many] * len(both)
        self.places += range(self.talk, self.talk + len(both))
        self._many += 1
