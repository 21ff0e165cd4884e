"""Rules 4, 5 and 8 for a turn that matched something: facts, items, choices and first steps."""

from __future__ import annotations

from simulator.scenario.model import Item
from simulator.school import words
from simulator.school.acts import Decision, Hit
from simulator.school.follow import fact, follow_up, locked, said_before
from simulator.school.gates import eligible, knows
from simulator.school.moment import AFTER, QUESTIONS, REFLECTIONS, Moment

SURE = 0.97  # from here on a match with a fact beats the school's own words coming back
NEAR = 0.85  # below this a fact answers nothing that names a thing the fact does not know
FAIR = 0.8  # below this a fact is no answer to a turn that asks permission
CLOSE = 0.2  # an open item that fits worse than a closed one by more is not what was asked for
LIKELY = 0.9  # below this a choice or step alone does not show that the turn asks for one
EARLY = ("want", "begin", "choice", "step")


def answer(m: Moment) -> Decision | None:
    """Return what the best match that leads somewhere gets; None when none does."""
    if m.turn.repeats and not m.open_item():
        return words.plain(m.scenario, m.speaker, "again", "3 asked before")
    closed: Item | None = None
    best = 1.0
    asking = m.reading.moves - {"SEEK"}
    for hit in m.turn.hits:
        if (hit.target.kind != "fact" and not asking) or _by_the_way(m, hit):
            continue
        if hit.target.kind == "item":
            item = m.scenario.item(hit.target.id)
            if item.id in m.state.said:
                return _told(m, item.id) if closed is None else locked(m, closed)
            near = closed is None or hit.score > best - CLOSE
            if near and eligible(item, m.state, m.speaker, m.reading.moves) and m.mine(item):
                return words.tell(item, m.speaker, "5 asked and open", m.confirming)
            closed, best = (item, hit.score) if closed is None else (closed, best)
            continue
        if hit.target.kind == "more" and m.reading.good and m.state.stage not in AFTER and closed is None:
            return _more_of_the_request(m) or follow_up(m)
        found = _plain(m, hit)
        if found is not None and closed is None:
            return found
    return locked(m, closed) if closed is not None else None


def _by_the_way(m: Moment, hit: Hit) -> bool:
    """Whether a match is by the way.

    A reflection asks for no fact, choice or step, and means an item only when it fits well. A fact does not answer what
    names a thing it does not know, what asks permission, or a follow-up on other words of the school, unless it fits
    very well.
    """
    moves = m.reading.moves
    if moves and moves <= REFLECTIONS:
        return hit.target.kind in ("fact", *EARLY) or (hit.score < FAIR and hit.target not in m.turn.echoes)
    if hit.target.kind != "fact":
        return False
    if hit.score < NEAR and m.turn.novel and hit.target not in m.turn.echoes:
        return True
    if hit.score < FAIR and not moves & QUESTIONS and "SEEK" in moves:
        return True
    if moves & QUESTIONS != {"DEEP"} or not m.turn.echoes:
        return False
    return hit.score < SURE and m.turn.echoes[0] != hit.target


def _more_of_the_request(m: Moment) -> Decision | None:
    """Answer "tell me more" where nothing but the request was said yet."""
    fresh = not m.state.said and not m.state.cued and m.state.turn <= 3
    if fresh and m.base is not None and m.base.kind == "request":
        return words.request(m.scenario, m.speaker, "4 more of the request")
    return None


def _told(m: Moment, found: str) -> Decision | None:
    """Answer a turn about an item that was told: a follow-up on its words goes on, a plain question hears it again."""
    if not m.reading.moves & QUESTIONS:
        return None
    if m.turn.echoes and m.turn.echoes[0].kind == "item" and m.reading.good and m.state.stage not in AFTER:
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
        if kind in ("choice", "step") and hit.score < LIKELY:
            return None
        if kind in ("begin", "step"):
            return words.hesitate(m.scenario, m.speaker, "8 too early to begin")
        return words.request(m.scenario, m.speaker, "8 too early to choose")
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
