"""A pass over the questions and lines; resumable by pass."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from simulator.reader.model import input_of
from simulator.training.reader.base import Base
from simulator.training.reader.data import SHARE, Asked, School, Told, lines, schools, shuffled
from simulator.training.reader.net import WIDTH, Phrases, Reader, loss_of, phrases_of

AT_ONCE = 64
RATE, HEADS, SCALES = 4e-5, 2e-4, 2e-2
WARM, LEAST = 30, 0.05
LEARNT = "learnt.pt"
_EVERY = 3


@dataclass(frozen=True, slots=True)
class Data:
    """Schools with their phrases as the base reads them, their questions, and the voice's lines."""

    schools: dict[str, Phrases]
    asked: dict[str, list[Asked]]
    told: list[Told]


def prepared(base: Base, models: Path, work: Path, device: str, without: Sequence[str]) -> tuple[Data, Reader]:
    """Return the data and the untaught reader; what the base makes of phrases is kept in `work`."""
    path = work / "phrases.pt"
    held: dict[str, tuple[Tensor, Tensor]] = torch.load(path, weights_only=True) if path.is_file() else {}
    plain = Reader(base, (torch.zeros(WIDTH, base.dense.shape[0]), torch.zeros(base.dense.shape[0])), device)
    found: dict[str, Phrases] = {}
    asked: dict[str, list[Asked]] = {}
    for school, rows in schools(models, without):
        if school.name not in held:
            held[school.name] = _read(plain, school, base.dense)
            torch.save(held, path)
            print(f"read {school.name}", flush=True)
        found[school.name], asked[school.name] = phrases_of(school, *held[school.name]), rows
    every = torch.cat([one.asks for one in found.values()])[::_EVERY]
    mean = every.mean(0)
    axes = torch.linalg.svd(every - mean, full_matrices=False)[2][:WIDTH]
    return Data(found, asked, list(lines(models))), Reader(base, (axes, mean), device)


def _read(reader: Reader, school: School, dense: Tensor) -> tuple[Tensor, Tensor]:
    both = ([("", text) for _, text in rows] for rows in (school.asks, school.tells))
    asks, tells = (normalize(reader.read(rows) @ dense.T, dim=-1) for rows in both)
    return asks, tells


def learn(reader: Reader, data: Data, work: Path, passes: int, rate: float = RATE, seed: int = 1) -> None:
    """Teach the reader; after every pass its weights are kept in `work`, and a run goes on behind the last.

    Args:
        reader: as it begins.
        data: what is learnt from.
        work: where weights are kept.
        passes: over everything.
        rate: highest learning rate of the layers.
        seed: of the order.
    """
    begun = resume(reader, work)
    for number in range(begun, passes):
        dice = random.Random(seed * 1000 + number)
        batches: list[Sequence[Asked] | Sequence[Told]] = [
            batch for rows in data.asked.values() for batch in shuffled(rows, AT_ONCE, dice)
        ]
        batches += _lines(data.told, dice)
        dice.shuffle(batches)
        groups = [
            {"params": list(reader.moved), "lr": rate},
            {"params": list(reader.heads.parameters()), "lr": HEADS},
            {"params": list(reader.scales.values()), "lr": SCALES},
        ]
        steps = torch.optim.AdamW(groups, weight_decay=0.0, betas=(0.9, 0.98))
        slope = torch.optim.lr_scheduler.LambdaLR(steps, partial(_slope, many=len(batches)))
        for at, batch in enumerate(batches):
            loss = _step(reader, data, batch, dice)
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(list(reader.moved), 1.0)
            steps.step()
            slope.step()
            if at % 20 == 0:
                print(f"pass {number}: {at} of {len(batches)}, loss {loss.item():.3f}", flush=True)
        keep(reader, work, number + 1)


def keep(reader: Reader, work: Path, passes: int) -> None:
    """Keep what was learnt, and what the pass before had left."""
    path = work / LEARNT
    held = torch.load(path, weights_only=True) if path.is_file() else {}
    torch.save({"weights": reader.state_dict(), "before": held.get("weights"), "passes": passes}, path)


def resume(reader: Reader, work: Path, mean: bool = False) -> int:
    """Take what was learnt, where something was; returns the passes.

    Args:
        reader: that takes it.
        work: where it was kept.
        mean: of the last two passes: it answers more of the questions that neither has learnt (Wortsman et al. 2022).
    """
    path = work / LEARNT
    if not path.is_file():
        return 0
    held: dict[str, Any] = torch.load(path, weights_only=True, map_location=reader.device)
    weights, before = held["weights"], held.get("before")
    if mean and before is not None:
        weights = {name: (value + before[name]) / 2 for name, value in weights.items()}
    reader.load_state_dict(weights)
    return int(held["passes"])


def _slope(step: int, many: int) -> float:
    fall = 0.5 * (1 + math.cos(math.pi * step / many)) * (1 - LEAST) + LEAST
    return min(1.0, (step + 1) / WARM) * fall


def _lines(told: Sequence[Told], dice: random.Random) -> list[list[Told]]:
    out = []
    for language in ("nl", "en"):
        mine = [one for one in told if one.language == language]
        out += [mine[at : at + AT_ONCE] for at in range(dice.randrange(AT_ONCE), len(mine), AT_ONCE)]
    return out


def _step(reader: Reader, data: Data, batch: Sequence[Asked] | Sequence[Told], dice: random.Random) -> Tensor:
    reader.take()
    first = batch[0]
    if isinstance(first, Told):
        return _line_loss(reader, [one for one in batch if isinstance(one, Told)], dice)
    rows = [one for one in batch if isinstance(one, Asked)]
    phrases = data.schools[first.school]
    means = reader.means([input_of(reader.base.tokens, one.before, one.text) for one in rows])
    return loss_of(reader.logits(means, phrases), [one.fits for one in rows], aside(phrases, rows, dice))


def aside(phrases: Phrases, rows: Sequence[Asked], dice: random.Random) -> Tensor:
    """Return which targets do not count: details of what was not told, and near answers; bool, shape (n, targets)."""
    holders = sorted({one for one, detail in zip(phrases.matters, phrases.detail.tolist(), strict=True) if detail})
    out = torch.zeros(len(rows), phrases.targets, dtype=torch.bool)
    for n, row in enumerate(rows):
        told = {phrases.matters[fit] for fit in row.fits} | set(dice.sample(holders, int(len(holders) * SHARE)))
        out[n] = phrases.detail & torch.tensor([one not in told for one in phrases.matters])
        out[n, list(row.half)] = True
    return out


def _line_loss(reader: Reader, rows: Sequence[Told], dice: random.Random) -> Tensor:
    """Return how unlikely the right lines are among all of the batch and a wrong one each."""
    tokens = reader.base.tokens
    held = [one.line for one in rows] + [dice.choice(one.wrong) for one in rows if one.wrong]
    turns = reader.means([input_of(tokens, one.before, one.text) for one in rows])
    lines_ = reader.means([input_of(tokens, "", line) for line in held])
    near = normalize(reader.heads["turn_tells"](turns), dim=-1) @ normalize(reader.heads["lines"](lines_), dim=-1).T
    same = torch.tensor([[n != k and held[n] == held[k] for k in range(len(held))] for n in range(len(rows))])
    return cross_entropy((reader.scales["lines"] * near).masked_fill(same, -1e4), torch.arange(len(rows)))
