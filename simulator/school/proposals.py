"""What a trainee lays before the school (to meet, to call, an idea), and the question what it makes of that."""

from __future__ import annotations

import re

from simulator.school import words
from simulator.school.acts import Decision
from simulator.school.manner import APPOINTMENT, SENDS, proposes
from simulator.school.moment import AFTER, QUESTIONS, Moment
from simulator.school.nothing import as_asked, nothing_asked

PROPOSING = ("SEEK", "CLOSED", "LEAD", "OFFER-P")
FIRST_TURN = 3
# "Wat vind je daarvan?": asks for nothing that they could tell, only what they make of what was laid before them.
OPINION = re.compile(
    r"\b(wat (vind|vindt|denk|denkt|zeg|zegt|zou|zouden) (je|jij|u|jullie)( allebei| zelf)? (er|daar|hier)(van|over)"
    r"( vinden| zeggen)?"
    r"|wat (vind|vindt|denk|denkt) (je|jij|u|jullie) (van (dat|dit|zoiets|zo'n) (idee|plan|voorstel|opzet)|ervan)"
    r"|(hoe|wat) zou (dat|dit|zoiets) (voor )?(je|jou|u|jullie|jouw \w+|uw \w+|jullie \w+|de \w+) zijn"
    r"|hoe (klinkt|lijkt) (je |jou |u |jullie )?(dat|dit|zoiets)( (je|jou|u|jullie))?( in de oren)?"
    r"|lijkt (je|jou|u|jullie) (dat|dit|zoiets)( (wat|iets))?"
    r"|(lijkt|zou) (dat|het|dit|zoiets)( (je|jou|u|jullie))?( (wat|iets|aanspreken|passen|lukken|werken|helpen))?"
    r"|what (do|would) you (both |all |two )?(think|say|make) (of|to|about) (that|it|this)( idea| plan)?"
    r"|how (does|would) (that|this|it|something like that) (sound|sit with you|strike you)( to you)?"
    r"|how (do|would) you feel about (that|this|it)"
    r"|would (that|this|it|something like that) (suit|work|help|be (something|an idea|any use|all right|okay))"
    r"( for)?( you| your \w+)?)\W*(denk je|you think)?\W*$",
    re.IGNORECASE,
)
IDEA = re.compile(
    r"\b(wat als (ik|we|wij)|stel,? dat (ik|we|wij)|stel (ik|we|wij)|(ik|wij|we) stel\w* voor|mijn voorstel"
    r"|zullen (we|wij)|(ik|wij|we) zou(den)?\b.{0,40}\bkunnen|(ik|wij|we) (kan|kunnen) (ook )?(een|eens)"
    r"|ik kan (me|mij) voorstellen dat|(i|we) (could|might)|what if (i|we)|suppose (i|we)|shall (i|we)"
    r"|how about (i|we|if)|i('d| would) (suggest|propose)|my (idea|suggestion))\b",
    re.IGNORECASE,
)


def proposal(m: Moment) -> Decision | None:
    """Say yes to a plain proposal to meet, call or send; one that asks anything else is answered on that."""
    opinion = asks_opinion(m)
    texts = [unit.text for unit in m.turn.units if unit.code in PROPOSING or opinion]
    asks = bool(m.reading.moves & {"DEEP", "OPEN"}) and not opinion
    if m.state.turn < FIRST_TURN or asks or not any(map(proposes, texts)):
        return None
    only_sends = any(map(SENDS.search, texts)) and not any(map(APPOINTMENT.search, texts))
    variant = "permission" if only_sends else "appointment"
    return words.plain(m.scenario, m.speaker, variant, "9 a proposal to go on together")


def suggestion(m: Moment) -> Decision | None:
    """Answer a suggestion that asks for nothing but what they make of it; its words ask for nothing they could tell."""
    if m.reading.repair and not IDEA.search(m.turn.text):
        return None
    if "OFFER-P" in m.reading.codes and "OFFER-P" not in m.reading.asked and m.reading.moves <= {"SEEK"}:
        return nothing_asked(m)
    return _weighed(m) if asks_opinion(m) else None


def _weighed(m: Moment) -> Decision:
    """Return what an idea gets with the question what they make of it: theirs to choose later, politely off before."""
    if (begun := as_asked(m)) is not None:
        return begun
    mine = m.state.stage in AFTER or m.reading.asked & {"OFFER-P", "OFFER"}
    return words.plain(m.scenario, m.speaker, "build_on" if mine else "deflect", "8 asked what they make of an idea")


def asks_opinion(m: Moment) -> bool:
    """Whether all that a turn asks is what they make of what it lays before them."""
    asking = [unit.text for unit in m.turn.units if unit.code in QUESTIONS]
    if not OPINION.search(m.turn.text) or not all(map(OPINION.search, asking)):
        return False
    laid = " ".join(unit.text for unit in m.turn.units)
    return bool({"OFFER-P", "OFFER", "LEAD"} & set(m.reading.codes) or IDEA.search(laid) or proposes(laid))
