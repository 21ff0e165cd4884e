"""Learning to choose and to speak: the right candidate must score above the wrong ones, and its words be foretold.

The loss is a softmax over the candidates of one turn of the number by which the voice ranks in use
(`simulator.voice.score`); beside it the likelihood of the written line and of how it was said. Matrices are seen in
four bits while they learn, as they will be shipped (straight-through estimate; Bengio et al. 2013).
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import linear

from simulator.quants import BLOCK, four_bits, whole
from simulator.training.voice.batch import Batch, build
from simulator.training.voice.choices import Turn
from simulator.voice.decoder import Decoder, load
from simulator.voice.score import ELSE, HEAD

KEEP_EVERY = 50
POOL = 24
"""So many batches are drawn together and cut by length, so that little is padded."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Args:
    """How to train.

    Attributes:
        rate: highest learning rate; `head`: that of the score.
        many: turns a step; `at_once`: of them in one pass (more on a GPU).
        speak: what the likelihood of the line and the reply weighs.
        epochs: passes over the turns. `seed`: of their order.
    """

    rate: float = 3e-5
    head: float = 1e-3
    many: int = 32
    at_once: int = 2
    speak: float = 0.3
    epochs: int = 1
    seed: int = 1


@dataclass
class Model:
    """A decoder in training, its tokenizer, and the pieces over which it is normalised.

    `learnt` holds the weights as they are learnt; those of `net` are seen in four bits.
    """

    net: Decoder
    tokens: Tokenizer
    pieces: Tensor
    learnt: dict[str, Tensor]
    device: str = "cpu"

    def ids(self, text: str) -> list[int]:
        """Return the pieces of a text."""
        return list(self.tokens.encode(text, add_special_tokens=False).ids)

    def batch(self, turns: Sequence[Turn]) -> Batch:
        """Return turns as tensors on the model's device."""
        begin = self.tokens.token_to_id("<bos>") or 0
        return build(turns, self.ids, begin).to(self.device)

    def see(self) -> None:
        """Let the net see the learnt weights in four bits."""
        for name, weight in self.learnt.items():
            if name != HEAD:
                self.net.weights[name] = _seen(weight)


def opened(folder: Path, texts: Sequence[str], device: str = "cpu") -> Model:
    """Return the model of a folder (safetensors, tokenizer, config), its body ready to learn.

    Args:
        folder: of the base model.
        texts: their pieces are those over which the model is normalised.
        device: `cpu` or `cuda`.
    """
    net = load(folder, torch.float32)
    learnt = {name: weight.to(device).requires_grad_(True) for name, weight in net.weights.items()}
    width = net.shape.width
    learnt[HEAD] = torch.zeros(1, width, device=device, requires_grad=True)
    net.embedding, net.out = net.embedding.to(device), net.out.to(device)
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces = {piece for text in texts for piece in tokens.encode(text).ids}
    return Model(net, tokens, torch.tensor(sorted(pieces), device=device), learnt, device)


def scores(model: Model, batch: Batch) -> tuple[list[Tensor], Tensor]:
    """Return the scores of the candidates of every choice, right ones first, and the loss of what is to be said."""
    net = model.net
    hidden, _ = net.run(batch.ids, batch.places, batch.mask(), net.empty(), lambda: None)
    ends = hidden[batch.ends[:, 0], batch.ends[:, 1]]
    found = linear(ends.float(), model.learnt[HEAD].float())[:, 0]
    each = list(torch.split(found, [group[3] for group in batch.groups]))
    if not len(batch.wanted):
        return each, found.sum() * 0
    states = hidden[batch.asked[:, 0], batch.asked[:, 1]]
    columns = torch.searchsorted(model.pieces, batch.wanted)
    logits = states @ net.rows(model.pieces).T.to(states.dtype)
    said = torch.nn.functional.cross_entropy(logits.float(), columns)
    return each, said


def loss(model: Model, turns: Sequence[Turn], args: Args) -> tuple[Tensor, list[bool]]:
    """Return the mean loss of some turns, and for every choice whether a right one came first."""
    batch = model.batch(turns)
    with torch.autocast(model.device.split(":")[0], dtype=torch.bfloat16):
        found, said = scores(model, batch)
    firsts = [int(score.argmax()) < group[2] for score, group in zip(found, batch.groups, strict=True)]
    each = [-score.log_softmax(-1)[: group[2]].logsumexp(-1) for score, group in zip(found, batch.groups, strict=True)]
    return torch.stack(each).sum() / len(turns) + args.speak * said, firsts


