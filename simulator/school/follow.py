"""Rule 5: what a follow-up on the school's own words opens, and what a closed item lets be heard."""

from __future__ import annotations

from dataclasses import replace

from simulator.scenario.model import Item, wanted
from simulator.school import words
from simulator.school.acts import Decision, Hit, Target
from simulator.school.details import LIKELY, kindred, leant
from simulator.school.gates import core, eligible, knows, moved, nearest, tellable
from simulator.school.kinds import asked_for, instance
from simulator.school.lexicon import telling
from simulator.school.manner import MEANT
from simulator.school.moment import AFTER, QUESTIONS, REFLECTIONS, Moment
from simulator.school.slipped import slipped
from simulator.school.stumped import stumped

PLAIN = 0.95  # so plainly a second fact must be asked for, to be answered with the first
FRESH = 2
"""An item among the last so many is still in everybody's ears."""
RESTS = 3
"""So many turns after it was given no answer a question may be given none again."""
LONGER = 6
"""The same for a question without words of its own ("Hoe was dat voor je?"): good askers ask it often."""
FAINT = 0.2
"""A question that leans less to a story is not answered by it."""
_INNER = frozenset({"feeling", "wish", "others", "meaning"})


def follow_up(m: Moment) -> Decision | None:
    """Return what a follow-up gets: the item behind the cue that it takes up, else onward from there."""
    base = m.base
    if base is not None and base.kind == "item" and base.id not in m.state.said:
        item = m.scenario.item(base.id)
        if eligible(item, m.state, m.speaker, m.reading.moves) and m.mine(item):
            return words.tell(item, m.speaker, "5 took up its cue", m.confirming)
        if m.reading.good and item.cue and m.state.cued.count(item.id) == 1 and m.mine(item):
            once_more = words.cue(item, m.speaker, "5 took up its cue, too early: once more", m.confirming)
            return slipped(m, base, m.confirming) or once_more
    if not m.reading.good:
        return None
    named = base is not None and any(hit.target == base for hit in m.turn.hits)
    asks = (named or m.turn.echoes[:1] == (base,)) and bool(m.reading.moves & QUESTIONS)
    again = asks and MEANT.search(m.question) is not None
    if base is not None and base.kind == "fact" and again and m.state.told.count(base.id) == 1:
        return fact(m, base.id)  # In other words, to who asks what was meant; else it would be no answer.
    return leant(m) or kindred(m) or _onward(m, base.id if base is not None and base.kind == "item" else None)


def locked(m: Moment, item: Item) -> Decision:
    """Return what an item that was asked for and is closed lets be heard, or hesitation."""
    if not m.mine(item):
        return stumped(m, "5 another's matter")
    if item.cue and item.id not in m.state.cued:
        return words.cue(item, m.speaker, "5 closed: its cue", m.confirming)
    if item.cue and m.reading.good and m.state.cued.count(item.id) == 1:
        found = slipped(m, Target("item", item.id), m.confirming)
        return found or words.cue(item, m.speaker, "5 closed: its cue once more", m.confirming)
    again = m.state.hesitated == m.state.turn - 1
    if again and m.reading.good and not tellable(item, m.state) and (found := _onward(m, item.id)) is not None:
        return found
    if m.reading.moves & REFLECTIONS and not m.reading.moves & QUESTIONS:
        return words.plain(m.scenario, m.speaker, "confirm", "6 reflected what sounded through")
    return words.hesitate(m.scenario, m.speaker, "5 closed: it hesitates", item)


def fact(m: Moment, found: str) -> Decision | None:
    """Return the free fact `found`, or `unknown` where another speaker knows it."""
    for index, one in enumerate(m.scenario.school.facts):
        if m.scenario.fact_id(index) == found:
            if not knows(m.scenario, m.speaker, found, one.speaker):
                return words.unknown(m.scenario, m.speaker, "4 another knows")
            return Decision("fact", m.speaker, tuple(one.say), Target("fact", found), because="4 free fact")
    return None


def own_fact(m: Moment, hit: Hit) -> bool:
    """Return whether a match is a free fact that is this speaker's to tell."""
    if hit.target.kind != "fact":
        return False
    rows = enumerate(m.scenario.school.facts)
    owner = next((one.speaker for index, one in rows if m.scenario.fact_id(index) == hit.target.id), None)
    return knows(m.scenario, m.speaker, hit.target.id, owner)


def facts(m: Moment, first: Hit) -> Decision | None:
    """Return a fact; with another that a second question of the same turn asks for as plainly, in one breath."""
    found = fact(m, first.target.id)
    others = [hit for hit in m.turn.hits if hit.target.kind == "fact" and hit.unit != first.unit and hit.score >= PLAIN]
    other = fact(m, others[0].target.id) if others else None
    if found is None or other is None or {found.act, other.act} != {"fact"} or others[0].target.id in m.state.told:
        return found
    one, two = (found, other) if first.unit < others[0].unit else (other, found)
    lines = [
        f"{line} {two.wordings[(at + more) % len(two.wordings)]}"
        for more in (0, 1)
        for at, line in enumerate(one.wordings)
    ]
    return replace(found, wordings=tuple(lines), beside=other.target, because="4 two free facts")


