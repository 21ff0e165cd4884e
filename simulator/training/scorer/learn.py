"""The training loop: several tasks on one body, resumable, on CPU cores (bf16) or a GPU."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.coding.question_coder.inputs import Nearest
from simulator.coding.question_coder.net import FINE, KINDS, Batch, Net
from simulator.coding.question_coder.tokens import Tokens
from simulator.training.scorer.batches import Ready, Targets, batches, collate, ready
from simulator.training.scorer.examples import Example, changed


@dataclass(frozen=True, slots=True)
class Args:
    """How to train.

    Attributes:
        epochs: passes over all examples. `rate`: highest learning rate of the body; `head_rate`: of the heads.
        pieces: padded pieces a batch. `decay`: of the rate from layer to layer, downwards.
        smooth: label smoothing of codes and kinds. `variants`: share of turns that are typed otherwise.
        balance: power of the inverse frequency by which rare codes weigh more.
        frozen: lowest layers that stay as they are: on a CPU that saves time in later steps.
        until: the epoch after which to stop although the rate is planned for `epochs`; 0: the last.
        seed: of order and variants.
    """

    epochs: int = 5
    rate: float = 1e-4
    head_rate: float = 8e-4
    pieces: int = 3000
    decay: float = 0.92
    smooth: float = 0.05
    variants: float = 0.4
    balance: float = 0.3
    frozen: int = 0
    until: int = 0
    seed: int = 1


RATERS = 10
RATES = {"piece": 2e-4, "telling": 1e-3, "match": 3e-2}
"""Of heads that need another rate than the others."""
Held = TypeVar("Held", Batch, Targets)
Correct = Callable[[Sequence[Ready], Tensor, Tensor], Tensor]
"""Turns, `Net.states` of their units and the codes' logits to better logits."""
Teach = Callable[[Example], Tensor | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """What makes inputs of examples."""

    tokens: Tokens
    nearest: Nearest


class Raters(nn.Module):
    """How much readier each of AnnoMI's annotators is to give a label. Learnt beside the net and not kept.

    Every conversation was labelled by one of ten people, and their habits differ: without this the net would have to
    guess from the matter of a conversation who labelled it (as in Dawid and Skene 1979, labels only shifted).
    """

    def __init__(self) -> None:
        super().__init__()
        self.kinds = nn.Parameter(torch.zeros(RATERS + 1, len(KINDS)))
        self.fine = nn.Parameter(torch.zeros(RATERS + 1, len(FINE)))

    def forward(self, raters: Tensor) -> tuple[Tensor, Tensor]:
        """Return what is added to the logits of kinds (n, 4) and of their parts (n, 11)."""
        known = (raters >= 0).float()[:, None]
        return self.kinds[raters] * known, self.fine[raters] * known


def losses(
    net: Net,
    batch: Batch,
    targets: Targets,
    args: Args,
    code_weights: Tensor,
    raters: Raters,
    correct: Callable[[Tensor, Tensor], Tensor] | None = None,
) -> dict[str, Tensor]:
    """Return the loss of each task that the batch holds; `correct` makes better logits of states and logits."""
    state = net.body(batch)
    out: dict[str, Tensor] = {}
    known = targets.borders >= 0
    if bool(known.any()):
        logits = net.borders(state, batch.starts[known])
        out["border"] = functional.binary_cross_entropy_with_logits(logits.float(), targets.borders[known].float())
    if len(targets.codes):
        states = net.states(state, batch.units, batch.owner)
        codes, flags, vectors = net.heads(states)
        codes = codes if correct is None else correct(states, codes)
        out["code"] = functional.cross_entropy(
            codes.float(), targets.codes, weight=code_weights, label_smoothing=args.smooth
        )
        out["flag"] = functional.binary_cross_entropy_with_logits(flags.float(), targets.flags)
        out |= _apart(vectors, targets.vectors, "vector")
    kinds, fine, vectors = net.whole(state, batch.turns)
    if bool((targets.kinds >= 0).any()):
        kinds_by, fine_by = raters(targets.raters)
        each = functional.cross_entropy(
            kinds.float() + kinds_by, targets.kinds, ignore_index=-1, label_smoothing=args.smooth, reduction="none"
        )
        weights = targets.weights * (targets.kinds >= 0)
        out["kind"] = (each * weights).sum() / weights.sum()
        sure = targets.fine >= 0
        each = functional.binary_cross_entropy_with_logits(
            fine.float() + fine_by, targets.fine.clamp(min=0).float(), reduction="none"
        )
        out["fine"] = (each * sure).sum() / sure.sum().clamp(min=1)
    return out | _apart(vectors, targets.wholes, "whole")


def _apart(found: Tensor, wanted: Tensor, name: str) -> dict[str, Tensor]:
    """Return the loss (1 - cosine) of vectors where the teacher's are known."""
    known = wanted.abs().amax(-1) > 0
    if wanted.shape[-1] != found.shape[-1] or not bool(known.any()):
        return {}
    return {name: (1 - functional.cosine_similarity(found[known].float(), wanted[known])).mean()}


WEIGHTS = {"border": 4.0, "code": 1.0, "flag": 0.5, "kind": 1.0, "fine": 0.7, "vector": 1.0, "whole": 1.0}


def groups(net: Net, args: Args) -> list[dict[str, object]]:
    """Return parameter groups: lower layers learn slower, heads faster; piece vectors stay as they are."""
    still = ("words", "places", "norm") if args.frozen else ("words",)
    for name, parameter in net.named_parameters():
        low = name.startswith("layers.") and int(name.split(".")[1]) < args.frozen
        if low or name.split(".")[0] in still:
            parameter.requires_grad_(False)
    layers = len(net.layers)
    rows: dict[float, list[Tensor]] = {}
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("layers."):
            rate = args.rate * args.decay ** (layers - 1 - int(name.split(".")[1]))
        elif name.startswith(("places", "norm")):
            rate = args.rate * args.decay**layers
        else:
            rate = RATES.get(name.split(".")[0], args.head_rate) if not name.startswith("segments") else args.rate
        rows.setdefault(rate, []).append(parameter)
    return [{"params": held, "lr": rate, "start": rate} for rate, held in rows.items()]


def code_weights(examples: Sequence[Example], args: Args) -> Tensor:
    """Return what each code weighs in the loss, shape (14,): rare ones more."""
    found = [_code(unit.code) for one in examples for unit in one.units]
    counts = torch.bincount(torch.tensor(found or [0]), minlength=14).float().clamp(min=1)
    weights: Tensor = (counts.mean() / counts) ** args.balance
    return weights


def train(
    net: Net,
    reader: Reader,
    examples: Sequence[Example],
    args: Args,
    teach: Teach | None = None,
    save: Path | None = None,
    device: str = "cpu",
    say: Callable[[str], None] = print,
) -> Net:
    """Train in place and return the net; with `save` it goes on from the last finished epoch."""
    net.to(device)
    weights = code_weights(examples, args).to(device)
    raters = Raters().to(device)
    optimizer = torch.optim.AdamW([*groups(net, args), habits(raters)], weight_decay=0.01, betas=(0.9, 0.98))
    begin = resume(net, raters, optimizer, save, args) if save else 0
    steps = _steps(examples, reader, args) * args.epochs
    done = begin * (steps // max(1, args.epochs))
    for epoch in range(begin, args.until or args.epochs):
        dice = random.Random(f"{args.seed} {epoch}")
        torch.manual_seed(args.seed * 1000 + epoch)
        rows = [
            ready(varied(one, args, dice), reader.tokens, reader.nearest, teach(one) if teach else None)
            for one in examples
        ]
        net.train()
        begun, many = time.perf_counter(), 0
        sums: dict[str, float] = {}
        for held in batches(rows, args.pieces, dice):
            done += 1
            set_rate(optimizer, done, steps)
            parts = step(net, held, args, weights, raters, device)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            many += 1
            for name, part in parts.items():
                sums[name] = sums.get(name, 0.0) + float(part)
        shown = " ".join(f"{name} {value / many:.3f}" for name, value in sums.items())
        say(f"epoch {epoch + 1}/{args.epochs} {time.perf_counter() - begun:.0f} s {shown}")
        if save:
            keep(net, raters, optimizer, save, epoch + 1, args)
    return net


def habits(raters: Raters) -> dict[str, object]:
    """Return the parameter group of what is learnt of AnnoMI's annotators."""
    return {"params": list(raters.parameters()), "lr": 5e-3, "start": 5e-3}


def step(
    net: Net,
    held: Sequence[Ready],
    args: Args,
    weights: Tensor,
    raters: Raters,
    device: str,
    correct: Correct | None = None,
) -> dict[str, Tensor]:
    """Make the gradients of one batch; returns the loss of each task."""
    batch, targets = collate(held)
    if device != "cpu":
        batch, targets = _to(batch, device), _to(targets, device)
    with torch.autocast(device_type=device.split(":")[0], dtype=torch.bfloat16):
        parts = losses(net, batch, targets, args, weights, raters, correct and partial(correct, held))
        total = sum((WEIGHTS[name] * part for name, part in parts.items()), torch.zeros((), device=device))
    total.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    return {name: part.detach() for name, part in parts.items()}


def _to(one: Held, device: str) -> Held:
    held = {field.name: getattr(one, field.name) for field in fields(one)}
    return replace(one, **{name: value.to(device) for name, value in held.items() if isinstance(value, Tensor)})


def _code(code: str) -> int:
    from simulator.coding.codebook import CODES

    return CODES.index(code)


def varied(example: Example, args: Args, dice: random.Random) -> Example:
    """Return the turn, or by chance as another person would type it."""
    if dice.random() >= args.variants:
        return example
    kinds = (
        ("speech", "speech", "quick", "typos", "address")
        if example.language == "nl"
        else ("speech", "speech", "quick", "typos")
    )
    return changed(example, dice.choice(kinds), dice)


def _steps(examples: Sequence[Example], reader: Reader, args: Args) -> int:
    rows = [ready(one, reader.tokens, reader.nearest) for one in examples]
    return sum(1 for _ in batches(rows, args.pieces, random.Random(0)))


def set_rate(optimizer: torch.optim.Optimizer, step: int, steps: int) -> None:
    """Set the learning rate: a short rise, then down along a cosine."""
    warm = max(1, int(0.08 * steps))
    share = (
        step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warm) / max(1, steps - warm))))
    )
    for group in optimizer.param_groups:
        group["lr"] = group["start"] * max(0.02, share)


def keep(net: Net, raters: Raters, optimizer: torch.optim.Optimizer, save: Path, epoch: int, args: Args) -> None:
    """Write all that is needed to go on after `epoch` epochs."""
    save.parent.mkdir(parents=True, exist_ok=True)
    torch.save(
        {"net": net.state_dict(), "raters": raters.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch},
        save,
    )
    save.with_suffix(".json").write_text(json.dumps({"epoch": epoch, "args": asdict(args)}), encoding="utf-8")


def resume(net: Net, raters: Raters, optimizer: torch.optim.Optimizer, save: Path, args: Args) -> int:
    """Take up what was kept, if it was kept by the same plan; returns how many epochs are done."""
    try:
        about = json.loads(save.with_suffix(".json").read_text(encoding="utf-8"))
        held = torch.load(save, weights_only=True)
    except (OSError, ValueError):
        return 0
    if about.get("args") != asdict(args):
        return 0
    net.load_state_dict(held["net"])
    raters.load_state_dict(held["raters"])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["epoch"])
