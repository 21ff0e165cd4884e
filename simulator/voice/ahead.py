"""What is known of the next turn's prompts before the trainee has pressed Enter: it is read while they type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from simulator.voice.prompt import context
from simulator.voice.render import Template, render
from simulator.voice.types import Ask, Message

if TYPE_CHECKING:
    from simulator.voice.speak import Voice

STAND_INS = ("?", ".")
"""For the words to come: what a prompt with the one and with the other begins with alike is known."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the next turn.

    Attributes:
        language: `nl` or `en`.
        talks: acts to come, with persona and history only; who most likely speaks first.
        lines: written lines that may be said in this conversation.
    """

    language: str
    talks: tuple[Ask, ...]
    lines: tuple[str, ...] = ()


def read_ahead(voice: Voice, known: Known, cancel: Event) -> None:
    """Read it, in the order in which a turn will ask for it.

    Args:
        voice: what will speak.
        known: what is known.
        cancel: ends it at once, without an error; what was read by then is kept.
    """
    read = getattr(voice.backend, "read_ahead", None)
    if read is not None and "select" in voice.backend.ways:
        for talk in known.talks:
            read(context(talk), cancel)


def to_come(ask: Ask) -> Ask:
    """Return an act of which only the talk before it is known."""
    return replace(ask, act="", variant="", wordings=(), trainee="", used=(), moves=(), reaction="", known=(), fit=())


def stood_in(prompt: Sequence[Message], template: Template) -> list[str]:
    """Return a prompt as a model reads it, with each of the stand-ins for its last message."""
    return [render([*prompt[:-1], replace(prompt[-1], content=text)], template) for text in STAND_INS]
