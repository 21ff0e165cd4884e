"""An ended conversation is read without loading a model: nobody thinks or speaks in it any more."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from simulator.coding.codebook import CodedTurn, Said, Unit
from simulator.practice.api import PracticeError
from simulator.practice.session import Minds
from simulator.school.acts import Target, TurnInput
from simulator.voice.types import Ask, OnClause, Spoken


class Nobody:
    """Coder, topics and voice of a conversation that is only read; whatever is asked of them is refused."""

    def __init__(self, name: str) -> None:
        """Keep the name of the voice that spoke."""
        self.name = name

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Refuse."""
        raise _over()

    def read(
        self, text: str, units: Sequence[Unit], said: Sequence[tuple[Target, str]], history: Sequence[str]
    ) -> TurnInput:
        """Refuse."""
        raise _over()

    def fit(self, text: str, wordings: Sequence[str]) -> tuple[float, ...]:
        """Refuse."""
        raise _over()

    def speak(self, ask: Ask, cancel: Event, on_clause: OnClause, locked: Sequence[str] = ()) -> Spoken:
        """Refuse."""
        raise _over()


def only_reading(voice: str) -> Minds:
    """Return minds that load nothing, for a conversation in which `voice` spoke."""
    nobody = Nobody(voice)
    return Minds(nobody, nobody, nobody)


def _over() -> PracticeError:
    return PracticeError("This conversation is over and open for reading; start a new one from the home screen.")
