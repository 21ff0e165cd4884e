"""Rule 5 beside an answer: who is asked well says, behind what was asked for, what comes to mind: the nearest cue.

So a good listener always has a word to pick up, and no question is answered by a cue alone where an answer is known.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.scenario.model import Item
from simulator.school.acts import Decision, Target
from simulator.school.details import VARIANT
from simulator.school.gates import core, eligible, nearest
from simulator.school.moment import AFTER, Moment

PAUSE = 2
"""Turns from one such cue to the next."""
EARLY = 2
"""In the first turns so many the school answers what it is asked, and no more."""


def hinting(found: Decision, m: Moment) -> Decision:
    """Return an answer with the nearest cue behind it, where one is in place; else the answer as it is."""
    answers = found.act == "fact" or found.variant.startswith(f"{VARIANT}.")
    early = m.state.turn <= EARLY or m.state.turn - m.state.hinted < PAUSE
    if not answers or early or not m.reading.good or found.beside is not None or m.state.stage in AFTER:
        return found
    item = _next(m, found.speaker)
    if item is None:
        return found
    tail = item.cue[m.state.turn % len(item.cue)]
    lines = tuple(f"{line} {tail}" for line in found.wordings)
    return replace(found, wordings=lines, hint=Target("item", item.id), tail=tail)


def parts(decision: Decision, text: str) -> list[tuple[Target, str]]:
    """Return what a reply was about, each with its words; what it answers comes last: that is what "dat" points at."""
    target = decision.target or Target("more")
    if decision.hint is None or not text.endswith(decision.tail):
        return [(target, text)]
    return [(decision.hint, decision.tail), (target, text.removesuffix(decision.tail).rstrip())]


def _next(m: Moment, speaker: str) -> Item | None:
    """Return whose cue comes next: on the way to the need, and one that would open now if it were taken up."""
    road = core(m.scenario)
    rows = [
        item
        for item in nearest(m.scenario, m.state, m.state.said[-1] if m.state.said else None, speaker)
        if item.cue and item.id not in m.state.cued and (item.id in road or not m.state.said)
    ]
    return next((item for item in rows if _opens(m, item, speaker)), None)


def _opens(m: Moment, item: Item, speaker: str) -> bool:
    return eligible(item, m.state, speaker, frozenset({"DEEP", "OPEN"}))
