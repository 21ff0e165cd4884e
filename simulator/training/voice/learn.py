"""Learning to choose: how much likelier the right line gets by the turn must beat how much the wrong ones do.

The loss is a softmax over the candidates of (log p(line | talk) - log p(line | "Hm.")) / √pieces, the very number by
which the voice ranks in use (`simulator.voice.select`); beside it the plain likelihood of the right line, so that the
model also learns to speak. Candidates of several choices lie behind each other in one pass; a mask keeps them apart.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from simulator.training.voice.choices import Choice, prompt_of
from simulator.voice.decoder import Decoder, load
from simulator.voice.neutral import NOBODY

KEEP_EVERY = 50
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Args:
    """How to train.

    Attributes:
        rate: highest learning rate. `many`: choices a step; `at_once`: of them in one pass (more on a GPU).
        scale: of the gains before the softmax. `speak`: what the plain likelihood of the right line weighs.
        epochs: passes over the choices. `seed`: of their order.
    """

    rate: float = 1.5e-5
    many: int = 16
    at_once: int = 2
    scale: float = 1.0
    speak: float = 0.1
    epochs: int = 1
    seed: int = 1


@dataclass
class Model:
    """A decoder in training, its tokenizer, and the pieces over which it is normalised."""

    net: Decoder
    tokens: Tokenizer
    pieces: Tensor
    device: str = "cpu"
    _neutral: dict[str, list[int]] = field(default_factory=dict)

    def ids(self, text: str, begins: bool = False) -> list[int]:
        """Return the pieces of a text."""
        return list(self.tokens.encode(text, add_special_tokens=begins).ids)

    def neutral(self, language: str) -> list[int]:
        """Return the pieces of a talk in which the trainee has only said "Hm."."""
        if language not in self._neutral:
            self._neutral[language] = self.ids(prompt_of(language, NOBODY[language], (), "Hm."), True)
        return self._neutral[language]


Row = tuple[Sequence[int], Sequence[Sequence[int]]]
"""A prompt and the parts behind it, as pieces."""


def opened(folder: Path, texts: Sequence[str], device: str = "cpu") -> Model:
    """Return the model of a folder (safetensors, tokenizer, config), its body ready to learn.

    Args:
        folder: of the base model.
        texts: their pieces are those over which the model is normalised.
        device: `cpu` or `cuda`.
    """
    net = load(folder, torch.float32)
    for name, weight in net.weights.items():
        net.weights[name] = weight.to(device).requires_grad_(True)
    net.embedding, net.out = net.embedding.to(device), net.out.to(device)
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces = {piece for text in texts for piece in tokens.encode(text).ids}
    return Model(net, tokens, torch.tensor(sorted(pieces), device=device), device)


def likelihoods(model: Model, rows: Sequence[Row]) -> list[Tensor]:
    """Return for each row log p of each of its parts behind its prompt, in one pass with gradients."""
    net, device = model.net, model.device
    ids: list[int] = []
    group: list[int] = []
    owner: list[int] = []
    places: list[int] = []
    asked: list[int] = []
    wanted: list[int] = []
    for number, (prompt, parts) in enumerate(rows):
        last = len(ids) + len(prompt) - 1
        ids += prompt
        owner += [-1] * len(prompt)
        places += range(len(prompt))
        for n, part in enumerate(parts):
            asked += [last, *range(len(ids), len(ids) + len(part) - 1)]
            wanted += part
            ids += part[:-1]
            owner += [n] * (len(part) - 1)
            places += range(len(prompt), len(prompt) + len(part) - 1)
        group += [number] * (len(ids) - len(group))
    at = torch.tensor([group, owner, places], device=device)
    same = (at[0][:, None] == at[0]) & ((at[1][:, None] == at[1]) | (at[1] < 0))
    mask = same & (at[2][:, None] >= at[2])
    hidden, _ = net.run(torch.tensor(ids, device=device), at[2], mask, net.empty(), lambda: None)
    columns = torch.searchsorted(model.pieces, torch.tensor(wanted, device=device))
    logits = hidden[torch.tensor(asked, device=device)] @ net.rows(model.pieces).T
    each = logits.float().log_softmax(-1).gather(1, columns[:, None])[:, 0]
    sums = [part.sum() for part in torch.split(each, [len(part) for _, parts in rows for part in parts])]
    out, start = [], 0
    for _, parts in rows:
        out.append(torch.stack(sums[start : start + len(parts)]))
        start += len(parts)
    return out


def gains(model: Model, choices: Sequence[Choice]) -> list[tuple[Tensor, Tensor]]:
    """Return for each choice the gains of its candidates (a root piece), right ones first, and log p a piece of one."""
    parts = [[model.ids(" " + text) for text in (*one.right, *one.wrong)] for one in choices]
    here = likelihoods(model, [(model.ids(one.prompt, True), held) for one, held in zip(choices, parts, strict=True)])
    with torch.no_grad():
        rows = [(model.neutral(one.language), held) for one, held in zip(choices, parts, strict=True)]
        anyway = likelihoods(model, rows)
    found = []
    for held, one, two in zip(parts, here, anyway, strict=True):
        roots = torch.tensor([math.sqrt(len(part)) for part in held], device=model.device)
        found.append(((one - two) / roots, one[0] / len(held[0])))
    return found


def loss(model: Model, choices: Sequence[Choice], args: Args) -> tuple[Tensor, int]:
    """Return the summed loss of some choices, and in how many a right one came first."""
    total, firsts = torch.zeros((), device=model.device), 0
    for choice, (gain, plain) in zip(choices, gains(model, choices), strict=True):
        many = len(choice.right)
        firsts += int(gain.argmax()) < many
        total = total - (args.scale * gain).log_softmax(-1)[:many].logsumexp(-1) - args.speak * plain
    return total, firsts


def train(model: Model, choices: Sequence[Choice], args: Args, save: Path | None = None, say: Say = print) -> None:
    """Train in place; with `save` it goes on where it was stopped, at most fifty steps back."""
    weights = list(model.net.weights.values())
    optimizer = torch.optim.AdamW(weights, lr=args.rate, weight_decay=0.0, betas=(0.9, 0.98))
    order = [
        one for n in range(args.epochs) for one in random.Random(args.seed + n).sample(list(choices), len(choices))
    ]
    steps, sums, begun = len(order) // args.many, [0.0, 0.0, 0.0], time.perf_counter()
    plan = {"args": asdict(args), "choices": len(choices)}
    for step in range(_resume(model, optimizer, save, plan), steps):
        warm = min(1.0, (step + 1) / max(1, 0.05 * steps))
        optimizer.param_groups[0]["lr"] = args.rate * warm * max(0.05, 1 - step / steps)
        batch = sorted(order[step * args.many : (step + 1) * args.many], key=lambda one: len(one.prompt))
        for start in range(0, len(batch), args.at_once):
            with torch.autocast(model.device.split(":")[0], dtype=torch.bfloat16):
                found, firsts = loss(model, batch[start : start + args.at_once], args)
            (found / args.many).backward()  # type: ignore[no-untyped-call]
            sums = [
                sums[0] + float(found.detach()),
                sums[1] + firsts,
                sums[2] + len(batch[start : start + args.at_once]),
            ]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if (step + 1) % 10 == 0:
            took = time.perf_counter() - begun
            say(f"{step + 1}/{steps} {took:.0f} s loss {sums[0] / sums[2]:.3f} right first {sums[1] / sums[2]:.3f}")
            sums = [0.0, 0.0, 0.0]
        if save and ((step + 1) % KEEP_EVERY == 0 or step + 1 == steps):
            _keep(model, optimizer, save, step + 1, plan)


def _keep(model: Model, optimizer: torch.optim.Optimizer, save: Path, step: int, plan: dict[str, Any]) -> None:
    save.parent.mkdir(parents=True, exist_ok=True)
    rough = save.with_suffix(".part")
    torch.save({"weights": model.net.weights, "optimizer": optimizer.state_dict(), "step": step}, rough)
    rough.replace(save)
    save.with_suffix(".json").write_text(json.dumps(plan | {"step": step}), encoding="utf-8")


def _resume(model: Model, optimizer: torch.optim.Optimizer, save: Path | None, plan: dict[str, Any]) -> int:
    """Take up what was kept by the same plan over as many choices; returns how many steps are done."""
    try:
        about = json.loads(save.with_suffix(".json").read_text(encoding="utf-8")) if save else {}
        if save is None or any(about.get(key) != value for key, value in plan.items()):
            return 0
        held = torch.load(save, weights_only=True, map_location=model.device)
    except (OSError, ValueError):
        return 0
    with torch.no_grad():
        for name, weight in model.net.weights.items():
            weight.copy_(held["weights"][name])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["step"])
