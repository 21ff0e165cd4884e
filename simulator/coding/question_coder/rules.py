"""Where the codebook itself decides: order, counting, what the school had asked for. Plain code over codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.coding import flags_rules, patterns
from simulator.coding.around import Around
from simulator.coding.codebook import CODES, Said
from simulator.coding.draft import Draft
from simulator.coding.question_coder.telling import telling
from simulator.coding.question_coder.weights import FLAGS, Settings
from simulator.coding.stems import taken, takes_up

Floats = NDArray[np.float32]
RULED = 0.6
SURE = 0.85
"""A repair without a word of apology is believed from this chance on: forgiving what nobody took back jars."""
_DOUBT = re.compile(
    r"\b(klinkt (alsof|als)|lijkt (wel )?alsof|krijg (ik )?(het|de) (idee|gevoel|indruk)|zit ik (goed|ernaast|er naast)"
    r"|klopt dat|is dat zo|heb ik (dat goed|het mis)|zie ik dat (goed|verkeerd)|vergis ik me"
    r"|zeg het (maar |gerust )?als ik|it sounds (like|as)|sounds like|it seems (like|as|to me)"
    r"|i get the (sense|feeling|impression)|is that (right|fair|so)|am i (right|close|wrong|off)"
    r"|have i got that right|or am i|tell me if i|correct me if)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?<=[.!?…])\s+|,\s+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…]['’”\"])\s+")
_GUESSES = re.compile(r"\b(denk (je|jij)|denkt u|denken jullie|do you think)\W*$", re.IGNORECASE)
_PUSHED = re.compile(r"\b(toch|hè|zeker|natuurlijk|vast wel|surely|of course|obviously)\b", re.IGNORECASE)
_ASKED = ("OPEN", "CLOSED", "DEEP")
_BEFORE_IT = frozenset({"NEUTRAL", "AFFIRM", "FILL"})
_REFLECTS = frozenset({"REFL-S", "REFL-C"})
_NO_ASKING = frozenset({"NEUTRAL", "AFFIRM", "INFO"})
_NO_OFFER = frozenset({"REFL-S", "REFL-C", "FILL", "NEUTRAL", "AFFIRM", "INFO"})
_CHECKED = frozenset({"REFL-S", "REFL-C", "FILL"})
_OWNED = frozenset({"NEUTRAL", "JUDGE"})
"""Who judges their own telling takes it back; the codebook's JUDGE is of others."""
SUITS: dict[str, frozenset[str]] = {
    "own_idea": frozenset({"LEAD"}),
    "guess": frozenset({"REFL-C", "REFL-S"}),
    "off_topic": frozenset({"OPEN", "CLOSED", "DEEP"}),
    "repair": frozenset({"NEUTRAL"}),
    "why": frozenset({"DEEP", "OPEN"}),
    "asked": frozenset({"INFO", "OFFER-P"}),
}


def draft(text: str, chances: Floats, flags: Floats, settings: Settings) -> Draft:
    """Return a unit with the likeliest code and the learnt flags that suit this code."""
    code = CODES[int(np.argmax(chances))]
    found = Draft(text, code, np.asarray(chances, np.float32))
    for name, chance, least in zip(FLAGS, flags.tolist(), settings.flags, strict=True):
        if chance >= least and code in SUITS.get(name, frozenset(CODES)):
            found.flags.add(name)
    if found.code in _OWNED and patterns.OWNS_UP.search(text):
        found.code = "NEUTRAL"
        found.flags.add("repair")
        return found
    _repairing(found, float(flags[FLAGS.index("repair")]))
    if "guess" in found.flags:
        found.code = "REFL-C"
    return found


def _repairing(one: Draft, chance: float) -> None:
    """A bare apology takes back; sympathy, thanks and who did not hear do not: of the corpus six of six, none of 42."""
    if one.code == "NEUTRAL" and patterns.APOLOGY.match(one.text):
        one.flags.add("repair")
    elif (chance < SURE and not patterns.REPAIR.search(one.text)) or patterns.takes_nothing_back(one.text):
        one.flags.discard("repair")


