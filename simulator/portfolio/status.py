"""Which criteria are met and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.portfolio.criteria import Criteria
from simulator.portfolio.facts import Fact


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion: its key, how many are wanted, how many were found, and the numbers of the conversations found."""

    key: str
    wanted: int
    found: int
    where: tuple[int, ...] = ()

    @property
    def met(self) -> bool:
        """Whether it is met."""
        return self.found >= self.wanted


def points(
    criteria: Criteria, facts: Sequence[Fact], reflections: int, meetings: int, *, judged: bool = False
) -> tuple[Point, ...]:
    """Return each criterion of the training with what was found.

    Args:
        criteria: what is asked.
        facts: all conversations; those left out count for nothing.
        reflections: reports written.
        meetings: attended, as a trainer signed for.
        judged: an assessor passed it.
    """
    counted = [one for one in facts if not one.left_out]
    found: list[Point] = []
    if criteria.meetings:
        found.append(Point("attendance", criteria.meetings, meetings))
    if criteria.number:
        found.append(_point("conversations", criteria.number, counted))
    if criteria.scenarios:
        found.append(Point("scenarios", criteria.scenarios, len({one.scenario for one in counted})))
    if criteria.assessment:
        found.append(_point("assessment", criteria.assessment, [one for one in counted if one.assessed]))
    if criteria.depth:
        found.append(_point("depth", criteria.depth_in, [one for one in counted if one.deep(criteria.depth)]))
    if criteria.share:
        found.append(_point("ask_share", criteria.share_in, [one for one in counted if one.asks(criteria.share)]))
    if criteria.reflections:
        found.append(Point("reflections", criteria.reflections, reflections))
    if criteria.assessor:
        found.append(Point("assessor", 1, int(judged)))
    return tuple(found)


def _point(key: str, wanted: int, facts: Sequence[Fact]) -> Point:
    return Point(key, wanted, len(facts), tuple(one.number for one in facts))
