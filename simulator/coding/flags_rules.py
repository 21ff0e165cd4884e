"""Flags, and the codebook's decisions that follow from codes, order and history by plain rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.coding.around import asks_you
from simulator.coding.codebook import CODES, Said
from simulator.coding.features import Around
from simulator.coding.stems import content, content_set, taken, words

QUESTIONS = frozenset({"DEEP", "OPEN", "CLOSED", "LEAD", "SEEK"})
PERMISSION = re.compile(
    r"\b(?:mag ik|mogen we|zal ik|vind (?:je|u) het (?:goed|oké|ok|fijn)|is het (?:goed|oké|ok) als|heb(?:t)? (?:je|u) er iets aan|"
    r"wil(?:t)? (?:je|u) (?:iets |wat )?horen|may i|can i (?:share|say|suggest|offer|ask|throw|tell)|could i (?:share|say|suggest|offer|tell)|"
    r"shall i|would it (?:help|be (?:ok|okay|all right|alright|useful))|is it (?:ok|okay|all right|alright) if|"
    r"do you mind if|would you mind if|would you like (?:me to|to hear))\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:(?:o|oh|nou|eh|ah|well|um|er|haha)\W+)*(?:ja|jazeker|graag|prima|natuurlijk|tuurlijk|zeker|doe maar|kom maar|vertel|ga je gang|gaat uw gang|"
    r"goed|oké|ok|best|mag|dat mag|is goed|laat (?:maar )?horen|roep maar|zeg het|vooruit|fijn|"
    r"yes|yeah|sure|please|go ahead|go on|of course|okay|fine|by all means|all right|alright|feel free|do)\b",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(?:nee|liever niet|nog niet|straks|later|no|not yet|rather not|hold on)\b", re.IGNORECASE)
_WHY = re.compile(r"\b(?:waarom|hoezo|hoe komt|hoe kwam|vanwaar|why|how come|what makes you)\b", re.IGNORECASE)
_REPAIR = re.compile(
    r"\b(?:sorry|excuus|excuses|pardon|mijn fout|neem (?:ik|dat|het) .{0,20}terug|terugnemen|vulde (?:het|ik|dat|iets)|"
    r"(?:ik )?(?:ga|ging|liep|loop|liep|was|sprong) (?:\w+ )?(?:te snel|te hard|te ver|op de zaken)|vooruit ?(?:gelopen|lopen)|te snel|"
    r"zat (?:ik )?(?:\w+ )?te (?:verkopen|vertellen|praten|pushen|invullen)|ik draaf|draafde ik|"
    r"(?:dat|dit) (?:had|moest|mocht) ik niet|verkeerd (?:gezegd|van mij)|zeg ik verkeerd|niet aan mij|sla (?:ik )?.{0,12}door|"
    r"(?:je|u) hebt? (?:helemaal )?gelijk|nam (?:ik|dat|het) .{0,15}aan|ik nam aan|i take (?:that|it) back|apologi[sz]e|apologies|my (?:mistake|fault|bad)|"
    r"forgive me|i (?:jumped|rushed|assumed|got ahead|ran ahead|was (?:selling|pushing|lecturing|assuming|talking))|"
    r"(?:was|am) getting ahead|that was (?:me|too|clumsy|unfair|rude|presumptuous|my)|you're right|i shouldn't have|strike that|scrap that)\b",
    re.IGNORECASE,
)
_TENTATIVE = re.compile(
    r"(?:\b(?:klinkt (?:alsof|als|het)|lijkt (?:me|alsof|mij|wel)|misschien|mogelijk|wellicht|volgens mij|ik (?:gok|raad|vermoed|stel me voor|krijg het idee|krijg de indruk|hoor ook)|"
    r"zou het (?:kunnen|zijn)|kan het zijn|klopt dat|is dat zo|zit ik (?:goed|ernaast|er naast)|zie ik dat|zit daar iets in|heb ik het mis|moet \w+ (?:zijn|geweest|voelen)|"
    r"sounds (?:like|as|a|almost)|seems|maybe|perhaps|possibly|i (?:imagine|wonder if|guess|get the feeling|get the sense|sense|suspect)|i'm guessing|"
    r"could it be|might (?:be|it)|is that (?:right|so|it|fair)|am i (?:right|close|wrong|off)|must (?:be|have|feel))\b)",
    re.IGNORECASE,
)
_OPEN_FORM = re.compile(r"^\W*(?:(?:en|maar|dus|nou|and|but|so)\W+)?(?:wat|hoe|waarom|waar|welke?|wie|what|how|why|where|which|who)\b", re.IGNORECASE)
_CLOSED_FORM = re.compile(
    r"^\W*(?:(?:en|maar|dus|nou|and|but|so|oké|ok|okay)\W+)*(?:is|zijn|was|waren|heb|hebt|hebben|heeft|had|kan|kun|kunt|kunnen|wil|wilt|mag|weet|weten|zou|doe|doet|doen|"
    r"komt|gaat|ken|kent|zie|zit|herken|are|were|have|has|do|does|did|can|could|would|will|may|might)\b",
    re.IGNORECASE,
)
_OWN_IDEA = re.compile(r"^\W*(?:(?:en|maar|dus|and|but|so)\W+)?(?:hoe|wat|how|what) (?:zou|zouden|would|could|might|about|if)\b", re.IGNORECASE)
_SMALL_TALK = re.compile(
    r"\b(?:weer(?:tje)?|weekend|vakantie|voetbal|parkeer\w*|tram\w*|fietsenstalling|koekjes?|biscuits?|weather|football|holidays?|parking|commute)\b",
    re.IGNORECASE,
)
GUESS_CARRIED = 0.2
PARROT_SHARE = 0.85
UPTAKE_CODES = ("DEEP", "REFL-S", "REFL-C", "AFFIRM", "NEUTRAL", "OPEN", "CLOSED", "JUDGE")


@dataclass(slots=True)
class Draft:
    """A unit while the rules work on it: words, code, the 14 probabilities, flags."""

    text: str
    code: str
    chances: NDArray[np.float32]
    flags: set[str] = field(default_factory=set)

    def chance(self, code: str) -> float:
        """Return the probability of a code."""
        return float(self.chances[CODES.index(code)])


def uptake_features(text: str, code: str, context: Around) -> list[float]:
    """Return what the uptake rule sees: content words shared with the school's last answer, and the kind of unit."""
    share, count = taken(text, context.school)
    back, _ = taken(context.school, text)
    quoted = any(mark in text for mark in "'\"“‘")
    return [
        min(count, 4) / 4, share, back, float(count > 0), float(count > 1), float(quoted), len(content_set(text)) / 10,
        *(float(code == one) for one in UPTAKE_CODES),
    ]  # fmt: skip


