"""Which act answers a turn that does not close anything: facts, items, reflections, the need, co-creation.

The numbers in `because` are the rules of the school's mind (docs/architecture.md).
"""

from __future__ import annotations

from simulator.school import words
from simulator.school.acts import Decision, Target
from simulator.school.aims import aim
from simulator.school.asking import asks_for
from simulator.school.details import LEANT, detail, leant
from simulator.school.follow import PLAIN, facts, follow_up, said_before
from simulator.school.gates import core, ripe
from simulator.school.lexicon import telling
from simulator.school.manner import (
    AHEAD,
    CHECK,
    HAPPENED,
    INNER,
    LIKE,
    PERMISSION,
    SUMMED_UP,
    TALKING,
    points_back,
    wants_a_yes,
)
from simulator.school.matched import THINGS, answer, pick
from simulator.school.moment import AFTER, AHEAD_KINDS, QUESTIONS, REFLECTIONS, Moment
from simulator.school.nothing import beside_the_matter, elsewhere, nothing_asked, remark, to_the_request
from simulator.school.proposals import proposal, suggestion
from simulator.school.slipped import asked_what_slipped, slipped
from simulator.school.stumped import stumped

FITS = 0.9  # from here on a guess is a formulation of the need
LONG = 40  # so many letters before "klopt dat" are a summary
ROAD = ("need", "choice", "step")
FACTUAL = frozenset({"who", "when", "many", "where"})


def choose(moment: Moment) -> Decision:
    """Return the act that answers this turn."""
    reading = moment.reading
    if reading.guess:
        asked = (detail(moment) or _fact_beside(moment)) if reading.moves & QUESTIONS else None
        return asked or _guess(moment)
    for rule in (
        elsewhere, _check, proposal, suggestion, asked_what_slipped, detail, _own, _idea, answer, _reflection,
        _question, _permission,
    ):  # fmt: skip
        found = rule(moment)
        if found is not None:
            return _not_twice(moment, found)
    return nothing_asked(moment)


def _not_twice(m: Moment, found: Decision) -> Decision:
    """Return something told instead of a second hesitation in a row: who goes on asking well gets what lies nearest."""
    again = found.act == "hesitate" and m.state.hesitated == m.state.turn - 1
    return (follow_up(m) or found) if again and m.reading.good else found


def _check(m: Moment) -> Decision | None:
    """Answer "Klopt dat?" alone: it asks about what the trainee said before, and names nothing that others know."""
    if not CHECK.match(m.turn.text) and not _summed_up(m):
        return None
    opens = m.reading.good and ripe(m.scenario, m.state, m.speaker)
    if opens and any(hit.target.kind == "need" for hit in m.turn.hits):
        return None  # What is said back is the need itself: the school says it in its own words.
    untold = m.state.last is None or m.state.last.kind in ("request", "fact")
    if m.state.guesses or (untold and not m.state.said):
        return stumped(m, "6 a bare check")
    return words.plain(m.scenario, m.speaker, "confirm", "6 a bare check")


def _summed_up(m: Moment) -> bool:
    """Whether the turn says back what was told and ends in asking whether that is right."""
    *before, last = m.turn.units
    found = SUMMED_UP.search(last.text)
    told = bool(m.turn.echoes or m.said_item) and (bool(before) or (found is not None and found.start() > LONG))
    return told and found is not None and not any(unit.code in QUESTIONS for unit in before)


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
            # "Wat gebeurde er toen?", "wie was dat?": what was just begun is told on before anything is concluded.
            thing = asks_for(m.question, m.scenario.language) in THINGS
            if not ("own" in kinds or reflects) and (thing or HAPPENED.search(m.turn.text)):
                story = _again(m)
                if story is not None or thing:
                    return story
            return _own_question(m, "7 ripe")
    asked = "own" in kinds and m.turn.hits[0].target.kind == "own"
    need = m.scenario.need
    if m.state.last == Target("need") and not asked and LIKE.search(m.turn.text) and not AHEAD.search(m.turn.text):
        return words.hesitate(m.scenario, m.speaker, "8 it sinks in")
    if (
        "own" in kinds
        and m.state.stage in AFTER
        and m.reading.good
        and "OFFER-P" not in m.reading.codes
        and need is not None
        and need.speaker in (None, m.speaker)
    ):
        return _own_question(m, "7 said already: in other words")
    if asked and m.scenario.need is None and m.after and "want" in kinds:
        return None  # It hides none, and can say what it wants.
    if asked and m.state.stage not in AFTER:
        if m.reading.good and m.scenario.need is not None and m.turn.echoes:
            return None
        return words.not_known(m.scenario, m.speaker, "7 asked too early")
    return None


