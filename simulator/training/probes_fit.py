"""Fits heads on what the frozen net reads: `python -m simulator.training.probes_fit`; writes `probes.safetensors`.

Beside the matter: `models/question-coder/beside/*.jsonl`, for moments of the own corpus a question that is beside the
matter and one that is near it though one would not expect it; the questions of the corpus without its test part; and
of those to the shipped and the small schools every ninth (`topics`), which are near it. The border is the lowest that
is so precise over the corpus (`PRECISE`): who is told that a question of theirs has nothing to do with the school, and
it has, will not believe the rest.

Codes: the parts of the corpus that the weights have not learnt from (`UNSEEN`), without the test part.

Printed first, by fits that have not seen the conversations they are asked for; then everything is fitted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from simulator.coding.codebook import CODES, Said, Unit, value_of
from simulator.coding.question_coder.place import folder
from simulator.coding.question_coder.probes import Probes, save
from simulator.coding.question_coder.rules import SUITS
from simulator.coding.question_coder.weights import ABOUT, Loaded, load
from simulator.training.scorer.batches import collate, ready
from simulator.training.scorer.examples import Example, fold_of, own
from simulator.training.scorer.pipeline import TEST_PARTS

FOLDS = 5
EASE = 0.03
WRITTEN = 0.3
"""What a question written for this weighs against one of the corpus, where such questions are rare."""
PRECISE = 0.8
EVERY = 9
_SCHOOL = "-school"
UNSEEN = ("i", "j", "k")
"""Parts of the corpus with these letters are newer than the shipped weights."""
_NEW = re.compile(rf"(?:nl|en)-[{''.join(UNSEEN)}]\d*-\d+$")
RIDGE = 0.05
"""Among 0.2, 0.1, 0.05 and 0.02 the likeliest for conversations that the fit had not seen, in either language."""
_BATCH = 48
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """A unit: its conversation, itself, whether it was written as a question beside the matter or near it."""

    conversation: str
    unit: Unit
    written: bool

    @property
    def school(self) -> bool:
        """Whether it was asked of a school of `topics`."""
        return self.conversation.endswith(_SCHOOL)

    @property
    def off(self) -> bool:
        """Whether it is beside the matter."""
        return "off_topic" in self.unit.flags

    @property
    def asks(self) -> bool:
        """Whether it is a question that may be."""
        return self.unit.code in SUITS["off_topic"] or self.off

    @property
    def unseen(self) -> bool:
        """Whether the net has not learnt from it."""
        return not self.written and bool(_NEW.match(self.conversation))


def examples() -> Iterator[tuple[Example, bool]]:
    """Yield turns with coded units, and whether they were written for this."""
    held = [one for one in own(folder() / "data") if fold_of(one.conversation, TEST_PARTS)]
    at = {(one.conversation, one.number): one for one in held}
    for path in sorted((folder() / "beside").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            flags = ("off_topic",) if row["off"] else ()
            unit = Unit(row["text"], "OPEN", value_of("OPEN", flags), flags)
            yield replace(at[row["conversation"], row["number"]], text=row["text"], units=(unit,)), True
    for one in held:
        rows = [Row(one.conversation, unit, written=False) for unit in one.units]
        if any(row.asks or row.unseen for row in rows):
            yield one, False
    yield from ((one, False) for one in asked())


def asked() -> Iterator[Example]:
    """Yield questions to the shipped and the small schools, each as a conversation of its school with one unit."""
    for path in sorted((folder() / "topics").rglob("*.jsonl")):
        language = path.stem[:2]
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            data = json.loads(line)
            for place, row in enumerate(data.get("questions", [data])):
                if row["fits"] and (number + place) % EVERY == 0:
                    before = (Said("school", row["before"]),) if row.get("before") else ()
                    unit = Unit(row["text"], "OPEN", value_of("OPEN", ()), ())
                    yield Example(f"{path.stem}{_SCHOOL}", language, row["text"], before, (unit,))


@torch.inference_mode()
def read(loaded: Loaded, held: Sequence[tuple[Example, bool]]) -> tuple[Floats, Floats, list[Row]]:
    """Return `Net.states` of each unit, the head's logits of its codes, and what each is."""
    net = loaded.net.to(torch.bfloat16)
    made = [ready(one, loaded.tokens, loaded.nearest) for one, _ in held]
    order = sorted(range(len(held)), key=lambda n: len(made[n].input.ids))
    states, logits, rows = list[Floats](), list[Floats](), list[Row]()
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        batch, _ = collate([made[n] for n in part])
        found = net.states(net.body(batch), batch.units, batch.owner)
        logits.append(net.codes(found[:, : net.size.hidden]).float().numpy())
        states.append(found.float().numpy())
        for n in part:
            one, written = held[n]
            rows += [Row(one.conversation, unit, written) for unit, _ in zip(one.units, made[n].spans, strict=False)]
    return np.concatenate(states), np.concatenate(logits), rows


