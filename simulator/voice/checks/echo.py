"""Saying again what was said: by the school before, or by the trainee just now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.voice.checks.scene import MOST, Scene, words

SAME, RUN = 0.75, 6
_SENTENCE = re.compile(r"[^.!?…]+")


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `again` (said before) or `parrot` (the trainee's own sentence handed back)."""
    said = [line.text for line in scene.ask.history if line.role == "school"]
    row = words(text)
    parts = [] if scene.written else [words(part) for old in said for part in _SENTENCE.findall(old)]
    if any(_same(row, words(old)) for old in [*said, *scene.ask.used]) or any(_holds(row, part) for part in parts):
        yield "again"
    if not scene.written:
        theirs = words(scene.ask.trainee[:MOST])
        run = _longest(row, theirs)
        if (run >= RUN and run >= 0.6 * len(row)) or (len(row) >= 4 and row == theirs):
            yield "parrot"


def _same(one: Sequence[str], two: Sequence[str]) -> bool:
    if len(one) < 4 or len(two) < 4:
        return False
    a, b = set(one), set(two)
    return len(a & b) >= SAME * len(a | b)


def _holds(row: Sequence[str], part: Sequence[str]) -> bool:
    return len(part) >= RUN + 1 and _longest(row, part) >= 0.9 * len(part)


def _longest(one: Sequence[str], two: Sequence[str]) -> int:
    """Return the length of the longest run of words that both hold."""
    best, before = 0, [0] * (len(two) + 1)
    for word in one:
        now = [0] * (len(two) + 1)
        for at, other in enumerate(two, 1):
            if word == other:
                now[at] = before[at - 1] + 1
                best = max(best, now[at])
        before = now
    return best
