"""What tells by the codebook, though the net reads a question, a reflection or nothing in it."""

from __future__ import annotations

from simulator.coding import patterns, pitches
from simulator.coding.around import Around
from simulator.coding.draft import Draft
from simulator.coding.stems import taken

_ASKS = frozenset({"OPEN", "DEEP", "CLOSED", "SEEK"})
_SAYS = frozenset({"NEUTRAL", "AFFIRM"})
_REFLECTS = frozenset({"REFL-S", "REFL-C"})
_THEIRS = 0.5
"""From this share of its words on a thing is the school's own."""


def telling(one: Draft, context: Around, last: bool) -> None:
    """Set the code of a unit that pitches, praises what is offered or reproaches; changes it.

    Args:
        one: the unit.
        context: what surrounds the turn.
        last: whether the turn ends with it.
    """
    _pitching(one, context, last)
    _judging(one)
    _reproaching(one)


def _pitching(one: Draft, context: Around, last: bool) -> None:
    """An idea of the trainee's own leads, put as a question, and offers, put as a thought.

    "How about a bread day": of the corpus (without the test part) all three lead, and the one with "stel dat ik". Not
    where the school named it, nor of how to go on talking. Who ends in "trust me" sells: all four. A thought ("I was
    thinking of a diary") is in no conversation of the corpus: there the codebook alone says so.
    """
    if one.code in _SAYS and pitches.TRUST_ME.search(one.text):
        one.code = "OFFER"
    if one.code not in _ASKS | _SAYS | _REFLECTS or taken(one.text, context.school)[0] >= _THEIRS:
        return
    if _leads(one.text, last):
        one.code = "LEAD"
        one.flags.add("own_idea")
    elif pitches.THOUGHT_OF.match(one.text):
        one.code = "OFFER"
    else:
        return
    one.flags -= {"guess", "repair", "why"}


def _leads(text: str, last: bool) -> bool:
    """Return whether a text pitches; what only supposes something belongs to the question behind it."""
    if pitches.OF_THE_TALK.search(text):
        return False
    supposes = pitches.SUPPOSES.match(text) if last else None
    return pitches.PITCHES.match(text) is not None or (
        supposes is not None and pitches.ASKS_ON.search(text, supposes.end()) is None
    )


def _judging(one: Draft) -> None:
    """Who says that the school is wrong, or finds bad what it told, corrects or judges, however friendly the rest."""
    if one.code not in _SAYS or patterns.OWNS_UP.search(one.text):
        return
    disagrees = pitches.DISAGREES.search(one.text) and not one.text.rstrip().endswith("?")
    if disagrees or pitches.CONDEMNS.search(one.text):
        one.code = "JUDGE"
        one.flags.discard("repair")


def _reproaching(one: Draft) -> None:
    """A why with an "on earth" in it, or why they never did a thing: of the corpus all four and all nine judge."""
    if one.code not in _ASKS | {"LEAD"} or pitches.SOFTENS.search(one.text):
        return
    exclaims = pitches.WHY.match(one.text) and pitches.EXCLAIMS.search(one.text)
    if exclaims or pitches.WHY_NEVER.match(one.text):
        one.code = "JUDGE"
        one.flags -= {"why", "own_idea"}
