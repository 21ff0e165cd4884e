"""Teaches the guard's net on cases that nobody wrote (`cases`) and those of models/voice/guard/train, for some minutes.

The rate falls with the time that is used up, so that a run may be as long as there is time for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional

from simulator.coding.question_coder.net import Net
from simulator.coding.question_coder.speed import faster
from simulator.training.guard import bend_en, bend_nl, cases
from simulator.training.guard.cases import NOT_KNOWN, Case
from simulator.training.guard.lines import good_lines
from simulator.voice.learnt.net import GuardNet, Memory

Low = Callable[[Sequence[str]], list[Tensor]]
LAYERS, RATE, HEAD_RATE, WARM = 6, 2e-4, 1e-3, 0.04
REPLIES, MOST_PIECES = 40, 64
"""Replies in a step; pieces of one that are read."""
OWN, OWN_FROM = 0.4, 0.45
"""Share of steps on cases that were written for this, in the latter part of a run, and from when on."""


@dataclass(frozen=True, slots=True)
class Args:
    """How to learn.

    Attributes:
        minutes: of one thread.
        seed: of order and dice.
        further: the net has learnt before: half the rate, and written cases from the start.
    """

    minutes: float
    seed: int = 1
    further: bool = False


def begun(body: Net) -> GuardNet:
    """Return a net whose layers are the first upper ones of the coder's."""
    net = GuardNet(body.size, LAYERS, 0.1)
    for mine, theirs in zip(net.layers, body.layers[body.size.wide :], strict=False):
        mine.load_state_dict({name: value.float() for name, value in theirs.state_dict().items()})
    return net


def stream(seed: int, used: Callable[[], float]) -> Iterator[list[Case]]:
    """Yield a few cases at a time, both languages in turn; from the middle on written ones among them."""
    dice = Random(seed)
    ways = {"nl": bend_nl.ways(good_lines("nl")), "en": bend_en.ways(good_lines("en"))}
    talks = {language: cases.talks(language, dice) for language in ways}
    schools = {language: list(cases.scenarios(language)) for language in ways}
    own = {language: [cases.from_labelled(one) for one in cases.labelled(language)] for language in ways}
    at = 0
    while True:
        language = ("nl", "en")[at % 2]
        at += 1
        if used() > OWN_FROM + 0.02 and own[language] and dice.random() < OWN:
            yield dice.sample(own[language], min(2, len(own[language])))
        elif dice.random() < 0.12:
            yield list(cases.from_scenario(dice.choice(schools[language]), dice))[:6]
        else:
            talk = talks[language][at // 2 % len(talks[language])]
            found = list(cases.from_talk(talk, ways[language], dice))
            dice.shuffle(found)
            yield found[:6]


def learn(
    net: GuardNet,
    low: Low,
    args: Args,
    tell: Callable[[str], None],
    half: Callable[[GuardNet], None] = lambda net: None,
) -> GuardNet:
    """Return the net when it has learnt for `args.minutes`; `half` is given it before it has seen any written case."""
    torch.manual_seed(args.seed)
    net.train().requires_grad_(True)
    heads = [*net.pieces.parameters(), *net.whole.parameters(), *net.kinds.parameters()]
    rows = [{"params": [*net.layers.parameters()], "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
    mind = torch.optim.AdamW(rows, weight_decay=0.01)
    start = time.monotonic()

    def used() -> float:
        return (time.monotonic() - start) / (60 * args.minutes)

    total, steps, seen, shown = 0.0, 0, 0, False
    for some in stream(args.seed, lambda: 1.0 if args.further else used()):
        part = used()
        if part > OWN_FROM and not shown and not args.further:
            half(net.eval())
            shown = net.train().training
        if part >= 1:
            break
        for row, rate in zip(mind.param_groups, (RATE, HEAD_RATE), strict=True):
            row["lr"] = (0.5 if args.further else 1.0) * rate * min(1.0, part / WARM + 0.05, 1.02 - part)
        with torch.autocast("cpu", torch.bfloat16, enabled=faster() == torch.bfloat16):
            logits, labels = read(net, some, low, REPLIES, Random(args.seed + steps))
        known = labels != NOT_KNOWN
        loss = functional.binary_cross_entropy_with_logits(logits.float(), labels.clamp(min=0), reduction="none")
        loss = (loss * known).sum() / known.sum()
        mind.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        mind.step()
        total, steps, seen = total + float(loss.detach()), steps + 1, seen + len(labels)
        if steps % 25 == 0:
            tell(f"{part:.0%} of the time, {steps} steps, {seen} replies, loss {total / 25:.3f}")
            total = 0.0
    return net.eval()


def read(net: GuardNet, some: Sequence[Case], low: Low, most: int, dice: Random) -> tuple[Tensor, Tensor]:
    """Return logits and labels of at most so many replies of some cases, shape (n, faults) both."""
    rows = [(n, *reply) for n, case in enumerate(some) for reply in case.replies]
    rows = dice.sample(rows, min(most, len(rows)))
    texts = list(dict.fromkeys([text for _, text, _ in rows] + [text for case in some for _, text in case.lines]))
    states = {text: one.float().clone() for text, one in zip(texts, low(texts), strict=True)}
    memory = remembered(net, some, states)
    x, held = padded([states[text][:MOST_PIECES] for _, text, _ in rows])
    logits = net(x, held, memory, torch.tensor([n for n, _, _ in rows]))
    return logits, torch.tensor([list(label) for _, _, label in rows])


def remembered(net: GuardNet, some: Sequence[Case], states: dict[str, Tensor]) -> Memory:
    """Return what is kept of the lines of some cases, a row each."""
    rest, held = padded([torch.cat([states[text][:MOST_PIECES] for _, text in case.lines]) for case in some])
    kinds = torch.zeros(held.shape, dtype=torch.long)
    for n, case in enumerate(some):
        each = [kind for kind, text in case.lines for _ in range(len(states[text][:MOST_PIECES]))]
        kinds[n, : len(each)] = torch.tensor(each)
    return Memory(net.keep(rest, kinds), held)


def padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Return states of the same length, shape (n, t, hidden), and which places hold a piece, shape (n, t)."""
    lengths = torch.tensor([len(row) for row in rows])
    x = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    return x, torch.arange(x.shape[1])[None] < lengths[:, None]
