"""Which act answers a turn that does not close anything: facts, items, reflections, the need, co-creation.

The numbers in `because` are the rules of the school's mind (docs/architecture.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from simulator.scenario.model import Item, Scenario
from simulator.school import words
from simulator.school.acts import Decision, Hit, State, Target, TurnInput
from simulator.school.credit import Reading
from simulator.school.gates import core, eligible, knows, moved, nearest, ripe, tellable, warm

AFTER = ("own_question", "choosing", "committing")
PERMISSION = re.compile(
    r"\b(mag|mogen|zal) (ik|we|wij)\b|\b(vind|vindt) (je|u) het (goed|oké|ok|prima)\b|\bis het (goed|oké|ok) als\b"
    r"|\b(may|can|could|shall|might) (i|we)\b|\b(would|is) it (be )?(ok|okay|all right|alright)\b|\bdo you mind\b",
    re.IGNORECASE,
)
QUESTIONS = frozenset({"DEEP", "OPEN", "CLOSED"})
REFLECTIONS = frozenset({"REFL-S", "REFL-C"})


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn, as the choice of an act sees it: after closing and gaining were settled."""

    scenario: Scenario
    state: State
    turn: TurnInput
    reading: Reading
    speaker: str

    @property
    def after(self) -> bool:
        """Whether the school has said its own question (or hides none and has been heard for a while)."""
        return self.state.stage in AFTER or (self.scenario.need is None and self.state.rapport[self.speaker] >= 2)

    @property
    def base(self) -> Target | None:
        """What the trainee follows up on: what their words echo, else what was said last."""
        return self.turn.echoes[0] if self.turn.echoes else self.state.last

    def chance(self) -> Random:
        """Return randomness that the seed and the turn fix."""
        return Random(f"{self.state.seed}:{self.state.turn}")


def choose(moment: Moment) -> Decision:
    """Return the act that answers this turn."""
    reading = moment.reading
    if reading.guess:
        return _guess(moment)
    for rule in (_own, _idea, _hits, _reflection, _question, _permission):
        found = rule(moment)
        if found is not None:
            return found
    return _nothing_asked(moment)


def _own(m: Moment) -> Decision | None:
    """Rule 7: the need, by a reflection that fits, by asking for it, or by following up when all under it is said."""
    kinds = {hit.target.kind for hit in m.turn.hits}
    if ripe(m.scenario, m.state, m.speaker) and m.reading.good:
        road = core(m.scenario)
        base = m.base
        on_road = base is None or base.kind != "item" or base.id in road
        reflects = "need" in kinds and bool(m.reading.moves & REFLECTIONS)
        follows = bool(m.turn.echoes or "more" in kinds) and on_road and bool(m.reading.moves - {"CLOSED", "SEEK"})
        asked_elsewhere = kinds & {"fact"} and not m.turn.echoes
        if "own" in kinds or reflects or (follows and not asked_elsewhere and not _open_item(m)):
            need = m.scenario.need
            assert need is not None
            return Decision("own_question", m.speaker, tuple(need.own_question), Target("need"), because="7 ripe")
    if "own" in kinds and m.turn.hits[0].target.kind == "own" and m.state.stage not in AFTER:
        if m.reading.good and m.scenario.need is not None and m.turn.echoes:
            return None
        return words.plain(m.scenario, m.speaker, "not_known", "7 asked too early")
    return None


def _open_item(m: Moment) -> bool:
    """Whether the turn matched an unsaid item that would be told now: that is answered first."""
    ids = [h.target.id for h in m.turn.hits if h.target.kind == "item"]
    return any(eligible(m.scenario.item(i), m.state, m.speaker, m.reading.moves) for i in ids)


def _idea(m: Moment) -> Decision | None:
    """Rule 8: an idea they asked for or said yes to."""
    if m.reading.asked & {"OFFER-P", "OFFER"}:
        return words.plain(m.scenario, m.speaker, "build_on", "8 an idea that was asked for")
    return None


