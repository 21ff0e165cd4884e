"""Teaches the coder's second body: lower layers of EmbeddingGemma and a head over them, on the own corpus.

One conversation in eight (`further.apart`) and the test part are not learnt from. Beside the codes the head learns
flags and where units begin, which in use the first body finds: several tasks make one of them better (Caruana 1997).
What words and place say of a code is given, so that it need not be learnt again. On two CPU cores a pass takes some
eight minutes; it goes on where it was stopped.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.coding.around import around
from simulator.coding.codebook import CODES
from simulator.coding.pieces import pieces
from simulator.coding.question_coder import gemma, second_head
from simulator.coding.question_coder.put import Put, signs
from simulator.coding.question_coder.second import Input, Second, input_of
from simulator.coding.question_coder.weights import FLAGS
from simulator.training.scorer.examples import Example, flags_of
from simulator.training.scorer.learn import Args, code_weights, varied

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to teach.

    Attributes:
        epochs: passes. `rate`: highest learning rate of the top layer; `decay`: from layer to layer, downwards.
        head_rate: of the head. `size`: padded pieces a batch. `variants`: share of turns that are typed otherwise.
        balance, smooth: as of `learn.Args`. `flags`, `borders`: what these tasks count beside the codes.
        seed: of order and variants.
    """

    epochs: int = 2
    rate: float = 4e-5
    decay: float = 0.9
    head_rate: float = 1e-3
    size: int = 2500
    variants: float = 0.35
    balance: float = 0.3
    smooth: float = 0.05
    flags: float = 0.5
    borders: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A turn made ready.

    Attributes:
        example: the turn. `input`: its pieces. `units`: numbers of those units that were found, `spans`: their pieces.
        words: pieces that begin a word, but the first one; `begins`: 1 where a unit begins there.
        put: what words and place say of each unit's code, shape (units, 14).
    """

    example: Example
    input: Input
    units: list[int]
    spans: list[tuple[int, int]]
    words: list[int]
    begins: list[int]
    put: np.ndarray[tuple[int, int], np.dtype[np.float32]]


class Learner(nn.Module):
    """The layers that move, and the head.

    Args:
        begun: the body as it was before, with nothing learnt; computes in the number format of the layers.
        low: how many layers from below stay as they are.
    """

    def __init__(self, begun: Second, low: int) -> None:
        super().__init__()
        self.begun = begun
        self.moved = nn.ParameterDict(
            {_key(name): value.clone() for name, value in begun.weights.items() if layer_of(name) >= low}
        )
        read = 3 * begun.shape.width
        self.norm, self.mix = nn.LayerNorm(read), nn.Linear(read, second_head.MIXED)
        self.codes, self.flags = nn.Linear(second_head.MIXED, len(CODES)), nn.Linear(second_head.MIXED, len(FLAGS))
        self.wide, self.border = nn.Linear(read, len(CODES)), nn.Linear(2 * begun.shape.width, 1)
        self.by = nn.Parameter(torch.tensor(0.5))
        self.drop = nn.Dropout(0.1)
        nn.init.zeros_(self.wide.weight)

    def forward(self, rows: Sequence[Row], dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of codes (units, 14), of flags (units, flags), and of units' beginnings (words,)."""
        length = max(len(row.input.ids) for row in rows)
        ids = torch.tensor([[*row.input.ids, *[0] * (length - len(row.input.ids))] for row in rows])
        held = torch.arange(length) < torch.tensor([len(row.input.ids) for row in rows])[:, None]
        vectors = self.begun.quants[ids].float() * self.begun.scales[ids].float()[..., None]
        weights = dict(self.begun.weights) | {name_of(key): value for key, value in self.moved.items()}
        weights = {name: value.to(dtype) for name, value in weights.items()}
        middle, top = gemma.run(vectors.to(dtype), held, weights, self.begun.shape, self.begun.middle)
        owner = torch.tensor([n for n, row in enumerate(rows) for _ in row.spans])
        means = _means(rows, length).to(top.dtype)
        turn = torch.stack([top[n, row.input.first : _end(row)].float().mean(0) for n, row in enumerate(rows)])
        unit, below = (torch.einsum("ut,uth->uh", means, state[owner]) for state in (top, middle))
        read = self.norm(second_head.features(unit, turn[owner], below))
        mixed = self.drop(functional.gelu(self.mix(self.drop(read))))
        put = torch.from_numpy(np.concatenate([row.put for row in rows]))
        return self.codes(mixed) + self.wide(read) + self.by * put, self.flags(mixed), self._borders(rows, top)

    def _borders(self, rows: Sequence[Row], top: Tensor) -> Tensor:
        at = [(n, place) for n, row in enumerate(rows) for place in row.words]
        if not at:
            return torch.zeros(0)
        n, place = torch.tensor(at).T
        held = {f"border.{name}": value for name, value in self.border.named_parameters()}
        return second_head.begins(held, top[n, place], top[n, place - 1])

    def heads(self) -> dict[str, Tensor]:
        """Return the head's weights as `second_head` takes them."""
        parts = {"norm": self.norm, "mix": self.mix, "codes": self.codes, "wide": self.wide, "flags": self.flags}
        parts["border"] = self.border
        return {f"{part}.{name}": one.detach() for part, net in parts.items() for name, one in net.named_parameters()}


