"""Fits heads on what the frozen net reads: `python -m simulator.training.probes_fit`; writes `probes.safetensors`.

Beside the matter: `models/question-coder/beside/*.jsonl`, for moments of the own corpus a question that is beside the
matter and one that is near it though one would not expect it; the questions of the corpus without its test part; and
of those to the shipped and the small schools every ninth (`topics`), which are near it. The border is the lowest that
is so precise over the corpus (`PRECISE`): who is told that a question of theirs has nothing to do with the school, and
it has, will not believe the rest.

Codes: the parts of the corpus that the weights have not learnt from (`UNSEEN`), without the test part
(`simulator.training.probes_codes`). The step `further` of the coder's training learns that correction on with the net;
then only what is beside the matter is fitted here.

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

from simulator.coding.around import around
from simulator.coding.codebook import CODES, Said, Unit, value_of
from simulator.coding.question_coder.place import folder
from simulator.coding.question_coder.probes import Probes, save
from simulator.coding.question_coder.put import PLACES, Put, signs
from simulator.coding.question_coder.rules import SUITS
from simulator.coding.question_coder.weights import ABOUT, Loaded, load
from simulator.training.gram_rows import gram_rows
from simulator.training.probes_codes import Seen, Weights, fit
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
UNSEEN = ("i", "j", "k", "l", "m")
"""Parts of the corpus with these letters are newer than the shipped weights."""
_NEW = re.compile(rf"(?:nl|en)-[{''.join(UNSEEN)}]\d*-\d+$")
GRAMS_BY = 20.0
"""What words count beside states: at 5 fewer are found, at 40 half as many more of the schools' questions are taken."""
_BATCH = 48
_LEAST = 2
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
        return not self.written and newer(self.conversation)


def newer(conversation: str) -> bool:
    """Return whether a conversation of the corpus is newer than the shipped weights."""
    return bool(_NEW.match(conversation))


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
def read(
    loaded: Loaded, held: Sequence[tuple[Example, bool]], rarity: Floats | None = None
) -> tuple[Seen, Floats, list[Row]]:
    """Return what is known of each unit, how rare grams are (as given, else counted), and what each is."""
    net = loaded.net.to(torch.bfloat16)
    made = [ready(one, loaded.tokens, loaded.nearest) for one, _ in held]
    order = sorted(range(len(held)), key=lambda n: len(made[n].input.ids))
    states, logits, rows, placed = list[Floats](), list[Floats](), list[Row](), list[tuple[float, ...]]()
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        batch, _ = collate([made[n] for n in part])
        found = net.states(net.body(batch), batch.units, batch.owner)
        logits.append(net.codes(found[:, : net.size.hidden]).float().numpy())
        states.append(found.float().numpy())
        for n in part:
            one, written = held[n]
            some = [unit for unit, _ in zip(one.units, made[n].spans, strict=False)]
            rows += [Row(one.conversation, unit, written) for unit in some]
            placed += signs([unit.text for unit in some], one.text, around(one.history), one.history)
    grams, rarity = gram_rows([row.unit.text for row in rows], PLACES, _LEAST, rarity)
    seen = Seen(np.concatenate(states), np.concatenate(logits), np.array(placed, np.float32), grams)
    return seen, rarity, rows


