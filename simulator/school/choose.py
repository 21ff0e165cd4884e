"""Which act answers a turn that does not close anything: facts, items, reflections, the need, co-creation.

The numbers in `because` are the rules of the school's mind (docs/architecture.md).
"""

from __future__ import annotations

import re

from simulator.school import words
from simulator.school.acts import Decision, Target
from simulator.school.follow import follow_up
from simulator.school.gates import core, ripe
from simulator.school.matched import answer, pick
from simulator.school.moment import AFTER, QUESTIONS, REFLECTIONS, Moment

PERMISSION = re.compile(
    r"\b(mag|mogen|zal) (ik|we|wij)\b|\b(vind|vindt) (je|u) het (goed|oké|ok|prima)\b|\bis het (goed|oké|ok) als\b"
    r"|\b(may|can|could|shall|might) (i|we)\b|\b(would|is) it (be )?(ok|okay|all right|alright)\b|\bdo you mind\b",
    re.IGNORECASE,
)


def choose(moment: Moment) -> Decision:
    """Return the act that answers this turn."""
    reading = moment.reading
    if reading.guess:
        return _guess(moment)
    for rule in (_own, _idea, answer, _reflection, _question, _permission):
        found = rule(moment)
        if found is not None:
            return found
    return _nothing_asked(moment)


def _own(m: Moment) -> Decision | None:
    """Rule 7: the need, by a reflection that fits, by asking for it, or by following up when all under it is said."""
    kinds = {hit.target.kind for hit in m.turn.hits}
    if ripe(m.scenario, m.state, m.speaker) and m.reading.good:
        road = core(m.scenario)
        about = m.said_item or (m.base.id if m.base is not None and m.base.kind == "item" else None)
        on_road = about is None or about in road
        reflects = "need" in kinds and bool(m.reading.moves & REFLECTIONS)
        pointing = bool(m.turn.echoes or "more" in kinds or m.said_item)
        follows = pointing and on_road and bool(m.reading.moves - {"CLOSED", "SEEK"})
        asked_elsewhere = kinds & {"fact"} and not m.turn.echoes
        if "own" in kinds or reflects or (follows and not asked_elsewhere and not m.open_item()):
            need = m.scenario.need
            assert need is not None
            return Decision("own_question", m.speaker, tuple(need.own_question), Target("need"), because="7 ripe")
    if "own" in kinds and m.turn.hits[0].target.kind == "own" and m.state.stage not in AFTER:
        if m.reading.good and m.scenario.need is not None and m.turn.echoes:
            return None
        return words.plain(m.scenario, m.speaker, "not_known", "7 asked too early")
    return None


def _idea(m: Moment) -> Decision | None:
    """Rule 8: an idea they asked for or said yes to."""
    if m.reading.asked & {"OFFER-P", "OFFER"}:
        return words.plain(m.scenario, m.speaker, "build_on", "8 an idea that was asked for")
    return None


def _reflection(m: Moment) -> Decision | None:
    """Rule 6: a reflection of what was said deepens, or is confirmed; one of nothing said is corrected."""
    if not m.reading.moves & REFLECTIONS or m.reading.moves & QUESTIONS:
        return None
    if m.after and m.state.stage in AFTER:
        return words.plain(m.scenario, m.speaker, "confirm", "6 reflected")
    if not m.turn.echoes and not m.turn.hits:
        if m.turn.novel:
            return words.plain(m.scenario, m.speaker, "correct", "6 not what was said")
        return words.plain(m.scenario, m.speaker, "confirm", "6 reflected")
    return follow_up(m) or words.plain(m.scenario, m.speaker, "confirm", "6 reflected")


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
        return pick(m, kind, "", "8 asked on") or words.plain(m.scenario, m.speaker, "carry_on", "8 all said")
    if m.reading.moves & {"DEEP", "OPEN"} and (follows or "DEEP" in m.reading.moves):
        found = follow_up(m) if follows else None
        if found is not None:
            return found
        return words.hesitate(m.scenario, m.speaker, "5 nothing open yet")
    if m.turn.echoes and m.turn.echoes[0].id in (*m.state.said, *m.state.told) and not m.turn.novel:
        return words.plain(m.scenario, m.speaker, "confirm", "6 checked what was said")
    return words.unknown(m.scenario, m.speaker, "4 nobody wrote that")


def _permission(m: Moment) -> Decision | None:
    """Answer a turn that only asks permission or hands over the lead."""
    if "SEEK" not in m.reading.codes:
        return None
    if any(unit.code == "SEEK" and PERMISSION.search(unit.text) for unit in m.turn.units):
        return words.plain(m.scenario, m.speaker, "permission", "9 asked permission")
    return follow_up(m) or words.request(m.scenario, m.speaker, "9 the lead is theirs")


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
