"""Whether the school answers what was asked, in talks that were held: one turn at a time, from where each talk stood.

Data: `tests/data/in_use/*.jsonl`, talks of simulated trainees with the shipped schools; somebody who read the whole
school has written beside every turn which of its targets answer it (`best`), and which half do (`ok`). What several
ways of matching would have told was later graded anew, mixed and blind to where it came from (`grades`: 2 answers, 1
half, 0 beside the question; pooling, Voorhees 2000). The mind answers each turn anew; then the talk goes on as it was
held, so that every turn is answered from the same place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from simulator.coding.codebook import Said
from simulator.practice.minds import Minds
from simulator.scenario.model import Scenario
from simulator.school import mind
from simulator.school.acts import Act, Decision, State, Target, TargetKind
from simulator.school.details import told_as

ASKS = ("question", "repair")
CONTENT = frozenset({"item", "fact", "detail", "choice", "step", "need"})
_ACTS: dict[str, Act] = {
    "item": "tell", "fact": "fact", "need": "own_question", "choice": "choose", "step": "commit",
    "request": "hold_request",
}  # fmt: skip
_DETAILS: dict[str, Act] = {**_ACTS, "need": "confirm"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was held: the words, what was said and told then, what kind it is, what answers it, and grades."""

    trainee: str
    reply: str
    gave: tuple[str, ...]
    move: str
    best: frozenset[str]
    ok: frozenset[str]
    grades: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn with what the mind answers it: a target's name, else the act; and by which rule."""

    turn: Turn
    found: str
    because: str


def talks(path: Path) -> Iterator[tuple[str, list[Turn]]]:
    """Yield of each talk in a file the scenario's id and the turns."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        yield row["scenario"], [
            Turn(one["trainee"], one["reply"], tuple(one["gave"]), one["move"], frozenset(one["best"]),
                 frozenset(one["ok"]), one.get("grades", {}))
            for one in row["turns"]
        ]  # fmt: skip


def answered(scenario: Scenario, minds: Minds, turns: Sequence[Turn]) -> Iterator[Answered]:
    """Yield what the mind answers to each turn of a talk."""
    opening = scenario.speakers[0].opening
    said = [(Target("request"), opening)]
    before, asked = [Said("school", opening)], list[str]()
    state = mind.start(scenario, 1)
    for turn in turns:
        units = minds.coder.code(turn.trainee, before, scenario.language).units
        read = minds.topics.read(turn.trainee, units, said, asked)
        decision, after = mind.step(scenario, state, read)
        yield Answered(turn, name_of(decision), decision.because)
        held = _held(turn, after.speaker)
        state = _as_held(scenario, state, after, held)
        said.append((held.target or Target("more"), turn.reply))
        before += [Said("trainee", turn.trainee, units), Said("school", turn.reply, act=held.act)]
        asked.append(turn.trainee)


def name_of(decision: Decision) -> str:
    """Return what an act tells, as labels name it; a cue counts as its item. Where it tells nothing: the variant."""
    if decision.target is None:
        return decision.variant or decision.act
    told = told_as(decision)
    if told != decision.target.id and decision.act != "cue":
        return f"detail:{told}"
    return f"{decision.target.kind}:{told}" if told else decision.target.kind


def counted(rows: Sequence[Answered]) -> dict[str, float]:
    """Return over the questions that something written answers: how many, shares answered by best, by best or half."""
    asked = [one for one in rows if one.turn.move in ASKS and one.turn.best]
    found = Counter[str]()
    for one in asked:
        found["best"] += one.found in one.turn.best
        found["best or half"] += one.found in one.turn.best | one.turn.ok
        found["tells something"] += one.found.partition(":")[0] in CONTENT
    out = {"questions": len(asked)} | {name: round(many / max(1, len(asked)), 3) for name, many in found.items()}
    return out | _graded(rows)


def _graded(rows: Sequence[Answered]) -> dict[str, float]:
    """Return over the questions that something graded answers: how many, shares answered, answered at least by half.

    What is told and was not graded counts as beside the question: `not graded` says how often.
    """
    asked = [one for one in rows if one.turn.move in ASKS and 2 in one.turn.grades.values()]
    grades = [one.turn.grades.get(one.found, 0) for one in asked]
    told = [one for one in asked if one.found.partition(":")[0] in CONTENT and one.found not in one.turn.grades]
    counts = {"answers": grades.count(2), "half or more": len(grades) - grades.count(0), "not graded": len(told)}
    return {"graded": len(asked)} | {name: round(many / max(1, len(asked)), 3) for name, many in counts.items()}


def _held(turn: Turn, speaker: str) -> Decision:
    """Return the act that was held: what it told, else a hesitation."""
    if not turn.gave:
        return Decision("hesitate", speaker, ("",), variant="hesitate")
    kind, _, name = turn.gave[0].partition(":")
    if kind == "cue":
        return Decision("cue", speaker, ("",), Target("item", name), "cue")
    if kind == "detail":
        holder, _, number = name.rpartition("/")
        whose, _, called = holder.partition(":")
        return Decision(_DETAILS[whose], speaker, ("",), _target(whose, called), f"details.{number}")
    return Decision(_ACTS[kind], speaker, ("",), _target(kind, name))


def _target(kind: str, name: str) -> Target:
    found: TargetKind = kind  # type: ignore[assignment]
    return Target(found, name)


def _as_held(scenario: Scenario, before: State, after: State, held: Decision) -> State:
    """Return the state as if the act that was held had been chosen, with time left."""
    told = replace(
        after, said=before.said, cued=before.cued, told=before.told, last=before.last, stage=before.stage, left=20,
        zeros=0, hesitated=before.hesitated, ended=False,
    )  # fmt: skip
    return replace(mind.finish(scenario, told, held)[1], left=20, ended=False)
