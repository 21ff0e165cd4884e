"""What is open and what is closed: an item's needs, moves and rapport; which item lies nearest.

Nothing here decides what is said; it only answers questions about the scenario and the state.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from simulator.scenario.model import Item, Needs, Scenario, wanted
from simulator.school.acts import State

DEEPENING = frozenset({"DEEP", "OPEN"})


def met(needs: Needs, said: Iterable[str]) -> bool:
    """Return whether enough of `needs` has been said."""
    count, ids = wanted(needs)
    held = set(said)
    return sum(one in held for one in ids) >= count


def knows(scenario: Scenario, speaker: str, thing: str, owner: str | None = None) -> bool:
    """Return whether this speaker can tell the item, fact, choice or step `thing`; `owner` is its own `speaker` key."""
    if owner is not None:
        return owner == speaker
    mine = scenario.speaker(speaker).knows
    if thing in mine:
        return True
    return not any(thing in other.knows for other in scenario.speakers if other.id != speaker)


def owner_of(scenario: Scenario, item: Item, asked: str) -> str:
    """Return who tells this item: the one asked if they know it, else the one who does."""
    if knows(scenario, asked, item.id, item.speaker):
        return asked
    return next((s.id for s in scenario.speakers if knows(scenario, s.id, item.id, item.speaker)), asked)


def rapport_asked(item: Item, state: State, speaker: str) -> int:
    """Return the rapport this item asks now: a rupture that is not repaired asks one more."""
    return item.opens_on.rapport + (1 if state.ruptured[speaker] else 0)


def warm(item: Item, state: State, speaker: str) -> bool:
    """Return whether rapport is high enough for this item."""
    return state.rapport[speaker] >= rapport_asked(item, state, speaker)


def moved(item: Item, moves: frozenset[str]) -> bool:
    """Return whether one of the trainee's moves opens the item; DEEP and OPEN are one and the same to a gate."""
    wanted_moves: set[str] = set(item.opens_on.moves)
    if wanted_moves & DEEPENING:
        wanted_moves |= DEEPENING
    return bool(wanted_moves & moves)


def tellable(item: Item, state: State) -> bool:
    """Return whether the item is unsaid, may be said at all, and its needs are met."""
    return item.id not in state.said and not item.never_surface and met(item.needs, state.said)


def eligible(item: Item, state: State, speaker: str, moves: frozenset[str]) -> bool:
    """Return whether the item would be told now: needs, rapport and moves all fit."""
    return tellable(item, state) and warm(item, state, speaker) and moved(item, moves)


@lru_cache(maxsize=64)
def _core(needs: tuple[tuple[str, tuple[str, ...]], ...], roots: tuple[str, ...]) -> frozenset[str]:
    below = dict(needs)
    found: set[str] = set()
    stack = list(roots)
    while stack:
        one = stack.pop()
        if one not in found:
            found.add(one)
            stack.extend(below.get(one, ()))
    return frozenset(found)


def core(scenario: Scenario) -> frozenset[str]:
    """Return the ids of all items that lead to the need, directly or through others; empty without a need."""
    if scenario.need is None:
        return frozenset()
    return _core(tuple((i.id, wanted(i.needs)[1]) for i in scenario.items), wanted(scenario.need.needs)[1])


def nearest(scenario: Scenario, state: State, after: str | None, speaker: str) -> list[Item]:
    """Return the unsaid items whose needs are met, nearest first.

    Nearest: what builds on `after` (an item id) first, then what leads to the need, then the order of the file. Only
    what this speaker knows counts: nobody tells another's story.
    """
    road = core(scenario)
    found = [
        (not (after is not None and after in wanted(item.needs)[1]), item.id not in road, index, item)
        for index, item in enumerate(scenario.items)
        if item.id not in state.said and met(item.needs, state.said) and knows(scenario, speaker, item.id, item.speaker)
    ]
    return [row[3] for row in sorted(found, key=lambda row: row[:3])]


def ripe(scenario: Scenario, state: State, speaker: str) -> bool:
    """Return whether the need may open: its needs said, rapport high enough, and this speaker's to say."""
    need = scenario.need
    if need is None or state.stage not in ("contact", "exploring"):
        return False
    asked = need.rapport + (1 if state.ruptured[speaker] else 0)
    return met(need.needs, state.said) and state.rapport[speaker] >= asked and need.speaker in (None, speaker)
