"""Sentences that a paper makes of a debrief: what happened, how a turn, a phase or a date is said."""

from __future__ import annotations

from simulator.debrief.model import Debrief, Guess, Line, Phase
from simulator.debrief.shown import holds_back
from simulator.i18n import mark
from simulator.report.labels import LAYER_NAMES, SIDES, UNKNOWN
from simulator.report.plain import one_line
from simulator.report.words import Words
from simulator.when import local

MODES: dict[str, str] = {"practice": mark("practice"), "assessment": mark("assessment")}


SHORT = 4
"""Turns below which a talk cannot have turned: two stretches of two make a turning point."""


def happened(debrief: Debrief, words: Words, numbers: bool) -> tuple[str, ...]:
    """Return what happened in three sentences: how I talked, where it turned, and how far we came."""
    if not debrief.lines:
        return (
            words.tr("The school said its first words, and there is no answered turn of yours yet."),
            words.tr("So there is nothing to look back on."),
            words.tr("Begin a new conversation with this school, with one open question.")
            if debrief.ended
            else words.tr("Go on with this conversation, and begin with one open question."),
        )
    return _sides(debrief, words, numbers), _turned(debrief, words), _reached(debrief, words)


def _sides(debrief: Debrief, words: Words, numbers: bool) -> str:
    ask, tell = (sum(line.main == side for line in debrief.lines) for side in ("ask", "tell"))
    if not ask and not tell:
        says = words.tr("You neither asked nor told much; it was mostly greeting and putting in order")
    elif not tell:
        says = words.tr("You asked and did not tell")
    elif not ask:
        says = words.tr("You told and did not ask")
    elif ask == tell:
        says = words.tr("You asked about as much as you told")
    elif ask > tell:
        says = words.tr("You asked more than you told")
    else:
        says = words.tr("You told more than you asked")
    if not numbers:
        return f"{says}."
    counted = words.trn(
        "of your {n} turn, {ask} asks and {tell} tells", "of your {n} turns, {ask} ask and {tell} tell",
        len(debrief.lines), ask=ask, tell=tell,
    )  # fmt: skip
    return f"{says}: {counted}."


def _turned(debrief: Debrief, words: Words) -> str:
    if not debrief.turning:
        return no_turn(debrief, words)
    first = debrief.turning[0]
    return words.tr("The turning point is turn {n}: {why}").format(n=first.turn, why=_small(first.why))


def no_turn(debrief: Debrief, words: Words) -> str:
    """Return why there is no turning point."""
    if len(debrief.lines) < SHORT:
        return words.tr("The conversation is too short for a turning point.")
    return words.tr("The conversation kept one course; there is no turning point.")


def _reached(debrief: Debrief, words: Words) -> str:
    if debrief.reached:
        told = bool(debrief.turning) and debrief.turning[0].kind == "own_question" and bool(debrief.arc)
        return debrief.arc[-1].says if told else words.tr("In the end the school said its own question aloud.")
    if holds_back(debrief) and not debrief.opened:
        first = words.tr(UNKNOWN)
    elif debrief.reached is None:
        first = words.tr("This school hides no question behind its question.")
    else:
        first = words.tr("The school's own question was not said this time.")
    return f"{first} {_deepest(debrief, words)}"


def _deepest(debrief: Debrief, words: Words) -> str:
    if debrief.deepest not in LAYER_NAMES:
        return words.tr("Nothing opened.")
    return words.tr("The deepest that you got to hear lay {layer}.").format(layer=layer_name(debrief.deepest, words))


def layer_name(layer: str, words: Words) -> str:
    """Return how deep something lay, in words."""
    return words.tr(LAYER_NAMES[layer]) if layer in LAYER_NAMES else layer


def side_text(line: Line, words: Words) -> str:
    """Return whether a turn asks or tells."""
    return words.tr(SIDES[line.main])


def phase_says(phase: Phase, words: Words, numbers: bool) -> str:
    """Return how much was asked in a phase."""
    if numbers:
        return words.tr("{ask} ask, {tell} tell").format(ask=phase.ask, tell=phase.tell)
    if not phase.ask and not phase.tell:
        return words.tr("neither")
    if phase.ask == phase.tell:
        return words.tr("as much asking as telling")
    return words.tr("mostly asking") if phase.ask > phase.tell else words.tr("mostly telling")


def guess_when(guess: Guess, words: Words) -> str:
    """Return when a hypothesis was written."""
    if guess.when == "start":
        return words.tr("At the start")
    name = words.tr("At the end") if guess.when == "end" else words.tr("In the middle")
    return words.tr("{when}, after turn {n}").format(when=name, n=guess.turn)


def facts(debrief: Debrief, words: Words, numbers: bool) -> tuple[str, ...]:
    """Return date, kind, turns, help and corrections, each in a few words."""
    found = [day(debrief.created, words), words.tr(MODES.get(debrief.mode, one_line(debrief.mode, 40)))]
    if not debrief.ended:
        found.append(words.tr("not finished"))
    if debrief.unanswered:
        found.append(words.tr("your last turn has no answer yet"))
    found.append(words.trn("{n} turn of yours", "{n} turns of yours", debrief.turns))
    if numbers and debrief.hints:
        found.append(words.trn("help asked {n} time", "help asked {n} times", debrief.hints))
    if numbers and debrief.corrected:
        found.append(words.trn("{n} code corrected", "{n} codes corrected", debrief.corrected))
    return tuple(one for one in found if one)


def day(when: str, words: Words) -> str:
    """Return a UTC ISO 8601 time as a date of the reader's place; empty where it is no time."""
    moment = local(when)
    if moment is None:
        return ""
    return f"{moment.day}-{moment.month}-{moment.year}" if words.language == "nl" else f"{moment:%Y-%m-%d}"


def _small(text: str) -> str:
    """Return a sentence to stand behind a colon."""
    return text[:1].lower() + text[1:] if text[:2] not in ("I ", "I'") else text