def _own_question(m: Moment, because: str) -> Decision:
    assert m.scenario.need is not None
    lines = tuple(m.scenario.need.own_question)
    return Decision("own_question", m.speaker, lines, Target("need"), because=because)


def _idea(m: Moment) -> Decision | None:
    """Rule 8: an idea they asked for or said yes to."""
    if m.reading.asked & {"OFFER-P", "OFFER"} and not m.reading.moves & QUESTIONS:
        return words.plain(m.scenario, m.speaker, "build_on", "8 an idea that was asked for")
    return None


def _reflection(m: Moment) -> Decision | None:
    """Rule 6: a reflection of what was said deepens, or is confirmed; one of nothing said is corrected."""
    if not m.reading.moves & REFLECTIONS or set(m.reading.codes) & QUESTIONS:
        return None
    if m.turn.units[-1].code not in REFLECTIONS and m.turn.text.rstrip().endswith("?") and m.state.said:
        return None
    if m.after and m.state.stage in AFTER:
        return words.plain(m.scenario, m.speaker, "confirm", "6 reflected")
    if m.state.turn == 1 and any(hit.target.kind == "request" for hit in m.turn.hits):
        return words.request(m.scenario, m.speaker, "6 the request, said back")
    kinds = {hit.target.kind for hit in m.turn.hits}
    if remark(m):
        return words.plain(m.scenario, m.speaker, "confirm", "6 a remark on what was said")
    if not m.turn.echoes and m.said_item is None:
        if "need" in kinds:
            return _too_early(m)
        if m.turn.novel and "item" not in kinds:
            return words.plain(m.scenario, m.speaker, "correct", "6 not what was said")
        if not m.state.said and wants_a_yes(m.turn.text, m.turn.units[-1].text):
            return stumped(m, "6 nothing that was said")  # a yes would grant that more is hidden
        return words.plain(m.scenario, m.speaker, "confirm", "6 reflected")
    return follow_up(m) or words.plain(m.scenario, m.speaker, "confirm", "6 reflected")


def _guess(m: Moment) -> Decision:
    """Rule 6: a guess at what was not said: not known when right, corrected when wrong; what was said carries it."""
    if remark(m):
        return words.plain(m.scenario, m.speaker, "confirm", "6 a remark on what was said")
    fits = any(hit.target.kind == "need" and hit.score >= FITS for hit in m.turn.hits)
    if fits and ripe(m.scenario, m.state, m.speaker):
        return _own_question(m, "7 ripe")
    if m.said_item is not None:
        return words.plain(m.scenario, m.speaker, "confirm", "6 carried by what was said")
    if fits:
        return _too_early(m)
    right = any(
        hit.target.kind in ("need", "own") or (hit.target.kind == "item" and hit.target.id not in m.state.said)
        for hit in m.turn.hits
    )
    return words.plain(m.scenario, m.speaker, "not_known" if right else "correct", "6 a guess")


def _fact_beside(m: Moment) -> Decision | None:
    """Return a free fact that a question beside a guess asks for as plainly as can be: a guess opens nothing."""
    for hit in m.turn.hits:
        asks = any(unit.code in QUESTIONS for unit in m.turn.units[hit.unit : hit.unit + 1])
        if hit.target.kind == "fact" and hit.score >= PLAIN and asks:
            return facts(m, hit)
    return None


def _too_early(m: Moment) -> Decision:
    """Return what the right word gets before its time: a silence where the way there has begun, else not known."""
    if core(m.scenario) & set(m.state.said):
        return words.quiet(m.scenario, m.speaker, "6 right, and too early")
    return words.plain(m.scenario, m.speaker, "not_known", "6 right, and too early")