def said_before(m: Moment, found: str) -> Decision | None:
    """Return the answer to a question about something told already: in other words once, details, then what lies next.

    What was told just now is not told again, unless its meaning is asked: that would be no answer.
    """
    item = m.scenario.item(found)
    fresh = found in m.state.said[-FRESH:] and not MEANT.search(m.turn.text)
    if not fresh and found not in m.state.told and m.reading.moves & QUESTIONS and m.mine(item):
        return words.tell(item, m.speaker, "5 said already: in other words", m.confirming)
    if (more := leant(m, Target("item", found)) or kindred(m)) is not None:
        return more
    for other in nearest(m.scenario, m.state, found, m.speaker):
        if _beside(m, other):
            continue
        if _near(m, other, found) and other.cue and other.id not in m.state.cued and _could_open(m, other):
            return words.cue(other, m.speaker, "5 said already: the nearest cue", m.bridging)
    return None


def _onward(m: Moment, after: str | None) -> Decision | None:
    """Return the nearest item, told or as its cue; no answer to a question in words of its own that leans to none.

    Nothing that has to do with neither the words nor the need.
    """
    leans = {hit.target.id: hit.score for hit in m.turn.leans if hit.target.kind == "item"}
    rows = [item for item in nearest(m.scenario, m.state, after, m.speaker) if _near(m, item, after)]
    for item in sorted(rows, key=lambda item: -leans.get(item.id, 0.0)):
        heard, likely = item.id in m.state.cued or not item.cue, leans.get(item.id, 0.0) >= LIKELY
        if eligible(item, m.state, m.speaker, m.reading.moves) and (item.layer != "underlying" or heard):
            count, below = wanted(item.needs)
            builds_on = after in below and count == len(below)
            if m.reading.moves == {"REFL-S"} and not builds_on:
                continue
            if not builds_on and _beside(m, item):
                return _no_answer(m)
            # Else its cue comes first, for nobody asked for it; what lies on the surface is told as it comes.
            if heard or likely or item.layer == "surface" or _goes_on(m):
                reaction = m.confirming if builds_on or likely or m.reading.moves <= REFLECTIONS else m.bridging
                return words.tell(item, m.speaker, "5 followed up and open", reaction)
        if item.cue and item.id not in m.state.cued and _could_open(m, item):
            # A bare summary is confirmed; it need not draw out a cue, nor something else that lies near.
            if "REFL-C" not in m.reading.moves and m.reading.moves & REFLECTIONS and not m.reading.moves & QUESTIONS:
                continue
            return words.cue(item, m.speaker, "5 followed up: the nearest cue", m.bridging)
    return None


def _no_answer(m: Moment) -> Decision:
    """Return what who asks on hears: about a cue the school holds back, in the way that matter is guarded."""
    base = m.base
    if base is not None and base.kind == "item" and base.id in m.state.cued and base.id not in m.state.said:
        held = words.hesitate(m.scenario, m.speaker, "5 asked on about a cue", m.scenario.item(base.id))
        return slipped(m, base) or held
    return stumped(m, "5 nobody wrote that")


def _near(m: Moment, item: Item, after: str | None) -> bool:
    """Whether the item builds on `after`, lies on the way to the need, or is what a talk begins with."""
    builds_on = after is not None and after in wanted(item.needs)[1]
    begins = after is None and item.layer == "surface" and m.state.stage not in AFTER
    return builds_on or begins or item.id in core(m.scenario)


def _beside(m: Moment, item: Item) -> bool:
    """Whether a question asks in words of its own for something else than an item.

    Once: who was given no answer just before hears what else there is to tell, so that the talk goes on.
    """
    own, rest = bool(telling(m.question, m.scenario.language)), m.state.turn - m.state.hesitated
    if rest < (RESTS if own else LONGER) or not m.reading.moves & QUESTIONS:
        return False
    leans = max((hit.score for hit in m.turn.leans if hit.target == Target("item", item.id)), default=0.0)
    return leans < FAINT and (own or _theirs(m))


def _theirs(m: Moment) -> bool:
    """Whether it asks what something is to them or to others, or for a moment: the next story is no answer to that."""
    return instance(m.question) or asked_for(m.question, m.scenario.language) in _INNER


def _goes_on(m: Moment) -> bool:
    """Whether it has the words of what was said last and does not ask for that very thing once more."""
    return m.base in m.turn.echoes and not _asks_again(m)


def _asks_again(m: Moment) -> bool:
    return m.base is not None and any(hit.target == m.base for hit in m.turn.hits)


def _could_open(m: Moment, item: Item) -> bool:
    return moved(item, m.reading.moves | {"OPEN"})
