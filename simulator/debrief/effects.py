"""What each of my turns opened or closed, and why, in a sentence."""

from __future__ import annotations

from simulator.coding.codebook import Unit
from simulator.debrief.model import Coded, Line
from simulator.debrief.talk import Move, Talk
from simulator.i18n import mark
from simulator.report.words import Words

ACTS: dict[str, str] = {
    "tell": mark("The school told something more about what it had told."),
    "cue": mark("The school let something be heard that it did not say yet."),
    "fact": mark("You got a fact; that is given to whoever asks."),
    "unknown": mark("The school could not answer that."),
    "hesitate": mark("The school hesitated: there is something here, and it did not say it yet."),
    "deflect": mark("The school put your idea off and told nothing."),
    "hold_request": mark("The school went back to its request."),
    "ask_back": mark("The school asked you something."),
    "confirm": mark("The school felt heard; it told nothing new."),
    "correct": mark("The school put you right; it told nothing new."),
    "not_known": mark("The school did not recognise that, or not yet."),
    "own_question": mark("The school said its own question aloud."),
    "build_on": mark("The school took what fits of your idea, and changed it."),
    "choose": mark("The school said what it wants itself."),
    "commit": mark("The school named its own first step."),
    "go_along": mark("The school went along politely; it was not its own."),
    "repair": mark("You took something back, and the school noticed."),
    "close": mark("The school ended the conversation."),
}
VARIANTS: dict[str, str] = {
    "greet": mark("The school answered with a friendly word; nothing opened or closed."),
    "permission": mark("The school agreed that you could go ahead."),
    "appointment": mark("The school agreed to that."),
    "thanks": mark("The school was glad that you saw that; it told nothing new."),
    "carry_on": mark("The school let you go on; nothing opened or closed."),
    "again": mark("You had asked that before, and the school noticed."),
    "leave": mark("You took your leave, and the school said goodbye."),
    "hesitate": mark("The school hesitated, and said no more about it."),
    "asked_on": mark("The school said a little about what it had let slip, and kept the rest."),
}
"""What a written answer was, where that is finer than the act; it hesitates so where no matter of its own is near."""
_OPENED: dict[str, str] = {
    "surface": mark("The school told something that lies on the surface."),
    "visible": mark("The school told something that shows in the school."),
    "underlying": mark("The school told something that lies underneath."),
}
_BY: dict[str, str] = {
    "DEEP": mark("You followed up on what the school had just said."),
    "OPEN": mark("You asked openly, and the school could say what mattered to it."),
    "SEEK": mark("You handed over the lead."),
    "REFL-C": mark("You gave back what it meant or how it felt."),
    "REFL-S": mark("You gave back what you had heard."),
    "CLOSED": mark("A factual question was enough here."),
}
_COST: dict[str, str] = {
    "JUDGE": mark("A judgement costs trust: the school becomes careful."),
    "OFFER": mark("An offer before you know what it is about costs trust: the school says less."),
    "FILL": mark("You filled in for the school; that costs trust."),
}
_AGAIN = mark("The school said its own question again, in other words.")
_FELL = mark("The trust fell.")
_ROSE = mark("The trust grew.")


def line(talk: Talk, move: Move, units: tuple[Coded, ...], words: Words) -> Line:
    """Return a move as a line of the map."""
    return Line(
        number=move.number,
        row=move.row,
        before=move.before,
        text=move.text,
        reply=move.reply,
        who=move.who,
        units=units,
        main=move.main,
        weight=move.weight,
        rapport=move.rapport,
        effect=effect(talk, move, words),
        opened=talk.scenario.item(move.item).content if move.item else "",
        layer=talk.layer(move.item) if move.item else "",
        doors=bool(move.cue),
        stage=move.stage,
    )


def effect(talk: Talk, move: Move, words: Words) -> str:
    """Return what a turn did at the school, and why."""
    act = move.decision.act
    if move.item:
        parts = [words.tr(_OPENED[talk.layer(move.item)]), words.tr(_why(move, _BY))]
    elif act == "own_question" and move.stage in ("contact", "exploring"):
        parts = [words.tr(ACTS[act]), words.tr(_why(move, _BY))]
    else:
        again = act == "own_question"
        parts = [words.tr(_AGAIN) if again else words.tr(_plainly(talk, move))]
    before, after = move.rapport
    if after < before:
        parts.append(words.tr(_why(move, _COST) or _FELL))
    elif after > before:
        parts.append(words.tr(_ROSE))
    return " ".join(part for part in parts if part)


def _plainly(talk: Talk, move: Move) -> str:
    """Return what an answer was that opened nothing for the first time."""
    found = move.decision
    if found.act == "close" and any(hit.target.kind == "bye" for hit in move.read.hits):
        return VARIANTS["leave"]
    near = found.act == "hesitate" and found.target is not None
    if near and talk.scenario.need is None:
        return VARIANTS["hesitate"]
    return ACTS[found.act] if near else VARIANTS.get(found.variant, ACTS[found.act])


def _why(move: Move, sentences: dict[str, str]) -> str:
    """Return the sentence of the unit that weighs most among those that have one; empty: none has."""
    held = [unit for unit in move.units if unit.code in sentences]
    return sentences[max(held, key=_size).code] if held else ""


def _size(unit: Unit) -> int:
    return abs(unit.value)
