"""Fits and measures topic matching: `python -m simulator.training.topics_fit [--fit] [--encoder NAME]`.

Data: tests/data/topics/*.jsonl, one question a line: `scenario` (an id; `*` for any scenario of that language), `text`,
`code`, `fits` (targets as `kind:id` or `kind`; empty: nothing the school knows). With `--fit` the printed figures leave
one school out: the weights for its questions are fitted on all the others (its translation is left out too). The
weights printed at the end use everything, and the small schools of models/question-coder/topics that the net has not
learnt from; they go into `simulator/school/match_weights.py` by hand.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import Unit
from simulator.coding.coder import Encoder
from simulator.coding.hash_encoder import HashEncoder
from simulator.coding.vector_cache import CachedEncoder
from simulator.models import card, folder
from simulator.practice.build import question_reader
from simulator.scenario.load import load
from simulator.scenario.model import Scenario
from simulator.scenario.problems import ScenarioErrors
from simulator.school import match_weights
from simulator.school.acts import Hit, Target
from simulator.school.anchors import PHRASES
from simulator.school.asked import cuts
from simulator.school.entries import ANCHORS
from simulator.school.matching import FEATURES, Entry, Matcher
from simulator.school.meant import Reads
from simulator.school.topics import REFLECTS, Topics
from simulator.training.scorer.kept_out import kept_out
from simulator.training.topics_figures import Figures, Group

ROOT = Path(__file__).resolve().parents[2]
DATA, SCHOOLS = ROOT / "tests" / "data" / "topics", ROOT / "models" / "question-coder" / "topics"
LATE = ("choice", "step")
SAME = {"choice": "want", "step": "begin"}
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question: text, code, the targets that answer it (none: nothing does), what was said before it."""

    text: str
    code: str
    fits: frozenset[Target]
    before: str = ""


