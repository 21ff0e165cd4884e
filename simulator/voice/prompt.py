"""The prompt: persona, recent turns and the one act. Nothing that is still locked comes near it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from simulator.voice.types import Ask, Line, Message, Persona

KEEP, STEP = 6, 6
"""At least `KEEP` earlier lines; the oldest go `STEP` at a time, so that what was read before stays the beginning.

What is left is read anew then, while the trainee reads and types (`simulator.voice.ahead`): no turn waits for it.
"""
ADVISER = {"nl": "Adviseur", "en": "Adviser"}
NEUTRAL = "Hm."
_INTRO = {
    "nl": "Een gesprek op school. {name} is {role}, {school}; {manner}. Een adviseur van buiten stelt vragen.",
    "en": "A conversation at a school. {name} is {role}, {school}; {manner}. An adviser from outside asks questions.",
}
_TASK = {
    "nl": (
        "Je speelt {name}, {role}, {school}. Zo praat {name}: {manner}. Je zegt {address} tegen de adviseur. "
        "Antwoord in het Nederlands, als {name}, in één of twee korte gesproken zinnen. Verzin niets. Geen uitleg, "
        "geen aanhalingstekens."
    ),
    "en": (
        "You are {name}, {role}, {school}. How {name} talks: {manner}. Answer the adviser in English, as {name}, in "
        "one or two short spoken sentences. Invent nothing. No explanation, no quotation marks."
    ),
}
_SAY = {
    "nl": "Zeg nu precies dit, in eigen woorden en aansluitend op wat de adviseur net zei: {wording}",
    "en": "Now say just this, in your own words and joining on to what the adviser said: {wording}",
}
_REACT = {
    "nl": "Geef alleen een korte reactie, hooguit zes woorden, op wat de adviseur net zei; daarna volgt: {wording}",
    "en": "Give only a short reaction, six words at most, to what the adviser said; after it comes: {wording}",
}


def context(ask: Ask, neutral: bool = False) -> list[Message]:
    """Return the talk so far as a transcript in which the school speaks next.

    Args:
        ask: the act to phrase.
        neutral: put "Hm." where the trainee's turn was; how much likelier a reply gets by the real turn is its fit.
    """
    turn = NEUTRAL if neutral else one_line(ask.trainee)
    said = [Message(_role(line), one_line(line.text), _who(line, ask)) for line in recent(ask.history)]
    return [
        Message("system", _about(_INTRO, ask.persona, ask.language), _first(ask.persona.name)),
        *said,
        Message("user", turn, ADVISER[ask.language]),
    ]


def task(ask: Ask, wording: str, react: bool) -> list[Message]:
    """Return a prompt in which the model writes: a reaction before `wording`, or the wording in its own words."""
    talk = context(ask)
    head = _about(_TASK, ask.persona, ask.language)
    what = (_REACT if react else _SAY)[ask.language].format(wording=wording)
    known = " ".join(dict.fromkeys(one_line(line) for line in ask.known[:12]))
    return [Message("system", f"{head}\n{known}\n{what}".replace("\n\n", "\n"), talk[0].name), *talk[1:]]


def recent(history: Sequence[Line]) -> Sequence[Line]:
    """Return the latest lines: between `KEEP` and `KEEP + STEP` of them."""
    spare = max(0, len(history) - KEEP)
    return history[spare - spare % STEP :]


def one_line(text: str) -> str:
    """Return text without line breaks, so that a turn cannot pose as another's."""
    return " ".join(text.split())[:1200]


def _about(form: dict[str, str], who: Persona, language: str) -> str:
    role, school, manner = one_line(who.role), one_line(who.school), one_line(who.manner)
    return form[language].format(name=who.name, role=role, school=school, manner=manner, address=who.address)


def _role(line: Line) -> Literal["assistant", "user"]:
    return "assistant" if line.role == "school" else "user"


def _who(line: Line, ask: Ask) -> str:
    if line.role == "trainee":
        return ADVISER[ask.language]
    return _first(ask.persona.name) if line.speaker in ("", ask.persona.id) else _first(line.speaker.capitalize())


def _first(name: str) -> str:
    parts = name.split()
    return parts[0] if parts else "School"