def fit_off(states: Floats, off: Flags, weight: Floats) -> Floats:
    """Return weights of the states as they are, the last one the bias."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    mean, spread = states.mean(0), states.std(0) + 1e-6
    found = LogisticRegression(C=EASE, max_iter=400).fit((states - mean) / spread, off, weight)
    weights = found.coef_[0] / spread
    return np.append(weights, found.intercept_[0] - weights @ mean).astype(np.float32)


def fit_codes(states: Floats, logits: Floats, codes: NDArray[np.int64]) -> tuple[Floats, float]:
    """Return weights of the states, the last row the bias, and the factor of the head's logits.

    How often each code comes is not learnt: these parts are harder on purpose than what people say.
    """
    mean, spread = states.mean(0), states.std(0) + 1e-6
    rows, head, right = torch.from_numpy((states - mean) / spread), torch.from_numpy(logits), torch.from_numpy(codes)
    weights = torch.zeros(rows.shape[1], len(CODES), requires_grad=True)
    scale = torch.zeros(1, requires_grad=True)
    best = torch.optim.LBFGS([weights, scale], max_iter=80, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        best.zero_grad()
        found = head * scale.exp() + rows @ weights
        value = torch.nn.functional.cross_entropy(found, right) + RIDGE * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    best.step(loss)  # type: ignore[no-untyped-call]
    plain = weights.detach().numpy() / spread[:, None]
    return np.vstack([plain, -mean @ plain]).astype(np.float32), float(scale.detach().exp())


def shares(flagged: Flags, off: Flags) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    both = float((flagged & off).sum())
    precision, recall = both / max(1, flagged.sum()), both / max(1, off.sum())
    return float(precision), float(recall), float(2 * precision * recall / max(1e-9, precision + recall))


def border(scores: Floats, off: Flags) -> float:
    """Return the lowest border that is precise enough."""
    found = np.quantile(scores, np.linspace(0.5, 0.999, 400))
    return float(min((one for one in found if shares(scores > one, off)[0] >= PRECISE), default=0.0))


def off_topic(states: Floats, rows: Sequence[Row]) -> Floats:
    """Fit, measure and print what is beside the matter; returns the weights, with the border in the bias."""
    off, written, school = (np.array([getattr(row, name) for row in rows]) for name in ("off", "written", "school"))
    corpus = ~written & ~school
    weight = np.where(written, WRITTEN, 1.0).astype(np.float32)

    def scores(some: Flags, others: Flags) -> Floats:
        weights = fit_off(states[some], off[some], weight[some])
        found: Floats = states[others] @ weights[:-1] + weights[-1]
        return found

    found = _by_others(rows, scores)
    least = border(found[corpus], off[corpus])
    for name, which in (("corpus", corpus), ("written for this", written)):
        held = [round(one, 3) for one in shares(found[which] > least, off[which])]
        print(f"{name}: {off[which].sum()} of {which.sum()} beside the matter; precision, recall, F1 {held}")
    print(f"of {school.sum()} questions to schools {(found[school] > least).mean():.3f} taken for such")
    weights = fit_off(states, off, weight)
    weights[-1] -= least
    return weights


def codes(states: Floats, logits: Floats, rows: Sequence[Row]) -> tuple[Floats, float]:
    """Fit, measure and print the correction of the codes; see `fit_codes` for what is returned."""
    right = np.array([CODES.index(row.unit.code) for row in rows])

    def scores(some: Flags, others: Flags) -> Floats:
        weights, scale = fit_codes(states[some], logits[some], right[some])
        found: Floats = logits[others] * scale + states[others] @ weights[:-1] + weights[-1]
        return found

    found = _by_others(rows, scores)
    shown = [f"{(one.argmax(1) == right).mean():.3f}" for one in (found, logits)]
    print(f"{len(rows)} unseen units: codes right {shown[0]}, by the head alone {shown[1]}")
    return fit_codes(states, logits, right)


def _by_others(rows: Sequence[Row], scores: Callable[[Flags, Flags], Floats]) -> Floats:
    """Return what `scores(learnt from, asked for)` gives for every row, by fits that have not seen its conversation."""
    parts = np.array([fold_of(row.conversation, FOLDS) for row in rows])
    found = [(np.flatnonzero(parts == part), scores(parts != part, parts == part)) for part in range(FOLDS)]
    return np.concatenate([one for _, one in found])[np.argsort(np.concatenate([place for place, _ in found]))]


def main() -> None:
    """Fit, measure, print, write."""
    loaded = load(folder())
    states, logits, rows = read(loaded, list(examples()))
    asks, unseen = np.array([row.asks for row in rows]), np.array([row.unseen for row in rows])
    off = off_topic(states[asks][:, : 2 * loaded.net.size.hidden], [row for row in rows if row.asks])
    code, scale = codes(states[unseen], logits[unseen], [row for row in rows if row.unseen])
    found = Probes(torch.from_numpy(off), torch.from_numpy(code), torch.tensor([scale]))
    save(found, folder(), folder() / ABOUT)


if __name__ == "__main__":
    main()
