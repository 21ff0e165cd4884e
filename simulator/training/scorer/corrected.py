"""Whether corrections help: the coder on conversations that people coded, before and after it learnt from others.

The corrections are parted by conversation. For each part the shipped coder learns from the other parts, with turns of
the own corpus between them so that it unlearns nothing, and codes the part that it has not seen. What is compared is
the same turns, coded before and after; the interval of the difference comes from drawing conversations again (turns,
where there are fewer than six), always both codings of each.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from simulator.coding.codebook import CODES
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.reader import Reader
from simulator.coding.question_coder.weights import load
from simulator.training.errors import CorpusError
from simulator.training.scorer import figures, learn, predict
from simulator.training.scorer.examples import Example, fold_of, own
from simulator.training.scorer.figures import MAINS, Row
from simulator.training.scorer.pipeline import TEST_PARTS, mixed

TUNE = learn.Args(
    epochs=3, rate=2e-5, head_rate=1e-4, pieces=1500, frozen=8, decay=0.95, variants=0.2, balance=0.0, seed=7
)
"""Little is learnt from little: the lower layers stay, and the rates are a quarter of those of the last step."""
SHARE = 0.5
"""How much of the new weights is taken; the rest stays as it was (see `pipeline.mixed`)."""
FEW = 6
_RESAMPLES = 1000
Say = Callable[[str], None]
Measure = Callable[[Sequence[Row]], float]
MEASURES: dict[str, Measure] = {
    "codes_kappa": lambda rows: figures.cohen(figures.codes(rows), CODES),
    "main_kappa": lambda rows: figures.cohen(figures.mains(rows), MAINS),
    "codes_same": lambda rows: float(np.mean([a == b for a, b in figures.codes(rows)])),
    "borders_f1": figures.borders,
}
"""What is compared; the first says whether it helped."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is tried.

    Attributes:
        parts: how many the conversations fall into; never more than there are.
        again: turns of the own corpus learnt again with each turn of the corrections. `most`: of them in all.
        check: turns of the corpus' test part by which it is seen whether anything was unlearnt; 0: not at all.
        rounds: passes over what is learnt. `seed`: of parts and draws. `threads`: of torch.
    """

    parts: int = 3
    again: int = 3
    most: int = 600
    check: int = 200
    rounds: int = TUNE.epochs
    seed: int = 7
    threads: int = 2


def tried(corrections: Path, corpus: Path, plan: Plan, weights: Path | None = None, say: Say = print) -> dict[str, Any]:
    """Return the figures before and after learning from corrections, and whether they helped.

    Args:
        corrections: a folder of `toask review export`.
        corpus: the own corpus, of which turns are learnt again.
        plan: see `Plan`.
        weights: of the coder (default: the shipped one).
        say: is told each step.

    Raises:
        CorpusError: fewer than two conversations with codes, or a line that is none.
    """
    torch.set_num_threads(plan.threads)
    held = own(corrections)
    parts = _parts(held, plan)
    learnt = [one for one in own(corpus) if fold_of(one.conversation, TEST_PARTS)]
    tested = _some([one for one in own(corpus) if not fold_of(one.conversation, TEST_PARTS)], plan)
    coder = QuestionCoder.load(weights)
    before, after = _coded(coder, held), []
    unlearnt: dict[str, Any] = {}
    for number, part in enumerate(parts):
        rest = [one for other in parts if other is not part for one in other]
        say(f"part {number + 1} of {len(parts)}: {len(rest)} turns to learn from, {len(part)} to code")
        tuned = _tuned(rest, learnt, plan, weights, say)
        after += _coded(tuned, part)
        if not number and tested:
            unlearnt = difference(_coded(coder, tested), _coded(tuned, tested), plan.seed)
    found = difference(before, after, plan.seed)
    return {
        "conversations": len({one.conversation for one in held}), "turns": len(held),
        "units": sum(len(one.units) for one in held), "parts": len(parts), "plan": asdict(plan),
        "coder": coder.name, "measures": found, "own_test_part": unlearnt, "helped": verdict(found),
    }  # fmt: skip


def between(corrections: Path, before: Path | None, after: Path, seed: int = 7) -> dict[str, Any]:
    """Return the figures of two coders on the corrections that the pipeline learns nothing from.

    Args:
        corrections: a folder of `toask review export`, as it was given to the pipeline with `--corrections`.
        before: weights of a coder that did not learn from them (default: the shipped one).
        after: weights of one that did.
        seed: of the draws.

    Raises:
        CorpusError: no conversation falls into the part that is not learnt from.
    """
    held = [one for one in own(corrections) if not fold_of(one.conversation, TEST_PARTS)]
    if not held:
        raise CorpusError(
            f"{corrections}: none of its conversations is kept out of training; add more, or leave --after out."
        )
    found = difference(
        _coded(QuestionCoder.load(before), held), _coded(QuestionCoder.load(after), held), seed
    )  # fmt: skip
    return {
        "conversations": len({one.conversation for one in held}), "turns": len(held),
        "units": sum(len(one.units) for one in held), "measures": found, "helped": verdict(found),
    }  # fmt: skip


def difference(before: Sequence[Row], after: Sequence[Row], seed: int) -> dict[str, Any]:
    """Return each of `MEASURES` before, after, and the difference with its 95 % interval.

    Both hold the same turns; their order does not matter.
    """
    places = {(row["id"], row["number"]): row for row in after}
    pairs = [(row, places[row["id"], row["number"]]) for row in before]
    groups: dict[Any, list[tuple[Row, Row]]] = defaultdict(list)
    talks = len({row["id"] for row in before})
    for n, pair in enumerate(pairs):
        groups[pair[0]["id"] if talks >= FEW else n].append(pair)
    each = list(groups.values())
    dice = np.random.default_rng(seed)
    draws = [dice.integers(0, len(each), len(each)) for _ in range(_RESAMPLES)]
    out: dict[str, Any] = {"intervals_over": "conversations" if talks >= FEW else "turns"}
    for name, measure in MEASURES.items():
        drawn = np.array([_change(measure, [pair for n in some for pair in each[n]]) for some in draws])
        known = drawn[np.isfinite(drawn)]
        low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
        first, second = measure(before), measure([new for _, new in pairs])
        out[name] = {
            key: None if np.isnan(value) else round(float(value), 4)
            for key, value in (
                ("before", first), ("after", second), ("change", second - first), ("low", low), ("high", high)
            )
        }  # fmt: skip
    return out


def verdict(found: dict[str, Any]) -> str:
    """Return `yes`, `no` (it does worse) or `not shown`, by the interval of the first measure."""
    main = found[next(iter(MEASURES))]
    if main["low"] is not None and main["low"] > 0:
        return "yes"
    return "no" if main["high"] is not None and main["high"] < 0 else "not shown"


def _change(measure: Measure, pairs: Sequence[tuple[Row, Row]]) -> float:
    return measure([new for _, new in pairs]) - measure([old for old, _ in pairs])


def _parts(held: Sequence[Example], plan: Plan) -> list[list[Example]]:
    """Return the turns in parts of whole conversations, of about the same number of turns."""
    talks: dict[str, list[Example]] = defaultdict(list)
    for one in held:
        talks[one.conversation].append(one)
    if len(talks) < 2:
        raise CorpusError("At least two coded conversations are needed: one to learn from and one to be judged by.")
    order = sorted(talks, key=lambda name: (-len(talks[name]), fold_of(f"{plan.seed} {name}", 10_000)))
    parts: list[list[Example]] = [[] for _ in range(min(max(2, plan.parts), len(talks)))]
    for name in order:
        min(parts, key=len).extend(talks[name])
    return parts


def _some(tested: Sequence[Example], plan: Plan) -> list[Example]:
    """Return whole conversations of the test part until there are enough turns."""
    names = sorted({one.conversation for one in tested})
    random.Random(plan.seed).shuffle(names)
    out: list[Example] = []
    for name in names:
        if len(out) >= plan.check:
            break
        out += [one for one in tested if one.conversation == name]
    return out


def _coded(coder: QuestionCoder, held: Sequence[Example]) -> list[Row]:
    return [asdict(turn) for turn in predict.own(coder, held)]


def _tuned(
    rest: Sequence[Example], learnt: Sequence[Example], plan: Plan, weights: Path | None, say: Say
) -> QuestionCoder:
    """Return the coder after it learnt from some corrections and from turns of the corpus."""
    from simulator.coding.question_coder.place import folder

    loaded = load(weights or folder())
    net = loaded.net.requires_grad_(True)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    dice = random.Random(plan.seed)
    again = dice.sample(list(learnt), min(len(learnt), plan.again * len(rest), plan.most))
    reader = learn.Reader(loaded.tokens, loaded.nearest)
    learn.train(net, reader, [*rest, *again], replace(TUNE, epochs=plan.rounds, seed=plan.seed), say=say)
    net.load_state_dict(mixed(before, net.state_dict(), SHARE))
    return QuestionCoder(Reader(replace(loaded, net=net.eval().requires_grad_(False))))
