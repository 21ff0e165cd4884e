"""An ended conversation is read without loading a model; only who tries the last turn again wakes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

from simulator.coding.codebook import CodedTurn, Said, Unit
from simulator.practice.session import Minds
from simulator.school.acts import Target, TurnInput
from simulator.voice.ahead import Known
from simulator.voice.types import Ask, OnClause, Spoken


class Asleep:
    """Coder, topics and voice of a conversation that is read: they are loaded when the first of them is asked.

    Attributes:
        name: the voice that spoke; once awake, the one that speaks.
    """

    def __init__(self, name: str, wake: Callable[[], Minds]) -> None:
        """Keep the name of the voice that spoke, and what loads them."""
        self.name, self._wake = name, wake
        self._minds: Minds | None = None

    def _awake(self) -> Minds:
        if self._minds is None:
            self._minds = self._wake()
            self.name = self._minds.voice.name
        return self._minds

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Code a turn."""
        return self._awake().coder.code(text, history, language)

    def read(
        self, text: str, units: Sequence[Unit], said: Sequence[tuple[Target, str]], history: Sequence[str]
    ) -> TurnInput:
        """Return the mind's input."""
        return self._awake().topics.read(text, units, said, history)

    def fit(self, text: str, wordings: Sequence[str]) -> tuple[float, ...]:
        """Return how well each wording answers the turn."""
        return self._awake().topics.fit(text, wordings)

    def speak(self, ask: Ask, cancel: Event, on_clause: OnClause, locked: Sequence[str] = ()) -> Spoken:
        """Phrase an act."""
        return self._awake().voice.speak(ask, cancel, on_clause, locked)

    def begin(self, known: Known) -> None:
        """Read ahead, once awake."""
        if self._minds is not None and self._minds.ahead is not None:
            self._minds.ahead.begin(known)

    def stop(self) -> None:
        """End that."""
        if self._minds is not None and self._minds.ahead is not None:
            self._minds.ahead.stop()


def asleep(voice: str, wake: Callable[[], Minds]) -> Minds:
    """Return minds that load nothing before they are asked, for a conversation in which `voice` spoke.

    Args:
        voice: name of the voice that spoke.
        wake: loads them; what it raises goes to whoever asked.
    """
    all_of_it = Asleep(voice, wake)
    return Minds(all_of_it, all_of_it, all_of_it, all_of_it)