def _question(m: Moment) -> Decision | None:
    """Rules 4, 5 and 8 for a question that matched nothing by itself."""
    if not m.reading.moves & QUESTIONS:
        # A question that earns nothing (too many in a row, beside the point) still wants an answer.
        asked = set(m.reading.codes) & QUESTIONS
        return _back(m) or _nobody_wrote(m) if asked else None
    kinds = [hit.target.kind for hit in m.turn.hits]
    if m.turn.echoes:
        follows = "more" in kinds or not m.turn.novel or m.turn.echoes[0].kind != "fact"
    else:
        text, language = m.turn.text, m.scenario.language
        plain = asks_for(m.question, language) in THINGS and not points_back(text, language)
        follows = "more" in kinds or not (m.turn.novel or plain)
    thing = asks_for(m.question, m.scenario.language) in THINGS
    if thing:
        if (found := _again(m)) is not None:
            return found
        if m.turn.echoes and m.turn.echoes[0].kind == "item" and m.turn.echoes[0].id in m.state.said:
            return stumped(m, "5 a detail of what was told that nobody wrote")
    # Asked on about a fact or a story, it says more of that, not what it would choose or begin with.
    there = m.state.last is None or m.state.last.kind in ROAD
    more = there and ("more" in kinds or (not thing and AHEAD.search(m.question) is not None))
    ahead = more or bool(set(kinds) & {"want", "begin"})
    if m.after and m.state.stage in AFTER and follows and ahead and m.reading.moves & {"DEEP", "OPEN"}:
        kind = "choice" if m.state.stage == "own_question" else "step"
        return pick(m, kind, "", "8 asked on") or words.plain(m.scenario, m.speaker, "carry_on", "8 all said")
    if m.reading.moves & {"DEEP", "OPEN"}:
        if (nearly := leant(m, least=0.0 if follows else LEANT)) is not None:
            return nearly
        if (hoped := aim(m)) is not None:
            return hoped
        if follows and _beside_everything(m):
            return stumped(m, "5 asked for something that nothing answers")
        found = follow_up(m) if follows else None
        if found is not None:
            return found
        return stumped(m, "5 nothing open yet") if follows else _nobody_wrote(m)
    return _back(m) or _nobody_wrote(m)


def _beside_everything(m: Moment) -> bool:
    """Whether a question has words of its own that nothing answers: a story told to it would be beside the point.

    Once: who goes on asking gets what lies nearest.
    """
    kinds = {hit.target.kind for hit in m.turn.hits}
    if kinds - AHEAD_KINDS or m.state.turn - m.state.hesitated < 3:
        return False
    if m.turn.echoes:
        told = m.state.last is not None and m.state.last.kind == "item" and m.state.last.id in m.state.said
        return told and asks_for(m.turn.units[-1].text, m.scenario.language) != "yes"
    return bool(telling(m.turn.units[-1].text, m.scenario.language))


def _back(m: Moment) -> Decision | None:
    """Answer a plain question about what the school just spoke of: in other words, or not quite; else None."""
    echo = m.turn.echoes[0] if m.turn.echoes and not m.turn.novel else None
    if echo is None and points_back(m.turn.text, m.scenario.language):
        echo = m.state.last
    if echo is None or echo.kind not in ("item", "fact"):
        return None
    if echo.kind == "item" and echo.id not in m.state.said:
        item = m.scenario.item(echo.id)
        return slipped(m, echo) or words.hesitate(m.scenario, m.speaker, "5 asked on about a cue", item)
    return _again(m) or stumped(m, "5 asked on about what was said")


def _again(m: Moment) -> Decision | None:
    """Return the told item that a question asks on about, in other words; None where it asks on about nothing told."""
    back = points_back(m.turn.text, m.scenario.language)
    about = m.turn.echoes[0] if m.turn.echoes and not m.turn.novel else m.state.last if back else None
    told = about is not None and about.kind == "item" and about.id in m.state.said and about.id not in m.state.told
    return said_before(m, about.id) if told and about is not None else None


def _nobody_wrote(m: Moment) -> Decision:
    """Name who would know where a fact was asked; what people see, want or went through nobody can look up.

    Nor what lies beside the matter ("Where do you live?"), whatever of the school's it comes near.
    """
    if to_the_request(m) and not m.turn.novel:
        return words.request(m.scenario, m.speaker, "2 led to the request by a tag")
    factual = asks_for(m.question, m.scenario.language) in FACTUAL
    inner = INNER.search(m.turn.text) or (m.reading.moves & {"DEEP", "OPEN"} and not factual)
    if inner or beside_the_matter(m):
        return stumped(m, "4 nobody else could know")
    return words.unknown(m.scenario, m.speaker, "4 nobody wrote that")


def _permission(m: Moment) -> Decision | None:
    """Answer a turn that only asks permission or hands over the lead."""
    if "SEEK" not in m.reading.codes:
        return None
    if any(unit.code == "SEEK" and PERMISSION.search(unit.text) for unit in m.turn.units):
        if m.turn.novel and not TALKING.search(m.turn.text):
            return words.unknown(m.scenario, m.speaker, "4 not theirs to allow offhand")
        return words.plain(m.scenario, m.speaker, "permission", "9 asked permission")
    asked = any(hit.target.kind == "request" for hit in m.turn.hits) or not m.state.said
    if (onward := None if asked else follow_up(m)) is not None:
        return onward
    if not asked and asks_for(m.turn.text, m.scenario.language) != "yes":
        return _nobody_wrote(m)  # "What will I hear from your colleagues?" wants an answer
    return words.request(m.scenario, m.speaker, "9 the lead is theirs")