def fit_off(seen: Seen, off: Flags, weight: Floats) -> tuple[Floats, Floats]:
    """Return weights of the states as they are, the last one the bias, and of grams."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    mean, spread = seen.states.mean(0), seen.states.std(0) + 1e-6
    rows = sparse.hstack([sparse.csr_array((seen.states - mean) / spread), seen.grams * GRAMS_BY]).tocsr()
    found = LogisticRegression(C=EASE, max_iter=400).fit(rows, off, weight)
    weights, grams = found.coef_[0][: len(mean)] / spread, found.coef_[0][len(mean) :] * GRAMS_BY
    return np.append(weights, found.intercept_[0] - weights @ mean).astype(np.float32), grams.astype(np.float32)


def shares(flagged: Flags, off: Flags) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    both = float((flagged & off).sum())
    precision, recall = both / max(1, flagged.sum()), both / max(1, off.sum())
    return float(precision), float(recall), float(2 * precision * recall / max(1e-9, precision + recall))


def border(scores: Floats, off: Flags) -> float:
    """Return the lowest border that is precise enough."""
    found = np.quantile(scores, np.linspace(0.5, 0.999, 400))
    return float(min((one for one in found if shares(scores > one, off)[0] >= PRECISE), default=0.0))


def off_topic(seen: Seen, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Fit, measure and print what is beside the matter; returns the weights, with the border in the bias."""
    off, written, school = (np.array([getattr(row, name) for row in rows]) for name in ("off", "written", "school"))
    corpus = ~written & ~school
    weight = np.where(written, WRITTEN, 1.0).astype(np.float32)

    def scores(some: Flags, others: Flags) -> Floats:
        states, grams = fit_off(seen.of(some), off[some], weight[some])
        asked = seen.of(others)
        found: Floats = asked.states @ states[:-1] + states[-1] + asked.grams @ grams
        return found

    found = _by_others(rows, scores)
    least = border(found[corpus], off[corpus])
    for name, which in (("corpus", corpus), ("written for this", written)):
        held = [round(one, 3) for one in shares(found[which] > least, off[which])]
        print(f"{name}: {off[which].sum()} of {which.sum()} beside the matter; precision, recall, F1 {held}")
    print(f"of {school.sum()} questions to schools {(found[school] > least).mean():.3f} taken for such")
    states, grams = fit_off(seen, off, weight)
    states[-1] -= least
    return states, grams


def codes(seen: Seen, rows: Sequence[Row]) -> Weights:
    """Fit, measure and print the correction of the codes."""
    right = np.array([CODES.index(row.unit.code) for row in rows])
    found = _by_others(rows, lambda some, others: fit(seen.of(some), right[some])(seen.of(others)))
    shown = [f"{(one.argmax(1) == right).mean():.3f}" for one in (found, seen.logits)]
    print(f"{len(rows)} unseen units: codes right {shown[0]}, by the head alone {shown[1]}")
    return fit(seen, right)


def _by_others(rows: Sequence[Row], scores: Callable[[Flags, Flags], Floats]) -> Floats:
    """Return what `scores(learnt from, asked for)` gives for every row, by fits that have not seen its conversation."""
    parts = np.array([fold_of(row.conversation, FOLDS) for row in rows])
    found = [(np.flatnonzero(parts == part), scores(parts != part, parts == part)) for part in range(FOLDS)]
    return np.concatenate([one for _, one in found])[np.argsort(np.concatenate([place for place, _ in found]))]


def main() -> None:
    """Fit, measure, print, write. Of weights that were trained further the codes' correction stays as learnt there."""
    about = json.loads((folder() / ABOUT).read_text(encoding="utf-8"))
    kept = load(folder()).probes if "further" in about else None
    loaded = load(folder(), probed=False)
    seen, rarity, rows = read(loaded, list(examples()), None if kept is None else kept.put.rarity)
    asks, two = np.array([row.asks for row in rows]), 2 * loaded.net.size.hidden
    asked = seen.of(asks)
    off, off_grams = off_topic(replace(asked, states=asked.states[:, :two]), [row for row in rows if row.asks])
    if kept is not None:
        grams = np.column_stack([kept.put.grams[:, :-1], off_grams])
        found = replace(kept, off=torch.from_numpy(off), put=replace(kept.put, grams=grams))
    else:
        unseen = np.array([row.unseen for row in rows])
        code = codes(seen.of(unseen), [row for row in rows if row.unseen])
        put = Put(rarity, np.column_stack([code.grams, off_grams]), code.signs)
        found = Probes(torch.from_numpy(off), torch.from_numpy(code.states), torch.tensor([code.scale]), put)
    save(found, folder(), folder() / ABOUT)


if __name__ == "__main__":
    main()
