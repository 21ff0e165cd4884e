"""What answers a turn that asks nothing of the school: greetings, small talk, polite leading, what lies elsewhere."""

from __future__ import annotations

from dataclasses import replace

from simulator.school import words
from simulator.school.acts import Decision
from simulator.school.lexicon import shared, stems, telling
from simulator.school.manner import BEGINS, REMARK, TAG
from simulator.school.matched import pick
from simulator.school.moment import AFTER, HEARD, REFLECTIONS, Moment
from simulator.school.stumped import stumped

AS_ASKED = 0.4  # of the request's words that an offer must hold to be what was asked for
EARLY_TURNS = 3
NAMED = 0.6  # the coder must be so sure that a strength is named


def nothing_asked(m: Moment) -> Decision:
    """Rules 3 and 9: greetings, small talk, information, polite leading."""
    scenario, speaker, codes = m.scenario, m.speaker, set(m.reading.codes)
    if m.reading.repair and m.state.turn > 1:
        return words.plain(scenario, speaker, "repair", "3 took it back")
    if "OFFER-P" in codes and (begun := as_asked(m)) is not None:
        return begun
    if "OFFER-P" in codes or "LEAD" in codes:
        if m.state.stage in AFTER:
            # Once they have said their own question, an idea that leaves them the choice is one to make their own.
            idea = "OFFER-P" in codes
            return words.plain(scenario, speaker, "build_on" if idea else "go_along", "8 an idea laid before them")
        if TAG.search(m.turn.text):
            if to_the_request(m):
                return words.request(scenario, speaker, "2 led to the request by a tag")
            return words.plain(scenario, speaker, "go_along", "2 led by a tag")
        if "LEAD" in codes and m.state.said and "OFFER-P" not in codes:
            return words.hesitate(scenario, speaker, "2 led, in the middle of what it tells")
        if m.chance().random() < 0.5 and not m.state.said:
            return words.request(scenario, speaker, "2 led, not asked")
        return words.plain(scenario, speaker, "deflect", "2 led, not asked")
    if m.state.turn <= 2 and m.state.stage == "contact":
        if BEGINS.search(m.turn.text):
            return words.request(scenario, speaker, "3 a greeting that asks what they are here for")
        return words.plain(scenario, speaker, "greet", "3 a greeting")
    if m.state.said and m.turn.text.rstrip().endswith("?"):
        return stumped(m, "3 asked, whatever the coder makes of it")
    if any(unit.code == "AFFIRM" and unit.confidence >= NAMED for unit in m.turn.units):
        return words.plain(scenario, speaker, "thanks", "3 a strength named")
    waited = m.state.hesitated == m.state.turn - 1  # who is given time does not ask back
    if m.state.turn - m.state.asked_back >= 6 and m.state.turn >= 3 and not m.reading.asked and not waited:
        return _ask_back(m)
    return words.plain(scenario, speaker, "carry_on", "3 costs nothing")


def as_asked(m: Moment) -> Decision | None:
    """Where a school hides nothing and has been heard: begin with what it came for, when just that is offered."""
    if m.scenario.need is not None or m.state.rapport[m.speaker] <= HEARD:
        return None
    language = m.scenario.language
    wish = telling(m.scenario.request.content, language)
    if len(shared(telling(m.turn.text, language), wish, language)) < AS_ASKED * len(wish):
        return None
    return pick(m, "step", "", "8 offered what it came for")


def elsewhere(m: Moment) -> Decision | None:
    """Rule 1: a question that has nothing to do with the school or this talk; None where some of the turn has.

    One in five of such flags is wrong (docs/figures.md): words of the school's own, or a target that they ask for, say
    that it is about the school after all.
    """
    if not beside_the_matter(m) or m.turn.hits or m.turn.echoes:
        return None
    return words.plain(m.scenario, m.speaker, "elsewhere", "1 nothing to do with the school")


def beside_the_matter(m: Moment) -> bool:
    """Whether the coder takes a question of the turn for one beside the matter, and nothing else in it earns."""
    return not m.reading.moves and any("off_topic" in unit.flags for unit in m.turn.units)


def to_the_request(m: Moment) -> bool:
    """Whether a tag at the beginning ("jullie zoeken iets met dans, toch?") is about why they are here."""
    return m.state.turn <= EARLY_TURNS and not m.state.said and bool(TAG.search(m.turn.text))


def _ask_back(m: Moment) -> Decision:
    """Return a question of the school's own, of those that do not ask what the trainee has just told."""
    asked = words.plain(m.scenario, m.speaker, "ask_back", "9 asks back")
    told = stems(m.turn.text, m.scenario.language)
    fresh = tuple(line for line in asked.wordings if not shared(told, stems(line, m.scenario.language)))
    return replace(asked, wordings=fresh) if len(fresh) >= 4 else asked


def remark(m: Moment) -> bool:
    """Whether a reflection only says how something strikes the trainee ("Dat klinkt zwaar")."""
    return any(unit.code in REFLECTIONS and REMARK.match(unit.text) for unit in m.turn.units)
