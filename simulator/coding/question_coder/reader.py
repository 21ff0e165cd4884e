"""One pass over several turns: units with the chances of every code and flag, AnnoMI's labels, and vectors."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import Said
from simulator.coding.coder import ReadText
from simulator.coding.pieces import Piece, pieces
from simulator.coding.question_coder.inputs import Input, make
from simulator.coding.question_coder.tokens import PAD
from simulator.coding.question_coder.weights import Loaded

if TYPE_CHECKING:
    from torch import Tensor

    from simulator.coding.question_coder.net import Batch

Floats = NDArray[np.float32]
Spans = list[tuple[int, int]]
PIECES = 3500
"""Padded pieces in one pass: larger batches gain nothing on a CPU."""
MAYBE = 0.1
"""From this chance on a unit whose code is unsure is cut where another may begin: often it is two in one."""
ALIKE = 1500
"""The same where no text is filled up to the length of another."""
PARTS = 8
"""A turn longer than so many passes of 160 pieces is not read to its end."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the net makes of one turn.

    Attributes:
        units: the turn cut into units, as written. `codes`: their chances, shape (units, 14).
        flags: chances of `weights.FLAGS`, shape (units, flags). `kinds`: of AnnoMI's four labels, shape (4,).
        words: words that were read.
    """

    units: tuple[str, ...]
    codes: Floats
    flags: Floats
    kinds: Floats
    words: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a turn that fits into one pass."""

    turn: int
    number: int
    text: str
    held: list[Piece]
    input: Input


class Reader:
    """Runs the net. Safe to call from any thread.

    Args:
        loaded: weights and settings.
        exact: compute in float32 even where bf16 is faster.
    """

    def __init__(self, loaded: Loaded, exact: bool = False) -> None:
        from simulator.coding.question_coder.speed import faster

        self.loaded = loaded
        self._dtype = faster(exact)
        self._net = loaded.net.to(self._dtype)
        self._lock = threading.Lock()

    @property
    def numbers(self) -> str:
        """The number format it computes in: bfloat16 or float32."""
        return str(self._dtype).removeprefix("torch.")

    def read(self, turns: Sequence[tuple[str, Sequence[Said]]], alike: bool = False) -> list[Reading]:
        """Return a reading for each (text, history); a text without words gives one without units.

        `alike`: only texts of one length share a pass, so that each is rounded nearly as if it were read alone.
        """
        parts = [part for n, (text, history) in enumerate(turns) for part in self._parts(n, text, history)]
        found: dict[tuple[int, int], Reading] = {}
        for held in _same_length(parts) if alike else _batches(parts):
            for part, reading in zip(held, self._pass(held), strict=True):
                found[part.turn, part.number] = reading
        out: list[list[Reading]] = [[] for _ in turns]
        for turn, number in sorted(found):
            out[turn].append(found[turn, number])
        return [_joined(one) for one in out]

    def texts(self, texts: Sequence[str], before: str | Sequence[str] = "") -> list[ReadText]:
        """Return each text with its vectors (see `late.py`); `before`: what the school said before all, or each."""
        import torch

        from simulator.coding.question_coder import late
        from simulator.coding.question_coder.net import LATE

        nothing = np.zeros((0, LATE), np.float32), np.zeros(0, np.float32)
        out = [ReadText(np.zeros(self._net.size.hidden, np.float32), *nothing) for _ in texts]
        each = [before] * len(texts) if isinstance(before, str) else before
        pasts = [(Said("school", one),) if one else () for one in each]
        inputs = [
            make(text, past, self.loaded.tokens, self.loaded.nearest) for text, past in zip(texts, pasts, strict=True)
        ]
        rows = [n for n, one in enumerate(inputs) if len(one.starts) > 1]
        rows.sort(key=lambda n: len(inputs[n].ids))
        for start in range(0, len(rows), 48):
            some = rows[start : start + 48]
            with self._lock, torch.inference_mode():
                found = late.read(self._net, _tensors([inputs[n] for n in some], [], self._dtype))
            for k, n in enumerate(some):
                held = found.held[k]
                out[n] = ReadText(
                    found.vectors[k].numpy(), found.pieces[k][held].numpy(), found.weights[k][held].numpy()
                )
        return out

    def low(self, texts: Sequence[str]) -> list[Tensor]:
        """Return the states of each text's pieces after the layers that read all alike, shape (t, hidden)."""
        import torch

        inputs = [make(text, (), self.loaded.tokens, self.loaded.nearest) for text in texts]
        rows = sorted(range(len(inputs)), key=lambda n: len(inputs[n].ids))
        out: dict[int, Tensor] = {}
        for start in range(0, len(rows), 48):
            some = rows[start : start + 48]
            with self._lock, torch.inference_mode():
                states = self._net.low(_tensors([inputs[n] for n in some], [], self._dtype))
            out |= {n: states[k, : len(inputs[n].ids)] for k, n in enumerate(some)}
        return [out[n] for n in range(len(inputs))]

    def _parts(self, turn: int, text: str, history: Sequence[Said]) -> list[_Part]:
        """Cut a long turn where its words end a pass; each part is read with the same history."""
        out: list[_Part] = []
        rest = text
        while rest.strip() and len(out) < PARTS:
            made = make(rest, history, self.loaded.tokens, self.loaded.nearest)
            known = len(made.starts) - 1
            held = pieces(rest)
            if known >= len(held) or not known:
                out.append(_Part(turn, len(out), rest, held[:known], made))
                break
            cut = held[known].start
            out.append(_Part(turn, len(out), rest[:cut], held[:known], made))
            rest = rest[cut:]
        return out

    def _pass(self, parts: Sequence[_Part]) -> list[Reading]:
        import torch

        with self._lock, torch.inference_mode():
            batch = _tensors([part.input for part in parts], [], self._dtype)
            state = self._net.body(batch)
            borders = self._net.borders(state, batch.starts).float().sigmoid().tolist()
            each, at = [], 0
            for part in parts:
                each.append(borders[at : at + len(part.input.starts) - 1])
                at += len(part.input.starts) - 1
            spans = [self._spans(held) for held in each]
            kinds = self._net.whole(state, batch.turns)[0].float() / self.loaded.settings.kind_temperature
            codes, flags = self._units(state, parts, spans)
            finer = self._finer(spans, each, codes.max(1).tolist() if len(codes) else [])
            if finer != spans:
                spans = finer
                codes, flags = self._units(state, parts, spans)
            whole = kinds.softmax(-1).numpy()
        out, at = [], 0
        for n, (part, held) in enumerate(zip(parts, spans, strict=True)):
            rows = slice(at, at + len(held))
            at += len(held)
            out.append(Reading(_texts(part, held), codes[rows], flags[rows], whole[n], len(part.held)))
        return out

    def _units(self, state: Tensor, parts: Sequence[_Part], spans: Sequence[Spans]) -> tuple[Floats, Floats]:
        """Return the chances of codes, shape (units, 14), and of flags, shape (units, flags)."""
        units = _tensors([part.input for part in parts], spans, self._dtype)
        codes, flags, _ = self._net.units(state, units.units, units.owner)
        return (codes.float() / self.loaded.settings.temperature).softmax(-1).numpy(), flags.float().sigmoid().numpy()

    def _finer(self, spans: Sequence[Spans], borders: Sequence[Sequence[float]], sure: Sequence[float]) -> list[Spans]:
        """Return the spans with those cut in two whose code is unsure and that have a place where another may begin."""
        out: list[Spans] = []
        found = iter(sure)
        for held, chances in zip(spans, borders, strict=True):
            out.append([])
            for first, last in held:
                place = max(range(first + 1, last), key=lambda n: chances[n], default=first)
                cut = next(found) < self.loaded.settings.unsure and place > first and chances[place] >= MAYBE
                out[-1] += [(first, place), (place, last)] if cut else [(first, last)]
        return out

    def _spans(self, borders: Sequence[float]) -> Spans:
        """Return the units as spans of words."""
        begins = [0, *(n for n, chance in enumerate(borders) if n and chance >= self.loaded.settings.border)]
        return list(zip(begins, [*begins[1:], len(borders)], strict=True)) if borders else []


