"""Lines a trainee gets for free that say nearly what lies hidden, in other words: found by the nearness of meanings.

Rule: leak-meaning. What is free: title, brief, goals, opening, request, facts, cues (against other items and the need).
The vectors come from outside (`Encode`): this room knows no models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.scenario.model import Scenario
from simulator.scenario.problems import Finding, Place, clip

NEAR = 0.55
"""Nearness from which two lines say the same, of vectors whose common part is taken away; see `docs/figures.md`."""
LEAST_WORDS = 4
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


def check_meaning(scenario: Scenario, encode: Encode) -> Iterator[Finding]:
    """Yield a warning for each free line that comes too near to something hidden."""
    hidden = list(_hidden(scenario))
    free = [(place, part, own) for place, line, own in _free(scenario) for part in _SENTENCE.split(line)]
    free = [row for row in free if len(row[1].split()) >= LEAST_WORDS]
    if not hidden or not free:
        return
    rows = encode([*(text for _, text in hidden), *(part for _, part, _ in free)])
    rows = rows - rows.mean(0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    near = rows[len(hidden) :] @ rows[: len(hidden)].T
    told: set[Place] = set()
    for (place, part, own), nearness in zip(free, near, strict=True):
        for n in np.argsort(-nearness):
            name, text = hidden[int(n)]
            if nearness[n] < NEAR:
                break
            if name != own and place not in told:
                told.add(place)
                message = f"'{clip(part, 50)}' says nearly what lies hidden ('{clip(text, 50)}')."
                yield Finding(place, message, "leak-meaning", "warning")


def _hidden(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield whose it is (an item's id, or `need`) and the text of all that is hidden."""
    for item in scenario.items:
        if item.layer != "surface":
            yield item.id, item.content
    if scenario.need is not None:
        yield from (("need", line) for line in (scenario.need.statement, *scenario.need.formulations))


def _free(scenario: Scenario) -> Iterator[tuple[Place, str, str]]:
    """Yield place, line and the item whose own cue it is (else empty) of all that a trainee gets for free."""
    yield ("title",), scenario.title, ""
    yield ("brief",), scenario.brief, ""
    yield from ((("goals", n), line, "") for n, line in enumerate(scenario.goals))
    yield from ((("speakers", n, "opening"), one.opening, "") for n, one in enumerate(scenario.speakers))
    yield ("request", "content"), scenario.request.content, ""
    yield from ((("request", "say", n), line, "") for n, line in enumerate(scenario.request.say))
    for n, fact in enumerate(scenario.school.facts):
        yield from ((("school", "facts", n, "say", k), line, "") for k, line in enumerate(fact.say))
    for n, item in enumerate(scenario.items):
        yield from ((("items", n, "cue", k), line, item.id) for k, line in enumerate(item.cue))
        yield from ((("items", n, "asked_on", k), line, item.id) for k, line in enumerate(item.asked_on))
