"""One pass over several turns: units with the chances of every code and flag, AnnoMI's labels, and vectors."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.coding.around import around
from simulator.coding.codebook import Said
from simulator.coding.coder import ReadText
from simulator.coding.pieces import Piece, pieces
from simulator.coding.question_coder.inputs import Input, make
from simulator.coding.question_coder.passes import passes, tensors
from simulator.coding.question_coder.weights import FLAGS, Loaded

if TYPE_CHECKING:
    from torch import Tensor

    from simulator.coding.question_coder.net import Batch
    from simulator.coding.question_coder.second import Seen

Floats = NDArray[np.float32]
Spans = list[tuple[int, int]]
MAYBE = 0.2
"""From this chance on a unit whose code is unsure is cut where another may begin: often it is two in one."""
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
    before: str


class Reader:
    """Runs the net. Safe to call from any thread.

    Args:
        loaded: weights and settings.
        exact: compute in float32 even where bf16 is faster.
    """

    def __init__(self, loaded: Loaded, exact: bool = False) -> None:
        from simulator.coding.question_coder.speed import faster

        self._dtype = faster(exact)
        self._net = loaded.net.to(self._dtype)
        self._second = None if loaded.second is None else loaded.second.to(self._dtype)
        self.loaded = replace(loaded, second=self._second)
        self._lock = threading.Lock()

    @property
    def numbers(self) -> str:
        """The number format it computes in: bfloat16 or float32."""
        return str(self._dtype).removeprefix("torch.")

    def read(self, turns: Sequence[tuple[str, Sequence[Said]]]) -> list[Reading]:
        """Return a reading for each (text, history); a text without words gives one without units.

        Only texts of one length are filled up alike, so each is rounded nearly as if it were read alone.
        """
        return [reading for reading, _ in self._both(turns, with_text=False)]

    def read_with_text(self, turns: Sequence[tuple[str, Sequence[Said]]]) -> list[tuple[Reading, ReadText | None]]:
        """Return the same with each turn's text as topic matching reads it behind the last words of its history.

        One pass serves both. None: the turn is too long for one pass, or has no words.
        """
        return self._both(turns, with_text=True)

    def _both(
        self, turns: Sequence[tuple[str, Sequence[Said]]], with_text: bool
    ) -> list[tuple[Reading, ReadText | None]]:
        parts = [part for n, (text, history) in enumerate(turns) for part in self._parts(n, text, history)]
        found: dict[tuple[int, int], tuple[Reading, ReadText | None]] = {}
        for some in passes([part.input for part in parts]):
            held = [[parts[n] for n in rows] for rows in some]
            for group, readings in zip(held, self._pass(held, with_text), strict=True):
                found |= {(part.turn, part.number): one for part, one in zip(group, readings, strict=True)}
        out: list[list[tuple[Reading, ReadText | None]]] = [[] for _ in turns]
        for turn, number in sorted(found):
            out[turn].append(found[turn, number])
        return [(_joined([one for one, _ in held]), held[0][1] if len(held) == 1 else None) for held in out]

    def texts(self, texts: Sequence[str], before: str | Sequence[str] = "") -> list[ReadText]:
        """Return each text with its vectors (see `late.py`); `before`: what the school said before all, or each."""
        import torch

        from simulator.coding.question_coder.net import LATE

        nothing = np.zeros((0, LATE), np.float32), np.zeros(0, np.float32)
        out = [ReadText(np.zeros(self._net.size.hidden, np.float32), *nothing) for _ in texts]
        each = [before] * len(texts) if isinstance(before, str) else before
        pasts = [(Said("school", one),) if one else () for one in each]
        inputs = [
            make(text, past, self.loaded.tokens, self.loaded.nearest) for text, past in zip(texts, pasts, strict=True)
        ]
        kept = [n for n, one in enumerate(inputs) if len(one.starts) > 1]
        for some in passes([inputs[n] for n in kept]):
            batches = [tensors([inputs[kept[k]] for k in rows], []) for rows in some]
            with self._lock, torch.inference_mode():
                found = [self._late(*held) for held in zip(self._states(batches), batches, strict=True)]
            for rows, read in zip(some, found, strict=True):
                for k, one in zip(rows, read, strict=True):
                    out[kept[k]] = one
        return out

    def _late(self, state: Tensor, batch: Batch) -> list[ReadText]:
        """Return the texts of a batch with their vectors."""
        from simulator.coding.question_coder import late

        found = late.of(self._net, state, batch)
        rows = zip(found.vectors, found.pieces, found.weights, found.held, strict=True)
        return [
            ReadText(vector.numpy(), each[held].numpy(), weights[held].numpy()) for vector, each, weights, held in rows
        ]

    def _states(self, batches: Sequence[Batch]) -> list[Tensor]:
        """Return the last state of each batch; a single text has nothing that could be left out."""
        from simulator.coding.question_coder.packed import bodies

        if len(batches) == 1 and len(batches[0].ids) == 1:
            return [self._net.body(batches[0])]
        return bodies(self._net, batches)

    def low(self, texts: Sequence[str]) -> list[Tensor]:
        """Return the states of each text's pieces after the layers that read all alike, shape (t, hidden)."""
        import torch

        inputs = [make(text, (), self.loaded.tokens, self.loaded.nearest) for text in texts]
        rows = sorted(range(len(inputs)), key=lambda n: len(inputs[n].ids))
        out: dict[int, Tensor] = {}
        for start in range(0, len(rows), 48):
            some = rows[start : start + 48]
            with self._lock, torch.inference_mode():
                states = self._net.low(tensors([inputs[n] for n in some], []))
            out |= {n: states[k, : len(inputs[n].ids)] for k, n in enumerate(some)}
        return [out[n] for n in range(len(inputs))]

    def _parts(self, turn: int, text: str, history: Sequence[Said]) -> list[_Part]:
        """Cut a long turn where its words end a pass; each part is read with the same history."""
        out: list[_Part] = []
        rest, before = text, around(history).school
        while rest.strip() and len(out) < PARTS:
            made = make(rest, history, self.loaded.tokens, self.loaded.nearest)
            known = len(made.starts) - 1
            held = pieces(rest)
            if known >= len(held) or not known:
                out.append(_Part(turn, len(out), rest, held[:known], made, before))
                break
            cut = held[known].start
            out.append(_Part(turn, len(out), rest[:cut], held[:known], made, before))
            rest = rest[cut:]
        return out

    def _pass(self, groups: Sequence[Sequence[_Part]], with_text: bool) -> list[list[tuple[Reading, ReadText | None]]]:
        """Return the readings of groups of one length each, read together."""
        import torch

        batches = [tensors([part.input for part in parts], []) for parts in groups]
        with self._lock, torch.inference_mode():
            out: list[list[tuple[Reading, ReadText | None]]] = []
            for parts, batch, state in zip(groups, batches, self._states(batches), strict=True):
                texts = self._late(state, batch) if with_text else [None] * len(parts)
                out.append(list(zip(self._readings(parts, batch, state), texts, strict=True)))
            return out

    def _readings(self, parts: Sequence[_Part], batch: Batch, state: Tensor) -> list[Reading]:
        seen = None if self._second is None else self._second.read([(part.before, part.text) for part in parts])
        each = self._begins(parts, self._net.borders(state, batch.starts).float(), seen)
        spans = [self._spans(held) for held in each]
        kinds = self._net.whole(state, batch.turns)[0].float() / self.loaded.settings.kind_temperature
        codes, flags = self._units(state, parts, spans, seen)
        finer = self._finer(spans, each, codes.max(1).tolist() if len(codes) else [])
        if finer != spans:
            spans = finer
            codes, flags = self._units(state, parts, spans, seen)
        whole = kinds.softmax(-1).numpy()
        out, at = [], 0
        for n, (part, held) in enumerate(zip(parts, spans, strict=True)):
            rows = slice(at, at + len(held))
            at += len(held)
            out.append(Reading(_texts(part, held), codes[rows], flags[rows], whole[n], len(part.held)))
        return out

    def _begins(self, parts: Sequence[_Part], borders: Tensor, seen: Sequence[Seen] | None) -> list[list[float]]:
        """Return the chances that a unit begins with each word, part by part."""
        out, at = list[list[float]](), 0
        for n, part in enumerate(parts):
            odds = borders[at : at + len(part.input.starts) - 1]
            at += len(part.input.starts) - 1
            if self._second is not None and seen is not None and len(odds) == len(part.held) > 1:
                first, second, more = self._second.blend.begins
                words = [(word.start, word.end) for word in part.held]
                odds[1:] = odds[1:] * first + self._second.begins(seen[n], words) * second + more
            out.append(odds.sigmoid().tolist())
        return out

    def _units(
        self, state: Tensor, parts: Sequence[_Part], spans: Sequence[Spans], seen: Sequence[Seen] | None
    ) -> tuple[Floats, Floats]:
        """Return the chances of codes, shape (units, 14), and of flags, shape (units, flags)."""
        units = tensors([part.input for part in parts], spans)
        states = self._net.states(state, units.units, units.owner)
        read = states[:, : self._net.size.hidden]
        codes, flags = self._net.codes(read).float(), self._net.flags(read).float().sigmoid().numpy()
        probes = self.loaded.probes
        if probes is None:
            return (codes / self.loaded.settings.temperature).softmax(-1).numpy(), flags
        flags[:, FLAGS.index("off_topic")] = probes.off_topic(states).numpy()
        codes = probes.codes(codes, states)
        if self._second is not None and seen is not None:
            again = [
                self._second.logits(one, [(part.held[a].start, part.held[b - 1].end) for a, b in held])
                for part, held, one in zip(parts, spans, seen, strict=True)
            ]
            codes = self._second.blend.pooled(codes, [one for one, _ in again])
            self._second.blend.put_flags(flags, [one for _, one in again])
        return codes.softmax(-1).numpy(), flags

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