def _hits(m: Moment) -> Decision | None:
    """Rules 4, 5 and 8: the best match that leads somewhere answers."""
    if m.turn.repeats and not _open_item(m):
        return words.plain(m.scenario, m.speaker, "again", "3 asked before")
    locked: Item | None = None
    asking = m.reading.moves - {"SEEK"}
    for hit in m.turn.hits:
        if hit.target.kind != "fact" and not asking:
            continue
        if hit.target.kind == "item":
            item = m.scenario.item(hit.target.id)
            if item.id in m.state.said:
                return None
            if eligible(item, m.state, m.speaker, m.reading.moves) and _mine(m, item):
                return words.tell(item, m.speaker, "5 asked and open", _confirming(m))
            locked = locked or item
            continue
        found = _plain_hit(m, hit)
        if found is not None and locked is None:
            return found
    return _locked(m, locked) if locked is not None else None


def _mine(m: Moment, item: Item) -> bool:
    return knows(m.scenario, m.speaker, item.id, item.speaker)


def _confirming(m: Moment) -> str:
    return "confirm" if m.reading.moves & REFLECTIONS else ""


def _plain_hit(m: Moment, hit: Hit) -> Decision | None:
    """Answer a match that is no item."""
    kind, found = hit.target.kind, hit.target.id
    if kind == "fact":
        return _fact(m, found)
    if kind == "request" and m.reading.moves & QUESTIONS and not m.turn.echoes and m.state.turn <= 4:
        return words.request(m.scenario, m.speaker, "4 the request itself")
    if kind in ("choice", "want") and m.after:
        return _pick(m, "choice", found, "8 asked what they want")
    if kind in ("step", "begin") and m.after:
        return _pick(m, "step", found, "8 asked how to begin")
    if kind == "want" and not m.turn.echoes and m.turn.hits[0].target.kind == "want":
        return words.request(m.scenario, m.speaker, "8 too early for choices")
    return None


def _fact(m: Moment, found: str) -> Decision | None:
    for index, fact in enumerate(m.scenario.school.facts):
        if m.scenario.fact_id(index) == found:
            if not knows(m.scenario, m.speaker, found, fact.speaker):
                return words.unknown(m.scenario, m.speaker, "4 another knows")
            return Decision("fact", m.speaker, tuple(fact.say), Target("fact", found), because="4 free fact")
    return None


def _pick(m: Moment, kind: str, found: str, because: str) -> Decision | None:
    """Return the choice or step that was named, else the first unsaid one; None when all is said."""
    rows = m.scenario.choices if kind == "choice" else m.scenario.first_steps
    known = [
        (words.step_id(kind, one, index), one, index)
        for index, one in enumerate(rows)
        if knows(m.scenario, m.speaker, words.step_id(kind, one, index), one.speaker)
    ]
    fresh = [row for row in known if row[0] not in m.state.told]
    named = [row for row in fresh if row[0] == found]
    for identity, one, index in named or fresh:
        del identity
        return words.step(kind, one, index, m.speaker, because)
    return None


def _locked(m: Moment, item: Item) -> Decision:
    """Rule 5: what the trainee asked for is closed; it sounds through, or the school hesitates."""
    if not _mine(m, item):
        return words.hesitate(m.scenario, m.speaker, "5 another's matter")
    if item.cue and item.id not in m.state.cued:
        return words.cue(item, m.speaker, "5 closed: its cue", _confirming(m))
    if m.reading.good and not tellable(item, m.state):
        found = _onward(m, item.id)
        if found is not None:
            return found
    if m.reading.moves & REFLECTIONS:
        return words.plain(m.scenario, m.speaker, "confirm", "6 reflected what sounded through")
    return words.hesitate(m.scenario, m.speaker, "5 closed: it hesitates", item)


def _onward(m: Moment, after: str | None) -> Decision | None:
    """Rule 5: a good follow-up opens the nearest item, or lets its cue be heard."""
    rows = nearest(m.scenario, m.state, after, m.speaker)
    for item in rows:
        cued = item.id in m.state.cued or not item.cue
        if eligible(item, m.state, m.speaker, m.reading.moves) and (item.layer != "underlying" or cued):
            return words.tell(item, m.speaker, "5 followed up and open", _confirming(m))
        if item.cue and item.id not in m.state.cued and moved(item, m.reading.moves | {"OPEN"}):
            if "REFL-C" not in m.reading.moves and m.reading.moves & REFLECTIONS and not m.reading.moves & QUESTIONS:
                continue
            return words.cue(item, m.speaker, "5 followed up: the nearest cue", _confirming(m))
    return None