def apply(drafts: list[Draft], context: Around, history: Sequence[Said], uptake: NDArray[np.float32]) -> None:
    """Set the flags of a turn's units and mend codes where a rule decides; changes `drafts`."""
    for draft in drafts:
        _reflections(draft, context, history)
    _asked(drafts, context, history)
    _turn_flags(drafts, context, history)
    for draft in drafts:
        _form_flags(draft, context)
        if context.school and float(np.dot(uptake[:-1], uptake_features(draft.text, draft.code, context)) + uptake[-1]) > 0:
            draft.flags.add("uptake")


def _reflections(draft: Draft, context: Around, history: Sequence[Said]) -> None:
    """FILL carried by the school's words is a reflection; an uncarried tentative reflection is a guess."""
    share, count = taken(draft.text, f"{context.school} {context.earlier}")
    if draft.code == "FILL" and (share >= 0.6 and count >= 2) and draft.chance("FILL") < 0.75:
        draft.code = "REFL-S" if draft.chance("REFL-S") > draft.chance("REFL-C") else "REFL-C"
    tentative = bool(_TENTATIVE.search(draft.text))
    if draft.code == "FILL" and tentative and draft.chance("REFL-C") > 0.5 * draft.chance("FILL"):
        draft.code = "REFL-C"
    if draft.code == "REFL-C" and tentative and share <= GUESS_CARRIED:
        draft.flags.add("guess")
        if _guessed_before(history):
            draft.code, draft.flags = "FILL", set()


