"""Rules 4, 5 and 8 for a turn that matched something: facts, items, choices and first steps."""

from __future__ import annotations

from simulator.scenario.model import Item
from simulator.school import words
from simulator.school.acts import Decision, Hit
from simulator.school.aims import aim
from simulator.school.asking import asks_for
from simulator.school.follow import facts, follow_up, locked, own_fact, said_before
from simulator.school.gates import eligible, knows, tellable
from simulator.school.manner import AHEAD, asks_leave, points_back
from simulator.school.moment import AFTER, QUESTIONS, REFLECTIONS, Moment
from simulator.school.stumped import stumped

SURE = 0.97  # from here on a match with a fact beats the school's own words coming back
NEAR = 0.85  # below this a fact answers nothing that names a thing the fact does not know
ONCE_MORE = 0.95  # below this a fact that was told is not asked for again
FAIR = 0.7  # below this a reflection does not mean an item, nor does a question that asks for a choice
CLOSE = 0.1  # an open item that fits worse than a closed one by more is not what was asked for
AGAIN = 0.15  # a fact that was told gives way to another that fits worse by no more than this
LIKELY = 0.9  # below this a told item is only touched, and neither permission, choice nor step is what was asked for
FEW = 3  # a reflection of fewer words means only what it echoes
EARLY = ("want", "begin", "choice", "step")
LATE = ("choice", "step")
# Asks for a thing by name: of what was just told, not of another item.
THINGS = ("who", "when", "many", "where", "which")


def answer(m: Moment) -> Decision | None:
    """Return what the best match that leads somewhere gets; None when none does."""
    if m.turn.repeats and not m.open_item():
        return words.plain(m.scenario, m.speaker, "again", "3 asked before")
    closed: Item | None = None
    best = 1.0
    asking = m.reading.moves - {"SEEK"}
    begun = {"fact", *LATE} if m.after else {"fact"}  # how to begin, or what to choose, sounds like asking for the lead
    hits = [hit for hit in m.turn.hits if (hit.target.kind in begun or asking) and not _by_the_way(m, hit)]
    foremost = next((hit.target.kind for hit in hits if hit.target.kind != "request"), None)
    for hit in hits:
        if hit.target.kind == "item":
            item = m.scenario.item(hit.target.id)
            if item.id in m.state.said:
                if any(_news(m, other) and other.score > hit.score - CLOSE for other in hits):
                    continue  # What was told leads up to it; what was not told yet is what is asked for.
                return _told(m, item.id, hit.score) if closed is None else locked(m, closed)
            near = closed is None or hit.score > best - CLOSE
            if near and eligible(item, m.state, m.speaker, m.reading.moves) and m.mine(item):
                beside = hits[0].target.kind == "item" and hits[0].target.id in m.state.said
                reaction = m.bridging if beside and hit.score < LIKELY else m.confirming
                return words.tell(item, m.speaker, "5 asked and open", reaction or _plainly(hit))
            closed, best = (item, hit.score) if closed is None else (closed, best)
            continue
        if hit.target.kind == "more" and m.reading.good and m.state.stage not in AFTER and closed is None:
            return _more_of_the_request(m) or follow_up(m)
        if hit.target.kind == "fact" and any(_opens(m, other) and other.score > hit.score - CLOSE for other in hits):
            continue  # What they may tell by now goes before what anybody hears.
        found = _plain(m, hit, first=foremost in EARLY)
        if found is not None and closed is None:
            return found
    return locked(m, closed) if closed is not None else None


def _plainly(hit: Hit) -> str:
    """Return the reaction to what is asked for beyond doubt: any but one that says it is something else."""
    return "plain" if hit.score >= LIKELY else ""


def _other_fact(m: Moment, told: Hit, other: Hit) -> bool:
    """Whether another fact, not told yet, fits about as well as one that was told."""
    fresh = other.target.kind == "fact" and other.target.id not in m.state.told
    return fresh and other.score > told.score - AGAIN


def _news(m: Moment, hit: Hit) -> bool:
    """Whether a match is an item that was not told yet and could be."""
    return hit.target.kind == "item" and tellable(m.scenario.item(hit.target.id), m.state)


def _opens(m: Moment, hit: Hit) -> bool:
    """Whether a match is an item that would be told now to a question that is no mere checking."""
    if hit.target.kind != "item" or not m.reading.moves & {"DEEP", "OPEN"}:
        return False
    item = m.scenario.item(hit.target.id)
    return eligible(item, m.state, m.speaker, m.reading.moves) and m.mine(item)


