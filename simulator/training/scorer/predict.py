"""Predictions on held-out turns, kept in files from which every figure of the model card is computed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from simulator.coding.codebook import Said, Unit, main_of
from simulator.coding.pieces import pieces
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.net import KINDS, Net
from simulator.training.scorer.batches import collate, ready
from simulator.training.scorer.examples import Example
from simulator.training.scorer.learn import Reader

Floats = NDArray[np.float32]
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Turn:
    """One predicted trainee turn.

    Attributes:
        id, number, language: of the turn. `quality`: AnnoMI's, else empty.
        main, kind: what people said. `found_main`, `found_kind`: what the coder says.
        codes: (people's, coder's) for each unit that people cut; `sure`: the coder's confidence in each of its own,
            `right`: whether people gave the one that shares most words with it the same code.
        borders: people's and the coder's, as numbers of the words that begin a unit.
        asks: whether there is a question in it: by people, by the coder.
        flags: of all its units: people's, the coder's.
    """

    id: str
    number: int
    language: str
    quality: str
    main: str
    found_main: str
    kind: str
    found_kind: str
    codes: tuple[tuple[str, str], ...] = ()
    sure: tuple[float, ...] = ()
    borders: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    asks: tuple[bool, bool] = (False, False)
    flags: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    right: tuple[bool, ...] = ()


@torch.inference_mode()
def whole(net: Net, reader: Reader, examples: Sequence[Example], exact: bool = False) -> tuple[Floats, Floats]:
    """Return chances of AnnoMI's labels, shape (n, 4), and of its parts, shape (n, 11)."""
    net.eval()
    rows = [ready(one, reader.tokens, reader.nearest) for one in examples]
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].input.ids))
    kinds = np.zeros((len(rows), len(KINDS)), np.float32)
    fine = np.zeros((len(rows), net.fine.out_features), np.float32)
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        batch, _ = collate([rows[n] for n in part])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not exact):
            found, parts, _ = net.whole(net.body(batch), batch.turns)
        kinds[part] = found.float().softmax(-1).numpy()
        fine[part] = parts.float().sigmoid().numpy()
    return kinds, fine


@torch.inference_mode()
def units(net: Net, reader: Reader, examples: Sequence[Example]) -> list[tuple[Floats, Floats, Floats]]:
    """Return for each example logits of codes (units, 14), chances of flags (units, 6) and of borders (words,)."""
    net.eval()
    rows = [ready(one, reader.tokens, reader.nearest) for one in examples]
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].input.ids))
    out: list[tuple[Floats, Floats, Floats]] = [(np.zeros(0), np.zeros(0), np.zeros(0))] * len(rows)  # type: ignore[list-item]
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        batch, _ = collate([rows[n] for n in part])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            state = net.body(batch)
            codes, flags, _ = net.units(state, batch.units, batch.owner)
            borders = net.borders(state, batch.starts).float().sigmoid()
        for k, n in enumerate(part):
            mine, words = batch.owner == k, batch.starts[:, 0] == k
            out[n] = (
                codes[mine].float().numpy(), flags[mine].float().sigmoid().numpy(), borders[words].numpy()
            )  # fmt: skip
    return out


def begins(units_: Sequence[Unit]) -> tuple[int, ...]:
    """Return which words of a turn begin a unit."""
    out, at = [], 0
    for unit in units_:
        out.append(at)
        at += len(pieces(unit.text))
    return tuple(out)


def matched(people: Sequence[Unit], found: Sequence[Unit]) -> tuple[tuple[str, str], ...]:
    """Return (people's code, the code of the coder's unit that shares most words with it) for each unit people cut."""
    ends = [*begins(people)[1:], sum(len(pieces(unit.text)) for unit in people)]
    starts = begins(found)
    stops = [*starts[1:], sum(len(pieces(unit.text)) for unit in found)]
    out = []
    for unit, first, last in zip(people, begins(people), ends, strict=True):
        shares = [min(last, stop) - max(first, start) for start, stop in zip(starts, stops, strict=True)]
        out.append((unit.code, found[int(np.argmax(shares))].code))
    return tuple(out)


def own(coder: QuestionCoder, examples: Sequence[Example]) -> list[Turn]:
    """Return predictions for coded turns, coded as in use: the coder's own units and its own earlier codes."""
    out: list[Turn] = []
    readings = coder.read([(one.text, one.history, one.language) for one in examples])
    coded: dict[tuple[str, str], tuple[Unit, ...]] = {}
    for one, reading in zip(examples, readings, strict=True):
        history = [
            Said(said.role, said.text, coded.get((one.conversation, said.text), said.units), said.act)
            for said in one.history
        ]
        turn = coder.finish(one.text, reading, history, one.language)
        coded[one.conversation, one.text] = turn.units
        out.append(
            Turn(
                one.conversation, one.number, one.language, one.quality, main_of(one.units), turn.main,
                KINDS[one.kind], turn.annomi, matched(one.units, turn.units),
                tuple(unit.confidence for unit in turn.units), (begins(one.units), begins(turn.units)),
                flags=(_flags(one.units), _flags(turn.units)),
                right=tuple(mine == theirs for mine, theirs in matched(turn.units, one.units)),
            )
        )  # fmt: skip
    return out


def _flags(units_: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(sorted({flag for unit in units_ for flag in unit.flags}))


def write(turns: Iterable[Turn], path: Path) -> None:
    """Write predictions, one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for turn in turns:
            out.write(json.dumps(asdict(turn), ensure_ascii=False) + "\n")


def read(path: Path) -> list[dict[str, object]]:
    """Return predictions as they were written."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
