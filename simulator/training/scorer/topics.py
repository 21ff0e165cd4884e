"""Learning what a question is about: vectors of questions and of what answers them are drawn together.

Data: `topics/*.jsonl` beside the corpus: small schools with targets (how an author says one may ask for it, what the
school says) and questions with the targets that answer them, or none. The loss is a softmax over all targets of the
school and "none of them" (as in InfoNCE, van den Oord et al. 2018), where a target scores by its nearest phrase.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.coding.question_coder.inputs import alone
from simulator.coding.question_coder.net import Net
from simulator.training.corpus import CorpusError
from simulator.training.scorer.batches import Ready, batches, collate, ready
from simulator.training.scorer.examples import Example, quick, speech, typos
from simulator.training.scorer.learn import Args, Reader, Teach, code_weights, groups, set_rate, step, varied

SCALE = 16.0
_SOFT = 24.0
_PHRASES = 7
_VARIANTS = 0.3


@dataclass(frozen=True, slots=True)
class School:
    """A small school: phrases of each target, and questions with the indices of the targets that answer them."""

    id: str
    language: str
    phrases: tuple[tuple[str, ...], ...]
    questions: tuple[tuple[str, tuple[int, ...]], ...]


def schools(folder: Path) -> list[School]:
    """Return the small schools of a folder.

    Raises:
        CorpusError: a line is no school, or a question names a target that is not there.
    """
    out: list[School] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                out.append(_school(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise CorpusError(f"{path}:{number}: {error!r}; mend this line.") from error
    return out


def _school(data: dict[str, object]) -> School:
    targets, rows = data["targets"], data["questions"]
    assert isinstance(targets, list)
    assert isinstance(rows, list)
    index = {str(one["id"]): n for n, one in enumerate(targets)}
    phrases = tuple(tuple(str(text) for text in (*one["asks"], *one["say"])) for one in targets)
    questions = tuple((str(row["text"]), tuple(index[one] for one in row["fits"])) for row in rows)
    return School(str(data["id"]), str(data["language"]), phrases, questions)


class Bar(nn.Module):
    """What "none of them" scores; learnt beside the net and not kept: matching is calibrated anew."""

    def __init__(self) -> None:
        super().__init__()
        self.none = nn.Parameter(torch.tensor(0.45 * SCALE))


def vectors(net: Net, reader: Reader, texts: Sequence[str]) -> Tensor:
    """Return one unit vector a text, shape (n, hidden), with gradients."""
    rows = [Ready(Example("", "", text, ()), alone(text, reader.tokens), ()) for text in texts]
    batch, _ = collate(rows)
    found = net.whole(net.body(batch), batch.turns)[2]
    return functional.normalize(found.float(), dim=-1)


def loss(net: Net, bar: Bar, reader: Reader, school: School, dice: random.Random) -> Tensor:
    """Return the loss of one school with a draw of its phrases and with some questions typed otherwise."""
    owners: list[int] = []
    texts: list[str] = []
    for n, held in enumerate(school.phrases):
        some = dice.sample(held, min(_PHRASES, len(held)))
        texts += some
        owners += [n] * len(some)
    asked = [_typed(text, dice) for text, _ in school.questions]
    found = vectors(net, reader, [*texts, *asked])
    near = found[len(texts) :] @ found[: len(texts)].T
    columns = torch.tensor(owners)
    scores = torch.stack(
        [(_SOFT * near[:, columns == n]).logsumexp(-1) / _SOFT for n in range(len(school.phrases))], -1
    )
    logits = torch.cat([SCALE * scores, bar.none.expand(len(asked), 1)], -1).log_softmax(-1)
    right = torch.zeros(logits.shape, dtype=torch.bool)
    for n, (_, fits) in enumerate(school.questions):
        right[n, list(fits) or [len(school.phrases)]] = True
    return -logits.masked_fill(~right, -1e4).logsumexp(-1).mean()


def _typed(text: str, dice: random.Random) -> str:
    if dice.random() >= _VARIANTS:
        return text
    return dice.choice((speech, quick, typos))(text, dice) or text


def together(
    net: Net,
    reader: Reader,
    examples: Sequence[Example],
    held: Sequence[School],
    args: Args,
    rounds: int,
    teach: Teach | None = None,
    say: Callable[[str], None] = print,
) -> Net:
    """Train in place on schools, a batch of coded turns between any two, so that coding is not unlearnt.

    Args:
        net: the net.
        reader: makes inputs.
        examples: coded turns.
        held: the schools.
        args: how; `frozen` layers stay.
        rounds: passes over the schools.
        teach: gives the vectors of units to be like.
        say: is told how it goes.
    """
    bar, dice = Bar(), random.Random(args.seed)
    torch.manual_seed(args.seed)
    rows = groups(net, args)
    optimizer = torch.optim.AdamW(
        [*rows, {"params": [bar.none], "lr": 0.02, "start": 0.02}], weight_decay=0.01, betas=(0.9, 0.98)
    )
    weights, steps, begun = code_weights(examples, args), rounds * len(held), time.perf_counter()
    draw = _draw(reader, examples, args, teach, dice)
    net.train()
    sums = [0.0, 0.0]
    for done, school in zip(range(1, steps + 1), endless(held, dice), strict=False):
        set_rate(optimizer, done, steps)
        parts = step(net, next(draw), args, weights, "cpu")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = loss(net, bar, reader, school, dice)
        found.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        sums = [sums[0] + float(found.detach()), sums[1] + float(parts.get("code", torch.zeros(())))]
        if done % len(held) == 0:
            took = time.perf_counter() - begun
            means = [one / len(held) for one in sums]
            say(f"round {done // len(held)}/{rounds} {took:.0f} s topics {means[0]:.3f} code {means[1]:.3f}")
            sums = [0.0, 0.0]
    return net


def _draw(
    reader: Reader, examples: Sequence[Example], args: Args, teach: Teach | None, dice: random.Random
) -> Iterator[list[Ready]]:
    """Yield batches of coded turns without end."""
    while True:
        rows = [
            ready(varied(one, args, dice), reader.tokens, reader.nearest, teach(one) if teach else None)
            for one in dice.sample(list(examples), min(3000, len(examples)))
        ]
        yield from batches(rows, args.pieces // 2, dice)


def endless(held: Sequence[School], dice: random.Random) -> Iterator[School]:
    """Yield schools without end, all of them once a round."""
    while held:
        order = list(held)
        dice.shuffle(order)
        yield from order
