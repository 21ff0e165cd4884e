"""The shipped weights trained further on all that was coded since, while what questions are about stays as it is read.

The code's logits are those in use: the head's, with what `probes` add by states, words and place (`put` stays as it was
fitted). Of texts that ask and tell, the vectors that topic matching goes by are held where they were (as in learning
without forgetting; Li, Hoiem 2018), and the lower layers, from which the guard's net goes on too, do not move: so
nothing that was fitted on them has to be fitted anew. One conversation in eight is not learnt from; by it is seen
whether it helps, and how sure the coder is.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.coding.around import around
from simulator.coding.codebook import Said
from simulator.coding.question_coder import late
from simulator.coding.question_coder.inputs import make
from simulator.coding.question_coder.net import Net, Size
from simulator.coding.question_coder.probes import Probes
from simulator.coding.question_coder.put import signs
from simulator.coding.question_coder.weights import Loaded
from simulator.training.scorer.alone import phrases
from simulator.training.scorer.batches import Ready, batches, collate, ready
from simulator.training.scorer.examples import Example, fold_of
from simulator.training.scorer.learn import Args, Raters, Reader, code_weights, groups, habits, set_rate, step, varied

FURTHER = Args(epochs=4, rate=1e-4, head_rate=4e-4, frozen=4, seed=11)
APART = 8
HELD, HELD_BY = 24, (4.0, 4.0, 1.0)
"""Texts a step whose vectors are held, and what those of texts, of pieces, and how telling pieces are count."""
CODE_RATE = 1e-4
Say = Callable[[str], None]
Kept = nn.Module | torch.optim.Optimizer


def apart(conversation: str) -> bool:
    """Return whether a conversation of the corpus is not learnt from but judges and calibrates."""
    return fold_of(f"val {conversation}", APART) == 0


class Corrected(nn.Module):
    """The codes' logits as in use; what states add is learnt on, what words and place add stays.

    Args:
        probes: as they were fitted before.
    """

    def __init__(self, probes: Probes) -> None:
        super().__init__()
        self.code = nn.Parameter(probes.code.clone())
        self._scale = float(probes.scale)
        self._put = probes.put

    def forward(self, rows: Sequence[Ready], states: Tensor, codes: Tensor) -> Tensor:
        """Return logits, shape (units, 14), of `Net.states` and the head's logits."""
        put = np.concatenate([self._added(row) for row in rows if row.spans])
        states = functional.dropout(states.float(), 0.1, self.training)
        found: Tensor = codes.float() * self._scale + states @ self.code[:-1] + self.code[-1] + torch.from_numpy(put)
        return found

    def _added(self, row: Ready) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        one, texts = row.example, [unit.text for unit in row.example.units]
        rows = signs(texts, one.text, around(one.history), one.history)
        return np.stack([self._put(text, sign)[0] for text, sign in zip(texts, rows, strict=True)])[: len(row.spans)]