def questions(folder_: Path, scenario: Scenario) -> list[Question]:
    """Return the questions for this scenario, those for any scenario of its language included."""
    rows = []
    for path in sorted(folder_.glob(f"{scenario.language}*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["scenario"] in ("*", scenario.id):
                fits = frozenset(Target(*one.split(":")) for one in row["fits"])
                rows.append(Question(row["text"], row["code"], fits))
    return rows


def scenarios() -> Iterator[Scenario]:
    """Yield the shipped scenarios that questions were asked of, and the small one of the tests, where they load."""
    asked = {path.stem for path in (DATA / "asked").glob("*.jsonl")}
    shipped = [one for one in ROOT.glob("scenarios/*/*.yaml") if f"{one.parent.name}-{one.stem}" in asked]
    for path in sorted([*shipped, ROOT / "tests/data/scenarios/minimal.yaml"]):
        try:
            yield load(path)
        except ScenarioErrors as error:
            print(f"{path.name} is left out: {len(error.problems)} problems")


@dataclass(frozen=True, slots=True)
class Table:
    """Every question with every target: features (n, targets, features), what fits, what may be chosen (n, targets)."""

    features: Floats
    fits: NDArray[np.bool_]
    open: NDArray[np.bool_]
    anchors: NDArray[np.bool_]


def small(folder_: Path, encoder: Encoder) -> Iterator[tuple[Matcher, list[Question]]]:
    """Yield the small schools that no net has learnt from, each with its questions."""
    for path in sorted(folder_.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            school = json.loads(line)
            if not kept_out(school["id"]):
                continue
            targets = {one["id"]: Target(one["kind"], one["id"]) for one in school["targets"]}
            entries = [Entry(targets[one["id"]], tuple(one["asks"]), tuple(one["say"])) for one in school["targets"]]
            entries += [Entry(Target(kind), PHRASES[school["language"]][kind]) for kind in ANCHORS]
            rows = [
                Question(
                    row["text"], row["code"], frozenset(targets[one] for one in row["fits"]), row.get("before", "")
                )
                for row in school["questions"]
            ]
            yield Matcher(entries, encoder, school["language"]), rows


def table(matcher: Matcher, rows: Sequence[Question]) -> Table:
    """Return what the fit needs. Choices and steps are open only where asked for: early on no school has any."""
    rows = [row for row in rows if not any(target.kind in ("off", "bye") for target in row.fits)]
    entries = matcher.entries
    features = np.stack([matcher.features(cuts(row.text), row.code in REFLECTS, row.before) for row in rows])
    fits = np.array([[entry.target in row.fits for entry in entries] for row in rows])
    late = np.array([entry.target.kind in LATE for entry in entries])
    asked = (fits & late).any(axis=1, keepdims=True)
    return Table(features.astype(np.float64), fits, ~matcher.anchors & (~late | asked), matcher.anchors)


def fit_content(tables: Sequence[Table], ridge: float = 1.0) -> Floats:
    """Fit the softmax over targets and "nothing here" (whose logit is 0) by L-BFGS."""
    from scipy.optimize import minimize

    kept = []
    for one in tables:
        general = np.asarray(one.fits & one.anchors).any(axis=1)
        kept.append((~general | np.asarray(one.fits & one.open).any(axis=1), one))

    def loss(weights: Floats) -> tuple[float, Floats]:
        value = 0.5 * ridge * float(weights[1:] @ weights[1:])
        slope = ridge * np.concatenate([[0.0], weights[1:]])
        for rows, one in kept:
            features, right = one.features[rows], np.asarray(one.fits & one.open)[rows]
            logits = np.where(one.open[rows], np.clip(features @ weights, -60, 60), -1e9)
            none = np.logical_not(right.any(axis=1))
            powers = np.exp(logits)
            total = 1.0 + powers.sum(axis=1)
            good = np.where(none, 1.0, (powers * right).sum(axis=1))
            value -= float(np.log(good / total).sum())
            pull = powers / total[:, None] - powers * right / good[:, None] * (1.0 - none[:, None])
            slope += np.einsum("qt,qtf->f", pull, features)
        return value, slope

    start = np.zeros(tables[0].features.shape[-1])
    start[0] = -4.0
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def fit_anchors(tables: Sequence[Table], ridge: float = 1.0, rounds: int = 60) -> Floats:
    """Fit the logistic for questions that suit any scenario, by Newton steps."""
    columns = [FEATURES.index(name) for name in match_weights.ANCHOR_FEATURES]
    features = np.concatenate([one.features[:, one.anchors][..., columns].reshape(-1, len(columns)) for one in tables])
    labels = np.concatenate([one.fits[:, one.anchors].ravel() for one in tables]).astype(float)
    weights = np.zeros(len(columns))
    penalty = np.array([0.0, *[ridge] * (len(columns) - 1)])
    for _ in range(rounds):
        chance = 1.0 / (1.0 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (chance - labels) + penalty * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + np.diag(penalty + 1e-6)
        weights -= np.linalg.solve(curve, slope)
    return weights


def judge(topics: Topics, row: Question) -> tuple[Group, bool, tuple[Hit, ...]]:
    """Return what kind of question it is, whether the first content target answers it, and what was found.

    As the mind reads it: choices and steps count only where they are asked for; a fitting reflection of the need counts
    when the need is among the hits; where nothing answers, silence is right.
    """
    late = any(target.kind in LATE for target in row.fits)
    said = [(Target("need"), row.before)] if late else [(None, row.before)] if row.before else []
    hits = topics.read(row.text, [Unit(row.text, row.code, 1)], said, []).hits
    content = [hit.target for hit in hits if hit.target.kind not in ANCHORS and (late or hit.target.kind not in LATE)]
    kinds = {target.kind for target in row.fits}
    if not row.fits:
        return "nothing", not content, hits
    if kinds <= set(ANCHORS):
        return "anchor", bool({SAME.get(hit.target.kind, hit.target.kind) for hit in hits} & kinds), hits
    first = content[0] if content else hits[0].target if hits else None
    return "answered", first in row.fits or ("need" in kinds and Target("need") in content), hits


def measure(topics: Topics, rows: Sequence[Question], wrong: list[str]) -> Figures:
    """Count how often the first content target is one that answers, and how often none is found when none does."""
    out = Figures()
    for row in rows:
        group, good, hits = judge(topics, row)
        out.count(group, good)
        if not good:
            named = [f"{hit.target.kind}:{hit.target.id} {hit.score:.2f}" for hit in hits[:3]]
            wrong.append(f"  {row.text}  wanted {sorted(f'{t.kind}:{t.id}' for t in row.fits)} got {named}")
    return out


def predict_asked(path: Path) -> None:
    """Write what is found for the questions of `asked`, one JSON object a line: the figures come from there."""
    encoder, reads = _encoder("question-coder"), question_reader()
    with path.open("w", encoding="utf-8") as out:
        for scenario in scenarios():
            rows = questions(DATA / "asked", scenario)
            topics = held(scenario, encoder, reads) if rows else None
            for number, row in enumerate(rows):
                assert topics is not None
                group, good, _ = judge(topics, row)
                found = {"id": f"{scenario.id} {number}", "language": scenario.language, "group": group, "good": good}
                out.write(json.dumps(found) + "\n")


def held(scenario: Scenario, encoder: Encoder, reads: Reads | None) -> Topics:
    """Return the topics of a scenario; what the reader makes of its phrases is kept."""
    if reads is None:
        return Topics(scenario, encoder)
    reads.take(f"{scenario.language}-{scenario.id}")
    topics = Topics(scenario, encoder, reads)
    reads.keep()
    return topics


def second() -> Iterator[str]:
    """Yield lines on how often a second labelling, blind to the first, names a target of the first, and none."""
    for scenario in scenarios():
        path = DATA / "second" / f"{scenario.language}-{scenario.id}.jsonl"
        if not path.is_file():
            continue
        first, out = {row.text: row.fits for row in questions(DATA / "asked", scenario)}, Figures()
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            fits, found = first[row["text"]], [Target(*one.split(":")) for one in row["fits"]]
            out.count("answered" if fits else "nothing", found[0] in fits if fits and found else not (fits or found))
        yield out.line(f"{scenario.id} ({scenario.language})")


def _encoder(name: str) -> Encoder:
    if name == "hash":
        return HashEncoder()
    if name == "question-coder":
        from simulator.practice.build import shared_encoder

        return shared_encoder()
    from simulator.coding.encoder import E5Encoder

    return CachedEncoder(E5Encoder(folder.ensure(card.card("e5-small"))), folder.root())


def main() -> None:
    """Fit, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit anew; else measure the weights in the module")
    parser.add_argument("--encoder", default="question-coder", choices=["question-coder", "e5-small", "hash"])
    parser.add_argument("--held-out", action="store_true", help="measure on questions that no fit has seen")
    parser.add_argument("--asked", action="store_true", help="the same, written with brief and talks in view only")
    parser.add_argument("--first", action="store_true", help="measure the first look alone")
    parser.add_argument("--wrong", action="store_true", help="print what went wrong")
    parser.add_argument("--second", action="store_true", help="compare the two labellings of those questions")
    args = parser.parse_args()
    if args.second:
        print("\n".join(second()))
        return
    encoder = _encoder(args.encoder)
    reads = None if args.fit or args.first or args.encoder != "question-coder" else question_reader()
    cases = []
    for scenario in scenarios():
        topics = held(scenario, encoder, reads)
        rows = questions(DATA / ("asked" if args.asked else "held-out" if args.held_out else ""), scenario)
        if rows:
            cases.append((scenario.id, topics, rows))
    tables = [table(topics.matcher, rows) for _, topics, rows in cases] if args.fit else []
    aside = [table(matcher, rows) for matcher, rows in small(SCHOOLS, encoder)] if args.fit else []
    for name, topics, rows in cases:
        if args.fit:
            others = [one for one, (other, _, _) in zip(tables, cases, strict=True) if other != name]
            topics.matcher.weights = fit_content([*(others or tables), *aside]).astype(np.float32)
            topics.matcher.anchor_weights = fit_anchors(others or tables).astype(np.float32)
        wrong: list[str] = []
        print(measure(topics, rows, wrong).line(f"{name} ({topics.language})"))
        if args.wrong:
            print("\n".join(wrong))
    if args.fit:
        for weights in (fit_content([*tables, *aside]), fit_anchors(tables)):
            print(f'"{encoder.name}": ({", ".join(f"{one:.3f}" for one in weights)}),')
    if isinstance(encoder, CachedEncoder):
        encoder.keep()


if __name__ == "__main__":
    main()
