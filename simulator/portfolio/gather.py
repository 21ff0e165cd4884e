"""A portfolio's data: criteria, everything the log holds for them, attendance, and what is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from simulator import __version__
from simulator.coding.codebook import VERSION as CODEBOOK
from simulator.portfolio import criteria as asked
from simulator.portfolio import evidence
from simulator.portfolio.attendance import Attendance, judge
from simulator.portfolio.canon import now
from simulator.portfolio.criteria import Criteria
from simulator.portfolio.facts import Fact, fact_of
from simulator.portfolio.manifest import FORMAT, VERSION
from simulator.portfolio.status import Point, points
from simulator.practice.store import Store
from simulator.report.plain import one_line


def gathered(
    store: Store,
    criteria: Criteria,
    name: str,
    attendance: Mapping[str, Any] | None = None,
    trainer: bytes | None = None,
    reader: str = "en",
    *,
    judged: bool = False,
) -> dict[str, Any]:
    """Return all of a portfolio, as plain data.

    Args:
        store: the practice log.
        criteria: of the training.
        name: of the trainee; empty: that of the attendance, where it holds.
        attendance: the trainer's signed file, as `attendance.read` gave it.
        trainer: the trainer's raw public key.
        reader: language of the pages, `nl` or `en`.
        judged: an assessor passed it already.

    Raises:
        StoreError: the log cannot be read.
    """
    came = judge(attendance, criteria.id, name, trainer)
    signed = one_line(came.held["attendance"]["name"]) if came.held and not came.why else ""
    own = signed or one_line(name)
    conversations = evidence.conversations(store, criteria.turns)
    reflections = evidence.reflections(store, {one["id"]: one["number"] for one in conversations})
    found = points(criteria, facts(conversations), written(reflections), came.present, judged=judged)
    return {
        "about": {
            "format": FORMAT,
            "version": VERSION,
            "created": now(),
            "toask": __version__,
            "codebook": CODEBOOK,
            "name": own[:120],
            "reader": reader,
        },
        "criteria": asked.to_json(criteria),
        "attendance": {"file": came.held, "present": came.present, "why": came.why, "known": came.known},
        "conversations": conversations,
        "reflections": reflections,
        "status": [as_json(one) for one in found],
    }


def facts(conversations: Sequence[Mapping[str, Any]]) -> list[Fact]:
    """Return the figures of all conversations."""
    return [fact_of(one) for one in conversations]


def written(reflections: Sequence[Mapping[str, Any]]) -> int:
    """Return how many reports hold any words of the trainee."""
    return sum(one["words"] > 0 for one in reflections)


def as_json(point: Point) -> dict[str, Any]:
    """Return a criterion as plain data."""
    return {**asdict(point), "where": list(point.where), "met": point.met}


def attendance_of(portfolio: Mapping[str, Any], trainer: bytes | None = None) -> Attendance:
    """Return what the attendance in a portfolio comes to, looked at anew: nobody need believe what stands there.

    Where it was found to have another key than the trainer's, and nobody has a key to hold it against now, that stays.
    """
    held = portfolio["attendance"]["file"]
    if held and trainer is None and portfolio["attendance"]["why"] == "other_key":
        return Attendance(dict(held), why="other_key")
    return judge(held, portfolio["criteria"]["id"], portfolio["about"]["name"], trainer)