def layer_of(name: str) -> int:
    """Return the layer that a weight of `gemma.fused` belongs to."""
    return int(name.split(".")[0])


def _key(name: str) -> str:
    return name.replace(".", "_")


def name_of(key: str) -> str:
    """Return the weight of `gemma.fused` that a parameter of `Learner.moved` is."""
    return key.replace("_", ".", 1)


def _end(row: Row) -> int:
    return max(row.input.first + 1, row.input.first + len(row.input.places))


def _means(rows: Sequence[Row], length: int) -> Tensor:
    """Return the weights that average each unit's pieces, shape (units, length)."""
    spans = [span for row in rows for span in row.spans]
    out = torch.zeros(len(spans), length)
    for n, (first, last) in enumerate(spans):
        out[n, first:last] = 1 / (last - first)
    return out


def spans(one: Example) -> list[tuple[int, int]]:
    """Return where each unit lies in its turn's text, in characters."""
    out, at = list[tuple[int, int]](), 0
    for unit in one.units:
        begin = max(one.text.find(unit.text, at), at)
        at = begin + len(unit.text)
        out.append((begin, at))
    return out


def ready(one: Example, begun: Second, put: Put) -> Row:
    """Return a turn made ready."""
    context = around(one.history)
    made = input_of(begun.tokens, context.school, one.text)
    read = made.places[-1][1] if made.places else 0
    units = [n for n, (begin, _) in enumerate(spans(one)) if begin < read]
    held = [made.span(*spans(one)[n]) for n in units]
    words = [made.span(word.start, word.end)[0] for word in pieces(one.text)[1:]]
    words = sorted({place for place in words if place > made.first})
    begins = {first for first, _ in held}
    rows = signs([unit.text for unit in one.units], one.text, context, one.history)
    said = np.array([put(one.units[n].text, rows[n])[0] for n in units], np.float32).reshape(-1, len(CODES))
    return Row(one, made, units, held, words, [int(place in begins) for place in words], said)


def batches(rows: Sequence[Row], size: int, dice: random.Random) -> list[list[Row]]:
    """Return rows of alike lengths together, `size` padded pieces at most, in any order."""
    out, longest = list[list[Row]](), 0
    for row in sorted(rows, key=lambda row: len(row.input.ids) + dice.random() * 10):
        longest = max(longest, len(row.input.ids))
        if not out or longest * (len(out[-1]) + 1) > size:
            out.append([])
            longest = len(row.input.ids)
        out[-1].append(row)
    dice.shuffle(out)
    return out


