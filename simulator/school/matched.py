"""Rules 4, 5 and 8 for a turn that matched something: facts, items, choices and first steps."""

from __future__ import annotations

from simulator.scenario.model import Item
from simulator.school import words
from simulator.school.acts import Decision, Hit
from simulator.school.follow import fact, follow_up, locked, said_before
from simulator.school.gates import eligible, knows
from simulator.school.moment import AFTER, QUESTIONS, Moment

SURE = 0.97  # from here on a match with a fact beats the school's own words coming back
EARLY = ("want", "begin", "choice", "step")


def answer(m: Moment) -> Decision | None:
    """Return what the best match that leads somewhere gets; None when none does."""
    if m.turn.repeats and not m.open_item():
        return words.plain(m.scenario, m.speaker, "again", "3 asked before")
    closed: Item | None = None
    asking = m.reading.moves - {"SEEK"}
    for hit in m.turn.hits:
        if (hit.target.kind != "fact" and not asking) or _points_back(m, hit):
            continue
        if hit.target.kind == "item":
            item = m.scenario.item(hit.target.id)
            if item.id in m.state.said:
                return _told(m, item.id) if closed is None else locked(m, closed)
            if eligible(item, m.state, m.speaker, m.reading.moves) and m.mine(item):
                return words.tell(item, m.speaker, "5 asked and open", m.confirming)
            closed = closed or item
            continue
        if hit.target.kind == "more" and m.reading.good and m.state.stage not in AFTER and closed is None:
            return follow_up(m)
        found = _plain(m, hit)
        if found is not None and closed is None:
            return found
    return locked(m, closed) if closed is not None else None


def _points_back(m: Moment, hit: Hit) -> bool:
    """Whether this match with a fact is by the way: the turn follows up on other words of the school."""
    only_deep = m.reading.moves & QUESTIONS == {"DEEP"}
    if hit.target.kind != "fact" or not only_deep or not m.turn.echoes:
        return False
    return hit.score < SURE and m.turn.echoes[0] != hit.target


def _told(m: Moment, found: str) -> Decision | None:
    """Answer a turn about an item that was told: a follow-up on its words goes on, a plain question hears it again."""
    if not m.reading.moves & QUESTIONS:
        return None
    if m.turn.echoes and m.reading.good and m.state.stage not in AFTER:
        return follow_up(m) or said_before(m, found)
    return said_before(m, found) or follow_up(m)


def _plain(m: Moment, hit: Hit) -> Decision | None:
    """Answer a match that is no item."""
    kind, found = hit.target.kind, hit.target.id
    if kind == "fact":
        return fact(m, found)
    if kind == "request" and m.reading.moves & QUESTIONS and not m.turn.echoes and m.state.turn <= 4:
        return words.request(m.scenario, m.speaker, "4 the request itself")
    if kind in ("choice", "want") and m.after:
        return pick(m, "choice", found, "8 asked what they want")
    if kind in ("step", "begin") and m.after:
        return pick(m, "step", found, "8 asked how to begin")
    if kind in EARLY and not m.turn.echoes and m.turn.hits[0].target.kind in EARLY:
        return words.request(m.scenario, m.speaker, "8 too early to choose or begin")
    return None


def pick(m: Moment, kind: str, found: str, because: str) -> Decision | None:
    """Return the choice or step `found`, else the first unsaid one that this speaker knows; None when all is said."""
    rows = m.scenario.choices if kind == "choice" else m.scenario.first_steps
    fresh = []
    for index, one in enumerate(rows):
        name = words.step_id(kind, one, index)
        if name not in m.state.told and knows(m.scenario, m.speaker, name, one.speaker):
            fresh.append((name != found, index, one))
    if not fresh:
        return None
    _other, index, one = min(fresh, key=lambda row: row[:2])
    return words.step(kind, one, index, m.speaker, because)
