"""The shipped schools as training data: what trainees ask them, and which of their answers is meant.

Data: `topics/library/LANG-ID.jsonl` beside the corpus, one question a line: `text`, `before` (what the school had just
said), `fits` (targets as `kind:id`, none: nothing written answers). What a school says, and how its author says one may
ask for it, is read from its scenario. A school has some two hundred targets, too many for one step: a scene of it is
drawn, with all that is told of a few matters, for what is hard is to tell apart answers about the same thing.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.scenario.model import Scenario
from simulator.training.errors import CorpusError
from simulator.training.scorer.kept_out import kept_out
from simulator.training.scorer.topics import Question, School

TARGETS, MATTERS = 22, 2
"""Targets of a scene, and matters of which all is there."""
ASKED, NONE, OUTSIDE = 28, 4, 4
"""Questions of a scene: with an answer there, with none in the whole school, and with one that was not drawn."""
ROUNDS = 0.35
"""How often each question is asked in a pass, on average."""
_HEARD = 3


@dataclass(frozen=True, slots=True)
class Library(School):
    """A shipped school: all its targets and questions; `matters` says of each target what it belongs to."""

    matters: tuple[str, ...] = ()

    def draw(self, dice: random.Random) -> School:
        """Return a scene: some targets, and questions about them."""
        names = sorted({one for one in self.matters if one})
        whole = set(dice.sample(names, min(MATTERS, len(names))))
        held = [n for n, matter in enumerate(self.matters) if matter in whole]
        rest = [n for n, matter in enumerate(self.matters) if matter not in whole]
        held += dice.sample(rest, min(len(rest), max(0, TARGETS - len(held))))
        place = {target: n for n, target in enumerate(held)}
        near = [one for one in self.questions if any(fit in place for fit in one.fits)]
        none = [one for one in self.questions if not one.fits]
        outside = [one for one in self.questions if one.fits and not any(fit in place for fit in one.fits)]
        some = [*_some(near, ASKED, dice), *_some(none, NONE, dice), *_some(outside, OUTSIDE, dice)]
        asked = tuple(
            Question(one.text, one.before, tuple(place[fit] for fit in one.fits if fit in place)) for one in some
        )
        asks, tells = (tuple(rows[n] for n in held) for rows in (self.asks, self.tells))
        return School(self.id, self.language, asks, tells, asked)


def library(folder: Path, scenarios: Path) -> list[School]:
    """Return the shipped schools, each as often as it is drawn in a pass; none where the folder is missing.

    Args:
        folder: `topics/library`.
        scenarios: their YAML files.

    Raises:
        CorpusError: a question names a target that its school has not.
    """
    out: list[School] = []
    for path in sorted(folder.glob("*.jsonl")):
        language, _, name = path.stem.partition("-")
        one = read(path, scenarios / language / f"{name}.yaml")
        out += [one] * math.ceil(ROUNDS * len(one.questions) / ASKED)
    return out


def read(path: Path, source: Path) -> Library:
    """Return a school with its questions; those on matters that are kept out for calibration are left out."""
    from simulator.scenario.load import load

    scenario = load(source)
    rows = list(targets(scenario))
    index = {name: n for n, (name, *_) in enumerate(rows)}
    questions = []
    for row, fits in written(path, index):
        if not any(unlearnt(path.stem, rows[one][1] or rows[one][0]) for one in fits):
            questions.append(Question(row["text"], row["before"], fits))
    _, matters, asks, tells = zip(*rows, strict=True)
    return Library(path.stem, scenario.language, asks, tells, tuple(questions), matters)


def written(
    path: Path, place: Mapping[str, int], answers: str = "fits"
) -> Iterator[tuple[dict[str, Any], tuple[int, ...]]]:
    """Yield the questions of a file, each with the places of the targets that answer it (`half`: that come near).

    Raises:
        CorpusError: a line is damaged, or names a target that has no place.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            yield row, tuple(place[one] for one in row[answers])
        except (KeyError, ValueError) as error:
            raise CorpusError(f"{path}:{number}: {error!r}; mend this line.") from error


def targets(scenario: Scenario) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Yield of each target its name, what it belongs to (a fact: nothing), how one may ask, what is said."""
    from simulator.school.details import holder_of
    from simulator.school.entries import details_of, entries_of

    for one in entries_of(scenario):
        if not one.anchor:
            name = f"{one.target.kind}:{one.target.id}" if one.target.id else one.target.kind
            yield name, "" if one.target.kind == "fact" else name, one.asks, one.tells[: one.heard]
    for one in details_of(scenario):
        holder = holder_of(one.target)
        name = f"{holder.kind}:{holder.id}" if holder.id else holder.kind
        yield f"detail:{one.target.id}", name, one.asks, one.tells[:_HEARD]


def unlearnt(school: str, matter: str) -> bool:
    """Return whether nothing is learnt of what is asked about a matter (`item:ID`, `fact:ID`): by it is calibrated."""
    kind, _, name = matter.partition(":")
    return kept_out(f"{school}-{kind}-{name}")


def _some(rows: list[Question], many: int, dice: random.Random) -> list[Question]:
    return dice.sample(rows, min(many, len(rows)))