def joined(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the units in which what the codebook calls one unit is one.

    A bare check ("klopt dat?") belongs to what it checks. "Je zegt X" and the question behind it are one DEEP: of the
    corpus 25 of 27. So are "X, zei je" and its question: 19 of 20.
    """
    out: list[Draft] = []
    for one in drafts:
        before = out[-1] if out else None
        if before is not None and before.code in _CHECKED and patterns.CHECK.match(one.text):
            before.text = f"{before.text} {one.text}"
        elif before is not None and one.code in _ASKED and _only_quotes(before):
            out[-1] = _asked_about(before, one)
        else:
            out.append(one)
    return out


def _only_quotes(one: Draft) -> bool:
    return (
        one.code in _REFLECTS | {"NEUTRAL"} and "?" not in one.text
        and (patterns.QUOTES.match(one.text) is not None or patterns.QUOTED.search(one.text) is not None)
    )  # fmt: skip


def _asked_about(said: Draft, asked: Draft) -> Draft:
    """Return a question with the words before it that it is about, as a follow-up."""
    chances, deep = asked.chances.copy(), CODES.index("DEEP")
    for code in ("OPEN", "CLOSED"):
        chances[deep] += chances[CODES.index(code)]
        chances[CODES.index(code)] = 0
    return Draft(f"{said.text} {asked.text}", "DEEP", chances, asked.flags | said.flags & {"uptake"})


def apply(drafts: list[Draft], context: Around, history: Sequence[Said]) -> None:
    """Set what depends on the other units and on earlier turns; changes `drafts`."""
    for one in drafts:
        _tentative(one, context)
        _wondering(one)
        _asking(one)
        _easing(one)
        _summing(one)
        _wanting(one)
        _idea(one)
        _quoting(one)
        telling(one, context, last=one is drafts[-1])
    _second_guess(drafts, history)
    flags_rules.order_flags(drafts, context, history)
    for one in drafts:
        flags_rules.form_of(one)
        (one.flags.add if takes_up(one.text, context.school) else one.flags.discard)("uptake")


def _tentative(one: Draft, context: Around) -> None:
    """Filling in is confident: with a doubt or a check it is a reflection, and a guess unless it is carried.

    So is judging: of the corpus no unit that judges has a doubt or a check in it.
    """
    if one.code in ("FILL", "JUDGE") and _DOUBT.search(one.text) and not _PUSHED.search(one.text):
        one.code = "REFL-C"
        if not taken(one.text, f"{context.school} {context.earlier}")[1]:
            one.flags.add("guess")


def _wondering(one: Draft) -> None:
    """A question for what is so judges nobody ("Wat moet er niet gebeuren?"): of 1,594 in the corpus none does.

    Behind a word of greeting or praise it is still a question ("Fijn dat het kan. Vertel, wat is de aanleiding?"): of
    the corpus 156 units that end so are, two are neutral and none fills in. So it is behind the school's own words
    ("‘Het rooster is strak.’ Wat zit daarachter?"): none that ends in a sentence like that reflects.
    """
    if one.code == "JUDGE" and patterns.WONDERS.search(one.text) and not patterns.REPROACHES.search(one.text):
        one.code = max(_ASKED, key=one.chance)
    if one.code in _BEFORE_IT and one.text.rstrip().endswith("?"):
        *before, last = [part for part in _CLAUSE.split(one.text.strip()) if part]
        if before and patterns.WONDERS.search(last) and not patterns.SMALL_TALK.search(last):
            one.code = max(_ASKED, key=one.chance)
    if one.code in _REFLECTS:
        *before, last = _SENTENCE.split(one.text.strip())
        if before and last.endswith("?") and patterns.BEGINS_ASKING.match(last):
            one.code = max(_ASKED, key=one.chance)


def _asking(one: Draft) -> None:
    """A question word in front asks, with or without a mark: of 2,537 units of the corpus that begin so two fill in.

    A why that names nobody who is spoken to judges them no more ("why mustn't anything be left over"), and one without
    a no, a "dan" or an "on earth" is curious ("waarom zit je om vijf uur op de fiets"): of the corpus each of 21 whys
    that judge has one. Nor does one that asks what they think ("waarom nooit hardop, denk je"): of 12 none judges.
    """
    fills = one.code == "FILL" and patterns.BEGINS_ASKING.match(one.text) is not None
    why = one.code == "JUDGE" and patterns.WHY.match(one.text) is not None
    blames = patterns.BLAMES.search(one.text) and patterns.TO_YOU.search(one.text) and not _GUESSES.search(one.text)
    if fills or (why and not blames):
        one.code = max(_ASKED, key=one.chance)


def _easing(one: Draft) -> None:
    """Who leaves the other time, or says which words are meant, judges nobody: of eleven in the corpus none does."""
    if one.code == "JUDGE" and (patterns.EASES.search(one.text) or patterns.REFERS.search(one.text)):
        one.code = "NEUTRAL"


def _summing(one: Draft) -> None:
    """Who sums up offers nothing: of 33 such units in the corpus none does; a question behind it asks."""
    if one.code == "OFFER-P" and patterns.SUMS.search(one.text):
        last = _CLAUSE.split(one.text.strip())[-1] or one.text
        asks = one.text.rstrip().endswith("?") and patterns.BEGINS_ASKING.match(last) is not None
        one.code = max(_ASKED, key=one.chance) if asks else "REFL-C"


def _wanting(one: Draft) -> None:
    """Who wants to hear how it is asks ("ik wil eerst even horen wat er speelt"): of the corpus 26 of 26 such units."""
    if one.code in _NO_ASKING and patterns.WANTS_TO_KNOW.search(one.text):
        one.code = max(_ASKED, key=one.chance)


def _idea(one: Draft) -> None:
    """A mere "Misschien een idee:" is no permission but an offer, says the codebook; of the corpus all five are."""
    if one.code in _NO_OFFER and patterns.IDEA.match(one.text):
        one.code = "OFFER"
        one.flags.discard("guess")


def _quoting(one: Draft) -> None:
    """Who says behind them whose words those were repeats them ("Voor de vakantie, zei je."): of the corpus all 7."""
    if one.code == "NEUTRAL" and patterns.QUOTED.search(one.text) and not patterns.REPAIR.search(one.text):
        one.code = "REFL-S"
        one.flags.discard("repair")


def _second_guess(drafts: list[Draft], history: Sequence[Said]) -> None:
    """A second guess in a row is filling in."""
    last = next((said for said in reversed(history) if said.role == "trainee"), None)
    before = last is not None and any("guess" in unit.flags for unit in last.units)
    for one in drafts:
        if "guess" in one.flags:
            if before:
                one.code = "FILL"
                one.flags.discard("guess")
            before = True
