"""What a conversation thinks and speaks with: coder, topics and voice, as the loop sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from simulator.coding.codebook import Unit
from simulator.coding.coder import Coder
from simulator.school.acts import Target, TurnInput
from simulator.voice.ahead import Known
from simulator.voice.types import Ask, OnClause, Spoken


class Reader(Protocol):
    """Finds what a coded turn is about (`simulator.school.topics.Topics`)."""

    def read(
        self, text: str, units: Sequence[Unit], said: Sequence[tuple[Target, str]], history: Sequence[str]
    ) -> TurnInput:
        """Return the mind's input; `said`: what the school has spoken of, latest last; `history`: trainee turns."""
        ...

    def fit(self, text: str, wordings: Sequence[str]) -> tuple[float, ...]:
        """Return how well each wording answers the turn, 0 to 1."""
        ...


class Speaking(Protocol):
    """Phrases an act (`simulator.voice.speak.Voice`)."""

    @property
    def name(self) -> str:
        """The card's name, `scripted`, or the server."""
        ...

    def speak(self, ask: Ask, cancel: Event, on_clause: OnClause, locked: Sequence[str] = ()) -> Spoken:
        """Return a guarded reply; `locked` is for the guard alone and never reaches a prompt."""
        ...


class Ahead(Protocol):
    """Reads what is known of the next turn while the trainee types (`simulator.practice.ahead.Reading`)."""

    def begin(self, known: Known) -> None:
        """Begin to read in the background, instead of what is being read."""
        ...

    def stop(self) -> None:
        """End it; returns when it has, within milliseconds. What was read is kept."""
        ...


@dataclass(frozen=True, slots=True)
class Minds:
    """What a conversation thinks and speaks with; `ahead`: None where nobody sits and types."""

    coder: Coder
    topics: Reader
    voice: Speaking
    ahead: Ahead | None = None