def _guessed_before(history: Sequence[Said]) -> bool:
    last = next((said for said in reversed(history) if said.role == "trainee"), None)
    return last is not None and any("guess" in unit.flags for unit in last.units)


def agreed(history: Sequence[Said]) -> bool:
    """Return whether the trainee asked leave in its last turn and the school said yes."""
    if len(history) < 2 or history[-1].role != "school":
        return False
    last = next((said for said in reversed(history) if said.role == "trainee"), None)
    if last is None or not any(unit.code == "SEEK" and PERMISSION.search(unit.text) for unit in last.units):
        return False
    start = history[-1].text
    return bool(_YES.search(start)) and not _NO.search(start[:60])


def _asked(drafts: list[Draft], context: Around, history: Sequence[Said]) -> None:
    leave = agreed(history)
    wanted = context.asks and asks_you(context.school, history[-1].act if history else "")
    if not (context.asks or leave):
        return
    for draft in drafts:
        if draft.code == "OFFER" and (leave or wanted) and draft.chance("OFFER") < 0.9:
            draft.code = "OFFER-P"
        if draft.code == "OFFER-P" and (leave or wanted):
            draft.flags.add("asked")
        if draft.code == "INFO" and (leave or context.asks):
            draft.flags.add("asked")


def _turn_flags(drafts: list[Draft], context: Around, history: Sequence[Said]) -> None:
    """Set what depends on the whole turn: no_pause, stacked, interrogation, parrot."""
    telling = [draft.code in {"INFO", "OFFER", "OFFER-P", "LEAD"} and "asked" not in draft.flags for draft in drafts]
    for place, draft in enumerate(drafts):
        if draft.code == "SEEK" and PERMISSION.search(draft.text) and any(telling[place + 1 :]):
            draft.flags.add("no_pause")
    asking = [draft for draft in drafts if draft.code in QUESTIONS]
    if len(asking) > 1:
        for draft in asking:
            draft.flags.add("stacked")
    elif len(asking) == 1 and asking[0].code == "CLOSED" and asking[0].text.count("?") > 1:
        asking[0].flags.add("stacked")
    if asking and all(draft.code == "CLOSED" for draft in asking) and _only_closed(history) >= 2:
        for draft in asking:
            draft.flags.add("interrogation")
    if not asking:
        for draft in drafts:
            if draft.code in {"REFL-S", "REFL-C"} and is_parrot(draft.text, context.school):
                draft.code = "REFL-S"
                draft.flags.add("parrot")


def _only_closed(history: Sequence[Said]) -> int:
    """Return how many trainee turns in a row, up to now, asked nothing but closed questions."""
    run = 0
    for said in reversed([said for said in history if said.role == "trainee"]):
        codes = {unit.code for unit in said.units} & QUESTIONS
        if codes != {"CLOSED"}:
            break
        run += 1
    return run


def is_parrot(text: str, school: str) -> bool:
    """Return whether a unit is a bare copy of the whole last answer: its matter all there, and nothing of its own."""
    source, mine = content(school), content(text)
    if len(source) < 2 or len(mine) < 2:
        return False
    covered = len(set(source) & set(mine)) / len(set(source))
    own = len(set(mine) - set(source)) / len(set(mine))
    plain = set(words(text))
    closeness = len(plain & set(words(school))) / max(len(plain), 1)
    return covered >= PARROT_SHARE and own <= 1 - PARROT_SHARE and closeness >= 0.6


def _form_flags(draft: Draft, context: Around) -> None:
    text, code = draft.text, draft.code
    if code in {"DEEP", "OPEN"} and _WHY.search(text):
        draft.flags.add("why")
    if code == "NEUTRAL" and _REPAIR.search(text):
        draft.flags.add("repair")
    if code in {"DEEP", "OPEN"} and _CLOSED_FORM.search(text):
        draft.flags.add("form_closed")
    if code in {"LEAD", "JUDGE"} and _OPEN_FORM.search(text):
        draft.flags.add("form_open")
    if code == "LEAD" and _OWN_IDEA.search(text):
        draft.flags.add("own_idea")
    if code in {"OPEN", "CLOSED"} and _SMALL_TALK.search(text) and taken(text, f"{context.school} {context.earlier}")[1] == 0:
        draft.flags.add("off_topic")
