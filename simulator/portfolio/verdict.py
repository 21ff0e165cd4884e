"""The assessor's word on each automatic judgement; from there on that is the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from simulator.portfolio.criteria import from_json
from simulator.portfolio.facts import Fact
from simulator.portfolio.gather import attendance_of, facts, written
from simulator.portfolio.status import Point, points

Kind = Literal["criterion", "share", "depth"]
NONE, NOTHING = "none", "nothing"
MET, MISSING = "met", "missing"


@dataclass(frozen=True, slots=True)
class Automatic:
    """One judgement of the program.

    Attributes:
        id: such as `criteria/depth` or `conversations/3/ask_share`.
        kind: what its value may be: `met` or `missing`; a percentage or `none`; a layer or `nothing`.
        value: as it stands in a verdict file.
    """

    id: str
    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A criterion as the record has it: what was found with the assessor's values, and whether it is met.

    `verdict`: `accept`, `adjust`, `reject`, or empty where nobody judged it. `reason`: the assessor's.
    """

    point: Point
    met: bool
    verdict: str = ""
    reason: str = ""


def automatic(portfolio: Mapping[str, Any]) -> list[Automatic]:
    """Return every automatic judgement in a portfolio: of each criterion, and of each conversation that counts."""
    found = [
        Automatic(f"criteria/{one.key}", "criterion", MET if one.met else MISSING)
        for one in computed(portfolio)
        if one.key != "assessor"
    ]
    for fact in facts(portfolio["conversations"]):
        if not fact.left_out:
            share = NONE if fact.ask_share is None else str(round(fact.ask_share * 100))
            found.append(Automatic(f"conversations/{fact.number}/ask_share", "share", share))
            found.append(Automatic(f"conversations/{fact.number}/depth", "depth", fact.depth or NOTHING))
    return found


def computed(portfolio: Mapping[str, Any], verdicts: Mapping[str, Any] | None = None) -> tuple[Point, ...]:
    """Return each criterion, computed again from what lies in the portfolio, with the assessor's values where given.

    Nobody need believe what the portfolio says is met: attendance is held against its own signature too.
    """
    held = judged(verdicts)
    values = [_adjusted(one, held) for one in facts(portfolio["conversations"])]
    passed = bool(verdicts) and verdicts is not None and verdicts["judgement"] == "pass"
    meetings, reports = attendance_of(portfolio).present, written(portfolio["reflections"])
    return points(from_json(portfolio["criteria"]), values, reports, meetings, judged=passed)


def judged(verdicts: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    """Return the assessor's verdicts by id."""
    return {one["id"]: one for one in verdicts["judgements"]} if verdicts else {}


def _adjusted(fact: Fact, held: Mapping[str, Mapping[str, Any]]) -> Fact:
    share = held.get(f"conversations/{fact.number}/ask_share")
    depth = held.get(f"conversations/{fact.number}/depth")
    if share is not None and share["verdict"] != "accept":
        value = share["value"] if share["verdict"] == "adjust" else NONE
        fact = replace(fact, ask_share=None if value == NONE else int(value) / 100)
    if depth is not None and depth["verdict"] != "accept":
        value = depth["value"] if depth["verdict"] == "adjust" else NOTHING
        fact = replace(fact, depth="" if value == NOTHING else value)
    return fact


def settled(portfolio: Mapping[str, Any], verdicts: Mapping[str, Any] | None) -> tuple[Settled, ...]:
    """Return the record: each criterion as the assessor has it; without verdicts, as the program found it."""
    held, found = judged(verdicts), []
    for point in computed(portfolio, verdicts):
        one = held.get(f"criteria/{point.key}")
        if one is None:
            found.append(Settled(point, point.met))
            continue
        said = one["verdict"]
        met = one["value"] == MET if said == "adjust" else False if said == "reject" else point.met
        found.append(Settled(point, met, said, one["reason"]))
    return tuple(found)


def complete(record: Sequence[Settled]) -> bool:
    """Return whether all that is asked is met."""
    return all(one.met for one in record)
