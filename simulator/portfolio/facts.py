"""What counts of each conversation, as criteria look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.practice.api import ASSESSMENT
from simulator.report.labels import DEPTHS


@dataclass(frozen=True, slots=True)
class Fact:
    """A conversation in figures.

    Attributes:
        number: from 1, in order of time. `scenario`: id, the same in both languages. `mode`: how it was held.
        turns: own turns. `ask_share`: 0 to 1; None: too few turns. `depth`: deepest layer, `need`, or empty.
        retries, hints: how often another way was tried, and help asked.
        left_out: why it does not count: `warmup`, `unfinished`, `few_turns`, `scenario`; empty: it counts.
    """

    number: int
    scenario: str
    mode: str
    turns: int
    ask_share: float | None
    depth: str
    retries: int
    hints: int
    left_out: str = ""

    @property
    def assessed(self) -> bool:
        """Whether it counts as one in assessment mode: without another try and without help."""
        return self.mode == ASSESSMENT and not self.retries and not self.hints

    def deep(self, layer: str) -> bool:
        """Return whether it came at least as deep as `layer`."""
        return DEPTHS.index(self.depth) >= DEPTHS.index(layer)

    def asks(self, percent: int) -> bool:
        """Return whether its ask share, as the whole percentage that is shown, is at least `percent`."""
        return self.ask_share is not None and round(self.ask_share * 100) >= percent


def fact_of(one: Mapping[str, Any]) -> Fact:
    """Return the figures of a conversation as a portfolio holds it.

    Raises:
        KeyError, TypeError: it is not one.
    """
    figures = one["figures"]
    return Fact(
        one["number"],
        one["scenario"]["id"],
        one["mode"],
        figures["turns"],
        figures["ask_share"],
        figures["depth"],
        one["retries"] + one["regenerated"],
        len(one["hints"]),
        one["left_out"],
    )