def asked_and_told(folder: Path, scenarios: Path) -> list[tuple[str, str]]:
    """Return (text, what was said before it) of questions, of what answers them, and of turns that leave a talk."""
    rows: list[tuple[str, str]] = []
    for path in sorted((folder / "topics").rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            data = json.loads(line)
            rows += [(text, "") for one in data.get("targets", ()) for text in (*one["asks"], *one["say"])]
            rows += [(one["text"], one.get("before", "")) for one in data.get("questions", [data])]
    for path in (*sorted((folder / "off").glob("*.jsonl")), *sorted((folder / "own").glob("*.jsonl"))):
        held = map(json.loads, path.read_text("utf-8").splitlines())
        rows += [(one["text"], one.get("before") or "") for one in held]
    return rows + [(text, "") for _, text in phrases(sorted(scenarios.glob("*/*.yaml")))]


@dataclass(frozen=True, slots=True)
class Held:
    """Texts whose vectors stay where `net` has them; `reader` makes inputs of them."""

    net: Net
    reader: Reader
    texts: Sequence[tuple[str, str]]

    def draws(self) -> Iterator[list[Ready]]:
        """Yield a few of them at a time, over and over."""
        while True:
            for start in range(0, len(self.texts), HELD):
                yield [self._ready(*one) for one in self.texts[start : start + HELD]]

    def _ready(self, text: str, before: str) -> Ready:
        past = (Said("school", before),) if before else ()
        return Ready(Example("", "", "", ()), make(text, past, self.reader.tokens, self.reader.nearest), ())

    def loss(self, net: Net, rows: Sequence[Ready]) -> Tensor:
        """Return how far the vectors that topic matching goes by have moved."""
        batch, _ = collate(rows)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            with torch.no_grad():
                before = late.read(self.net, batch)
            now = late.read(net, batch)
        held = before.held.float()
        pieces = ((1 - (now.pieces * before.pieces).sum(-1)) * held).sum() / held.sum()
        telling = functional.kl_div((now.weights + 1e-6).log(), before.weights, reduction="batchmean")
        parts = ((1 - (now.vectors * before.vectors).sum(-1)).mean(), pieces, telling)
        return torch.stack([by * part for by, part in zip(HELD_BY, parts, strict=True)]).sum()


def begun(loaded: Loaded) -> tuple[Net, Corrected]:
    """Return the net and the correction to be trained.

    Raises:
        ValueError: the weights have no probes yet.
    """
    if loaded.probes is None:
        raise ValueError("These weights have no probes yet; run `python -m simulator.training.probes_fit` first.")
    net = Net(Size(loaded.net.size.pieces, places=loaded.net.size.places))
    net.load_state_dict(loaded.net.float().state_dict())
    net.segments.weight.requires_grad_(False)
    return net, Corrected(loaded.probes)


def further(
    loaded: Loaded,
    examples: Sequence[Example],
    texts: Sequence[tuple[str, str]],
    save: Path,
    args: Args = FURTHER,
    say: Say = print,
) -> tuple[Net, Corrected]:
    """Train on coded turns, AnnoMI's among them, and return net and correction; kept after every epoch in `save`."""
    net, correct = begun(loaded)
    reader, raters = Reader(loaded.tokens, loaded.nearest), Raters()
    held = Held(loaded.net.float(), reader, random.Random(args.seed).sample(list(texts), len(texts)))
    own = {"params": list(correct.parameters()), "lr": CODE_RATE, "start": CODE_RATE}
    optimizer = torch.optim.AdamW([*groups(net, args), own, habits(raters)], weight_decay=0.01, betas=(0.9, 0.98))
    parts: dict[str, Kept] = {"net": net, "correct": correct, "raters": raters, "optimizer": optimizer}
    begin = _resume(parts, save, args)
    weights, draws = code_weights(examples, args), held.draws()
    each = sum(1 for _ in batches([ready(one, reader.tokens, reader.nearest) for one in examples], args.pieces, _DICE))
    for epoch in range(begin, args.epochs):
        dice, started, sums = random.Random(f"{args.seed} {epoch}"), time.perf_counter(), [0.0, 0.0]
        torch.manual_seed(args.seed * 1000 + epoch)
        rows = [ready(varied(one, args, dice), reader.tokens, reader.nearest) for one in examples]
        net.train(), correct.train()
        for done, some in enumerate(batches(rows, args.pieces, dice), epoch * each + 1):
            set_rate(optimizer, done, each * args.epochs)
            found = step(net, some, args, weights, raters, "cpu", correct)
            stays = held.loss(net, next(draws))
            stays.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            sums = [sums[0] + float(found.get("code", torch.zeros(()))), sums[1] + float(stays.detach())]
        took = time.perf_counter() - started
        say(f"epoch {epoch + 1}/{args.epochs} {took:.0f} s code {sums[0] / each:.3f} held {sums[1] / each:.3f}")
        save.parent.mkdir(parents=True, exist_ok=True)
        torch.save(
            {**{name: one.state_dict() for name, one in parts.items()}, "epoch": epoch + 1, "args": asdict(args)}, save
        )
    return net.eval(), correct.eval()


_DICE = random.Random(0)


def _resume(parts: dict[str, Kept], save: Path, args: Args) -> int:
    """Take up what was kept, if it was kept by the same plan; returns how many epochs are done."""
    if not save.is_file():
        return 0
    held = torch.load(save, weights_only=True)
    if held["args"] != asdict(args):
        return 0
    for name, one in parts.items():
        one.load_state_dict(held[name])
    return int(held["epoch"])


def probes(before: Probes, correct: Corrected) -> Probes:
    """Return the probes with what was learnt of the codes."""
    return replace(before, code=correct.code.detach().clone())
