"""Learning what a question is about: vectors of questions and of what answers them are drawn together.

Data: `topics/*.jsonl` beside the corpus: small schools with targets (how an author says one may ask for it, what the
school says) and questions with the targets that answer them, or none. The loss is a softmax over all targets of the
school and "none of them" (as in InfoNCE, van den Oord et al. 2018); how a target scores is in `late.py`.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from simulator.coding.codebook import Said
from simulator.coding.question_coder import late
from simulator.coding.question_coder.inputs import make
from simulator.coding.question_coder.late import Late
from simulator.coding.question_coder.net import Net
from simulator.training.errors import CorpusError
from simulator.training.scorer.batches import Ready, batches, collate, ready
from simulator.training.scorer.examples import Example, quick, speech, typos
from simulator.training.scorer.learn import (
    Args,
    Raters,
    Reader,
    code_weights,
    groups,
    habits,
    keep,
    resume,
    set_rate,
    step,
    varied,
)

_ASKS, _TELLS = 2, 2
_VARIANTS = 0.3
_CONTEXT = 0.75
_AT_ONCE = 40
_ANSWERING = ("tell", "fact")
PART = 100
"""Schools after which what was learnt is kept."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what the school had said before it (may be empty), and the indices of the targets that answer it."""

    text: str
    before: str
    fits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class School:
    """A small school: for each target how one may ask for it and what the school says, and questions."""

    id: str
    language: str
    asks: tuple[tuple[str, ...], ...]
    tells: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...]

    def draw(self, dice: random.Random) -> School:
        """Return what is learnt from in one step: itself."""
        return self


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
    asks, tells = (tuple(tuple(map(str, one[key])) for one in targets) for key in ("asks", "say"))
    questions = tuple(
        Question(str(row["text"]), str(row.get("before", "")), tuple(index[one] for one in row["fits"])) for row in rows
    )
    return School(str(data["id"]), str(data["language"]), asks, tells, questions)


def talks(folder: Path) -> list[School]:
    """Return the written conversations of `models/voice/pairs` as schools without phrases of their own.

    What is told in a turn answers it; the lines that were written as wrong for a turn are there to be told apart.
    """
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            tells: dict[str, int] = {}
            questions, before = [], data["opening"]
            for turn in data["turns"]:
                if turn["act"] in _ANSWERING:
                    fits = tells.setdefault(turn["line"], len(tells))
                    questions.append(Question(turn["trainee"], before, (fits,)))
                    for wrong in turn["wrong"]:
                        tells.setdefault(wrong, len(tells))
                elif turn["act"] == "unknown":
                    questions.append(Question(turn["trainee"], before, ()))
                before = turn["reply"]
            out.append(
                School(
                    data["id"], data["language"], ((),) * len(tells), tuple((one,) for one in tells), tuple(questions)
                )
            )
    return out


def texts(net: Net, reader: Reader, held: Sequence[tuple[str, str]]) -> Late:
    """Return (text, what was said before it) read in groups of alike lengths, with gradients."""
    made = [
        make(text, (Said("school", before),) if before else (), reader.tokens, reader.nearest) for text, before in held
    ]
    order = sorted(range(len(made)), key=lambda n: len(made[n].ids))
    parts = []
    for start in range(0, len(order), _AT_ONCE):
        rows = [Ready(Example("", "", "", ()), made[n], ()) for n in order[start : start + _AT_ONCE]]
        parts.append(late.read(net, collate(rows)[0]))
    back = torch.tensor(sorted(range(len(order)), key=lambda place: order[place]))
    found = late.join(parts)
    return Late(found.vectors[back], found.pieces[back], found.held[back], found.weights[back])


def loss(net: Net, reader: Reader, school: School, dice: random.Random) -> Tensor:
    """Return the loss of one school with a draw of its phrases and with some questions typed otherwise."""
    school = school.draw(dice)
    rows: list[tuple[int, bool, str]] = []
    for n, (asks, tells) in enumerate(zip(school.asks, school.tells, strict=True)):
        some = [] if dice.random() < 0.1 and tells else dice.sample(asks, min(_ASKS, len(asks)))
        rows += [(n, False, text) for text in some]
        rows += [(n, True, text) for text in dice.sample(tells, min(_TELLS, len(tells)))]
    asked = [(_typed(one.text, dice), one.before if dice.random() < _CONTEXT else "") for one in school.questions]
    logits = late.scores(
        net, texts(net, reader, asked), texts(net, reader, [(text, "") for _, _, text in rows]),
        torch.tensor([n for n, _, _ in rows]), torch.tensor([int(told) for _, told, _ in rows]), len(school.asks),
    )  # fmt: skip
    logits = torch.cat([logits, torch.zeros(len(asked), 1)], -1).log_softmax(-1)
    right = torch.zeros(logits.shape, dtype=torch.bool)
    for n, one in enumerate(school.questions):
        right[n, list(one.fits) or [len(school.asks)]] = True
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
    save: Path | None = None,
    say: Callable[[str], None] = print,
) -> Net:
    """Train in place on schools, a batch of coded turns between any two, so that coding is not unlearnt.

    Args:
        net: the net.
        reader: makes inputs.
        examples: coded turns.
        held: the schools.
        args: how; `epochs` are passes over the schools, `frozen` layers stay.
        save: where it is kept after every `PART` schools, and from where it goes on.
        say: is told how it goes.
    """
    raters = Raters()
    optimizer = torch.optim.AdamW([*groups(net, args), habits(raters)], weight_decay=0.01, betas=(0.9, 0.98))
    begin = resume(net, raters, optimizer, save, args) if save else 0
    weights, order = code_weights(examples, args), _order(held, args)
    for part in range(begin, math.ceil(len(order) / PART)):
        dice, begun = random.Random(f"{args.seed} {part}"), time.perf_counter()
        torch.manual_seed(args.seed * 1000 + part)
        draw = _draw(reader, examples, args, dice)
        net.train()
        sums, some = [0.0, 0.0], order[part * PART : (part + 1) * PART]
        for done, school in enumerate(some, part * PART + 1):
            set_rate(optimizer, done, len(order))
            parts = step(net, next(draw), args, weights, raters, "cpu")
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = loss(net, reader, school, dice)
            found.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            sums = [sums[0] + float(found.detach()), sums[1] + float(parts.get("code", torch.zeros(())))]
        took, means = time.perf_counter() - begun, [one / len(some) for one in sums]
        say(f"{part * PART + len(some)}/{len(order)} {took:.0f} s topics {means[0]:.3f} code {means[1]:.3f}")
        if save:
            keep(net, raters, optimizer, save, part + 1, args)
    return net


def _order(held: Sequence[School], args: Args) -> list[School]:
    """Return the schools of all passes in the order in which they are learnt."""
    return [
        one
        for epoch in range(args.epochs)
        for one in random.Random(f"{args.seed} order {epoch}").sample(list(held), len(held))
    ]


def _draw(reader: Reader, examples: Sequence[Example], args: Args, dice: random.Random) -> Iterator[list[Ready]]:
    """Yield batches of coded turns without end."""
    while True:
        rows = [
            ready(varied(one, args, dice), reader.tokens, reader.nearest)
            for one in dice.sample(list(examples), min(3000, len(examples)))
        ]
        yield from batches(rows, args.pieces // 2, dice)