def _by_the_way(m: Moment, hit: Hit) -> bool:
    """Whether a match is by the way.

    A reflection asks for no fact, choice or step, and means an item only when it fits well. An item that builds on what
    was not said yet makes no sense to who did not ask for it. A fact does not answer what
    names a thing it does not know, what asks permission, what asks for a choice, or a follow-up on other words of the
    school, unless it fits very well; nor does a choice or step answer what does not look ahead.
    """
    moves = m.reading.moves
    if moves and moves <= REFLECTIONS and not set(m.reading.codes) & QUESTIONS:
        if len(m.turn.text.split()) < FEW and hit.target not in m.turn.echoes:
            return True  # "Gang." gives nothing back that anybody said.
        least = LIKELY if m.turn.echoes and hit.target.id not in m.state.said else FAIR
        return hit.target.kind in ("fact", *EARLY) or (hit.score < least and hit.target not in m.turn.echoes)
    more = any(one.target.kind == "more" for one in m.turn.hits) and points_back(m.turn.text, m.scenario.language)
    if hit.target.kind == "item":
        if hit.target.id in m.state.said:
            return more and hit.target != m.state.last and hit.target not in m.turn.echoes
        detail = asks_for(m.question, m.scenario.language) in THINGS and m.turn.echoes[:1] not in ((), (hit.target,))
        if detail and hit.score < LIKELY and m.turn.echoes[0].id in m.state.said:
            return True
        early = hit.score < FAIR and any(one.target.kind in EARLY and one.score >= SURE for one in m.turn.hits)
        return early or (hit.score < SURE and not tellable(m.scenario.item(hit.target.id), m.state))
    if hit.target.kind in LATE:
        wished = any(one.target.kind in ("want", "begin") for one in m.turn.hits) or AHEAD.search(m.question)
        return not wished and (hit.score < LIKELY or asks_for(m.question, m.scenario.language) not in THINGS)
    if hit.target.kind != "fact":
        return False
    if hit.target.id in m.state.told and hit.score < ONCE_MORE and moves & {"DEEP", "OPEN"}:
        return True
    if hit.target.id in m.state.told and any(_other_fact(m, hit, other) for other in m.turn.hits):
        return True
    if not own_fact(m, hit) and any(own_fact(m, other) and other.score > hit.score - AGAIN for other in m.turn.hits):
        return True  # "How long have you been here?" asks it of who is asked.
    if hit.score < NEAR and m.turn.novel and hit.target not in m.turn.echoes:
        return True
    if not moves & QUESTIONS and "SEEK" in moves and (hit.score < LIKELY or not asks_leave(m.turn.text)):
        return True
    if m.after and hit.score < LIKELY and any(one.target.kind in LATE and one.score >= SURE for one in m.turn.hits):
        return True
    if hit.target != m.state.last and points_back(m.turn.text, m.scenario.language):
        return more or hit.score < LIKELY
    if moves & QUESTIONS != {"DEEP"} or not m.turn.echoes:
        return False
    named = asks_for(m.question, m.scenario.language) == "who" and hit.score >= NEAR
    return hit.score < LIKELY and m.turn.echoes[0] != hit.target and not named


def _more_of_the_request(m: Moment) -> Decision | None:
    """Answer "tell me more" where nothing but the request was said yet."""
    fresh = not m.state.said and not m.state.cued and m.state.turn <= 3
    fresh = fresh and not any(hit.target.kind == "item" for hit in m.turn.hits)
    if fresh and m.base is not None and m.base.kind == "request":
        return words.request(m.scenario, m.speaker, "4 more of the request")
    return None


def _told(m: Moment, found: str, score: float) -> Decision | None:
    """Answer a turn about an item that was told: who asks just for that hears it again, a follow-up goes on."""
    if not m.reading.moves & QUESTIONS:
        return None
    if (
        score < LIKELY
        and m.turn.echoes
        and m.turn.echoes[0].kind == "item"
        and m.reading.good
        and m.state.stage not in AFTER
    ):
        return follow_up(m) or said_before(m, found)
    return said_before(m, found) or follow_up(m)


def _plain(m: Moment, hit: Hit, first: bool) -> Decision | None:
    """Answer a match that is no item."""
    kind, found = hit.target.kind, hit.target.id
    if kind == "fact":
        return facts(m, hit)
    if kind == "request" and m.reading.moves & QUESTIONS and not m.turn.echoes and m.state.turn <= 4:
        return words.request(m.scenario, m.speaker, "4 the request itself")
    if kind in LATE and found in m.state.told and not any(one.target.kind in ("want", "begin") for one in m.turn.hits):
        return None  # Asked on about what was chosen; another choice answers nothing.
    if kind in ("choice", "want") and m.after:
        return pick(m, "choice", found, "8 asked what they want")
    if kind in ("step", "begin") and m.after:
        return pick(m, "step", found, "8 asked how to begin")
    late = kind in LATE and hit.score >= LIKELY and AHEAD.search(m.turn.text) and m.state.turn - m.state.hesitated >= 2
    if kind in EARLY and first and (kind == "want" or late or not m.turn.echoes):
        if kind in ("choice", "want") and (hoped := aim(m)) is not None:
            return hoped
        if kind == "want" and not m.state.said:
            return words.request(m.scenario, m.speaker, "8 too early to choose")
        if kind == "want":
            return stumped(m, "8 too early to choose", ahead=True)
        if kind == "begin" or hit.score >= LIKELY:
            # Only near in meaning to a choice: "what would happen if you did nothing?" asks for none.
            meant = any(one.target.kind in ("want", "begin") for one in m.turn.hits)
            onward = follow_up(m) if m.reading.good and not meant else None
            return onward or stumped(m, "8 too early to choose or begin", ahead=True)
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