def _follow(m: Moment) -> Decision | None:
    """A follow-up on the school's words: the item behind the cue, else onward from there."""
    base = m.base
    if base is not None and base.kind == "item" and base.id not in m.state.said:
        item = m.scenario.item(base.id)
        if eligible(item, m.state, m.speaker, m.reading.moves) and _mine(m, item):
            return words.tell(item, m.speaker, "5 took up its cue", _confirming(m))
    if not m.reading.good:
        return None
    return _onward(m, base.id if base is not None and base.kind == "item" else None)


def _reflection(m: Moment) -> Decision | None:
    """Rule 6: a reflection of what was said deepens, or is confirmed; one of nothing said is corrected."""
    if not m.reading.moves & REFLECTIONS or m.reading.moves & QUESTIONS:
        return None
    if m.after and m.state.stage in AFTER:
        return words.plain(m.scenario, m.speaker, "confirm", "6 reflected")
    if not m.turn.echoes and not m.turn.hits and m.turn.novel:
        return words.plain(m.scenario, m.speaker, "correct", "6 not what was said")
    return _follow(m) or words.plain(m.scenario, m.speaker, "confirm", "6 reflected")


def _guess(m: Moment) -> Decision:
    """Rule 6: a guess at what was not said: not known when right, corrected when wrong."""
    right = any(
        hit.target.kind in ("need", "own") or (hit.target.kind == "item" and hit.target.id not in m.state.said)
        for hit in m.turn.hits
    )
    return words.plain(m.scenario, m.speaker, "not_known" if right else "correct", "6 a guess")


def _question(m: Moment) -> Decision | None:
    """Rules 4, 5 and 8 for a question that matched nothing by itself."""
    if not m.reading.moves & QUESTIONS:
        off_topic = any("off_topic" in unit.flags for unit in m.turn.units)
        return words.unknown(m.scenario, m.speaker, "4 off topic") if off_topic else None
    kinds = [hit.target.kind for hit in m.turn.hits]
    follows = bool(m.turn.echoes) or "more" in kinds or not m.turn.novel
    if m.after and m.state.stage in AFTER and follows and m.reading.moves & {"DEEP", "OPEN"}:
        kind = "choice" if m.state.stage == "own_question" else "step"
        return _pick(m, kind, "", "8 asked on") or words.plain(m.scenario, m.speaker, "carry_on", "8 all said")
    if m.reading.moves & {"DEEP", "OPEN"} and follows:
        found = _follow(m)
        if found is not None:
            return found
        item = next((i for i in nearest(m.scenario, m.state, None, m.speaker) if not warm(i, m.state, m.speaker)), None)
        return words.hesitate(m.scenario, m.speaker, "5 nothing open yet", item)
    if m.turn.echoes and m.turn.echoes[0].id in (*m.state.said, *m.state.told) and not m.turn.novel:
        return words.plain(m.scenario, m.speaker, "confirm", "6 checked what was said")
    return words.unknown(m.scenario, m.speaker, "4 nobody wrote that")


def _permission(m: Moment) -> Decision | None:
    """Answer a turn that only asks permission or hands over the lead."""
    if "SEEK" not in m.reading.codes:
        return None
    if any(unit.code == "SEEK" and PERMISSION.search(unit.text) for unit in m.turn.units):
        return words.plain(m.scenario, m.speaker, "permission", "9 asked permission")
    found = _follow(m)
    return found or words.request(m.scenario, m.speaker, "9 the lead is theirs")


def _nothing_asked(m: Moment) -> Decision:
    """Rules 3 and 9: greetings, small talk, information, polite leading."""
    scenario, speaker, codes = m.scenario, m.speaker, set(m.reading.codes)
    if m.reading.repair and m.state.turn > 1:
        return words.plain(scenario, speaker, "repair", "3 took it back")
    if "OFFER-P" in codes or "LEAD" in codes:
        if m.state.stage in AFTER:
            return words.plain(scenario, speaker, "go_along", "8 told what to do")
        if m.chance().random() < 0.5:
            return words.request(scenario, speaker, "2 led, not asked")
        return words.plain(scenario, speaker, "deflect", "2 led, not asked")
    if "AFFIRM" in codes:
        return words.plain(scenario, speaker, "thanks", "3 a strength named")
    if m.state.turn <= 2 and m.state.stage == "contact":
        return words.plain(scenario, speaker, "greet", "3 a greeting")
    if m.state.turn - m.state.asked_back >= 6 and m.state.turn >= 3:
        return words.plain(scenario, speaker, "ask_back", "9 asks back")
    return words.plain(scenario, speaker, "carry_on", "3 costs nothing")