def loss(net: Learner, rows: Sequence[Row], plan: Plan, weights: Tensor, dtype: torch.dtype) -> tuple[Tensor, float]:
    """Return what a batch costs, and what its codes alone cost."""
    codes, flags, borders = net(rows, dtype)
    units = [row.example.units[n] for row in rows for n in row.units]
    right = torch.tensor([CODES.index(unit.code) for unit in units])
    shown = torch.tensor([flags_of(unit) for unit in units], dtype=torch.float32)
    code = functional.cross_entropy(codes.float(), right, weight=weights, label_smoothing=plan.smooth)
    found = code + plan.flags * functional.binary_cross_entropy_with_logits(flags.float(), shown)
    if len(borders):
        begins = torch.tensor([one for row in rows for one in row.begins], dtype=torch.float32)
        found = found + plan.borders * functional.binary_cross_entropy_with_logits(borders.float(), begins)
    return found, float(code.detach())


def optimizer(net: Learner, plan: Plan) -> torch.optim.AdamW:
    """Return what moves the weights: lower layers more slowly (Howard, Ruder 2018)."""
    top = net.begun.shape.layers - 1
    moved = [([value], plan.rate * plan.decay ** (top - layer_of(name_of(key)))) for key, value in net.moved.items()]
    others = [value for name, value in net.named_parameters() if not name.startswith("moved.")]
    groups = [{"params": some, "lr": rate, "start": rate} for some, rate in [*moved, (others, plan.head_rate)]]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def teach(
    net: Learner, examples: Sequence[Example], put: Put, keep: Path, plan: Plan, dtype: torch.dtype, say: Say
) -> None:
    """Teach the net; what was learnt is kept after every pass in `keep` and taken up from there."""
    moves = optimizer(net, plan)
    begin = _resume(net, moves, keep, {**asdict(plan), "turns": len(examples)})
    args = Args(variants=plan.variants, balance=plan.balance)
    weights = code_weights(examples, args)
    plain = [row for row in (ready(one, net.begun, put) for one in examples) if row.spans]
    steps = plan.epochs * len(batches(plain, plan.size, random.Random(plan.seed)))
    for epoch in range(begin, plan.epochs):
        dice, started = random.Random(f"{plan.seed} {epoch}"), time.perf_counter()
        torch.manual_seed(plan.seed * 1000 + epoch)
        rows = [ready(varied(one, args, dice), net.begun, put) for one in examples]
        parts = batches([row for row in rows if row.spans], plan.size, dice)
        net.train()
        total = 0.0
        for done, part in enumerate(parts, epoch * len(parts) + 1):
            _set_rate(moves, done, steps)
            found, code = loss(net, part, plan, weights, dtype)
            found.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            moves.step()
            moves.zero_grad(set_to_none=True)
            total += code
        say(f"pass {epoch + 1}/{plan.epochs} {time.perf_counter() - started:.0f} s codes {total / len(parts):.3f}")
        keep.parent.mkdir(parents=True, exist_ok=True)
        known = {"epoch": epoch + 1, "plan": {**asdict(plan), "turns": len(examples)}}
        torch.save({"net": net.state_dict(), "moves": moves.state_dict(), **known}, keep)
    net.eval()


def _set_rate(moves: torch.optim.Optimizer, done: int, steps: int) -> None:
    """Warm up over six steps in a hundred, then fall along a cosine."""
    warm = 0.06 * steps
    share = done / warm if done < warm else 0.5 * (1 + math.cos(math.pi * min(1.0, (done - warm) / (steps - warm))))
    for group in moves.param_groups:
        group["lr"] = group["start"] * max(0.02, share)


def _resume(net: Learner, moves: torch.optim.Optimizer, keep: Path, plan: dict[str, float]) -> int:
    """Take up what was kept, if it was kept by the same plan over as many turns; returns how many passes are done."""
    if not keep.is_file():
        return 0
    held = torch.load(keep, weights_only=True)
    if held["plan"] != plan:
        return 0
    net.load_state_dict(held["net"])
    moves.load_state_dict(held["moves"])
    return int(held["epoch"])