def train(model: Model, turns: Sequence[Turn], args: Args, save: Path | None = None, say: Say = print) -> None:
    """Train in place; with `save` it goes on where it was stopped, at most fifty steps back."""
    head = [model.learnt[HEAD]]
    body = [weight for name, weight in model.learnt.items() if name != HEAD]
    groups = [{"params": body, "peak": args.rate}, {"params": head, "peak": args.head}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, weight_decay=0.0, betas=(0.9, 0.98))
    steps = list(_steps(turns, args))
    plan, begun, sums = {"args": asdict(args), "turns": len(turns)}, time.perf_counter(), [0.0, 0.0, 0.0]
    for number in range(_resume(model, optimizer, save, plan), len(steps)):
        warm = min(1.0, (number + 1) / max(1, 0.05 * len(steps)))
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * warm * max(0.05, 1 - number / len(steps))
        batch = steps[number]
        for start in range(0, len(batch), args.at_once):
            model.see()
            some = batch[start : start + args.at_once]
            found, firsts = loss(model, some, args)
            (found * len(some) / len(batch)).backward()  # type: ignore[no-untyped-call]
            sums = [sums[0] + float(found.detach()) * len(some), sums[1] + sum(firsts) / len(firsts), sums[2] + 1]
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if (number + 1) % 25 == 0:
            took = time.perf_counter() - begun
            mean, good = sums[0] / 25 / args.many, sums[1] / max(1.0, sums[2])
            say(f"{number + 1}/{len(steps)} {took:.0f} s loss {mean:.3f} first {good:.3f}")
            sums = [0.0, 0.0, 0.0]
        if save and ((number + 1) % KEEP_EVERY == 0 or number + 1 == len(steps)):
            _keep(model, optimizer, save, number + 1, plan)
    with torch.no_grad():
        model.see()


def _steps(turns: Sequence[Turn], args: Args) -> Iterator[list[Turn]]:
    """Yield the turns of every step: alike in length, else in chance order."""
    for epoch in range(args.epochs):
        dice = random.Random(args.seed + epoch)
        order = dice.sample(list(turns), len(turns))
        out = []
        for start in range(0, len(order), args.many * POOL):
            pool = sorted(order[start : start + args.many * POOL], key=_length)
            out += [pool[at : at + args.many] for at in range(0, len(pool), args.many)]
        dice.shuffle(out)
        yield from out


def _length(turn: Turn) -> int:
    texts = (text for choice in turn.choices for text in (*choice.right, *choice.wrong))
    return len(turn.prompt) + sum(len(text) for text in (*texts, *turn.spoken))


@torch.no_grad()
def firsts(model: Model, turns: Sequence[Turn], at_once: int = 2) -> dict[str, tuple[float, int]]:
    """Return by language and kind in what share of choices a right one comes first, and how many there were."""
    found: dict[str, list[bool]] = {}
    model.see()
    for start in range(0, len(turns), at_once):
        some = turns[start : start + at_once]
        rows = loss(model, some, Args())[1]
        names = [_name(turn.language, choice.kind, choice.right) for turn in some for choice in turn.choices]
        for name, first in zip(names, rows, strict=True):
            found.setdefault(name, []).append(first)
    return {name: (round(sum(row) / len(row), 3), len(row)) for name, row in sorted(found.items())}


def _name(language: str, kind: str, right: Sequence[str]) -> str:
    return f"{language} {kind}" + (" none" if ELSE[language] in right else "")


class _Round(torch.autograd.Function):
    """Four bits on the way there, nothing on the way back."""

    @staticmethod
    def forward(_context: Any, weight: Tensor) -> Tensor:  # noqa: ANN401 - torch's own signature
        return whole(*four_bits(weight), torch.float32)

    @staticmethod
    def backward(_context: Any, *gradients: Any) -> Any:  # noqa: ANN401 - torch's own signature
        return gradients[0]


def _seen(weight: Tensor) -> Tensor:
    if weight.dim() != 2 or weight.shape[1] % BLOCK:
        return weight
    seen: Tensor = _Round.apply(weight)  # type: ignore[no-untyped-call]
    return seen


def _keep(model: Model, optimizer: torch.optim.Optimizer, save: Path, step: int, plan: dict[str, Any]) -> None:
    save.parent.mkdir(parents=True, exist_ok=True)
    rough = save.with_suffix(".part")
    torch.save({"weights": model.learnt, "optimizer": optimizer.state_dict(), "step": step}, rough)
    rough.replace(save)
    save.with_suffix(".json").write_text(json.dumps(plan | {"step": step}), encoding="utf-8")


def _resume(model: Model, optimizer: torch.optim.Optimizer, save: Path | None, plan: dict[str, Any]) -> int:
    """Take up what was kept by the same plan over as many turns; returns how many steps are done."""
    try:
        about = json.loads(save.with_suffix(".json").read_text(encoding="utf-8")) if save else {}
        if save is None or any(about.get(key) != value for key, value in plan.items()):
            return 0
        held = torch.load(save, weights_only=True, map_location=model.device)
    except (OSError, ValueError):
        return 0
    with torch.no_grad():
        for name, weight in model.learnt.items():
            weight.copy_(held["weights"][name])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["step"])