def _texts(part: _Part, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    starts = [part.held[first].start for first, _ in spans]
    ends = [*starts[1:], len(part.text)]
    return tuple(part.text[start:end].strip() for start, end in zip(starts, ends, strict=True))


def _joined(readings: Sequence[Reading]) -> Reading:
    """Return the readings of the parts of one turn as one; the longest part says what kind of turn it is."""
    if len(readings) == 1:
        return readings[0]
    if not readings:
        return Reading((), np.zeros((0, 14), np.float32), np.zeros((0, 6), np.float32), np.zeros(4, np.float32), 0)
    weights = np.array([max(1, one.words) for one in readings], np.float32)
    kinds = np.average([one.kinds for one in readings], axis=0, weights=weights).astype(np.float32)
    return Reading(
        tuple(unit for one in readings for unit in one.units), np.concatenate([one.codes for one in readings]),
        np.concatenate([one.flags for one in readings]), kinds, sum(one.words for one in readings),
    )  # fmt: skip


def _batches(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Return the parts in batches of alike lengths."""
    out: list[list[_Part]] = []
    longest = 0
    for part in sorted(parts, key=lambda part: (len(part.input.ids) // 16, part.input.starts[-1])):
        longest = max(longest, len(part.input.ids))
        if out and longest * (len(out[-1]) + 1) <= PIECES:
            out[-1].append(part)
        else:
            out.append([part])
            longest = len(part.input.ids)
    return out


def _same_length(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield the parts in batches of one length each, in their order."""
    from simulator.coding.question_coder.steady import rounded

    held = dict[int, list[_Part]]()
    for part in parts:
        held.setdefault(rounded(len(part.input.ids)), []).append(part)
    for length, some in held.items():
        many = max(1, ALIKE // length)
        yield from (some[start : start + many] for start in range(0, len(some), many))


def _tensors(inputs: Sequence[Input], spans: Sequence[Sequence[tuple[int, int]]], dtype: object) -> Batch:
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
