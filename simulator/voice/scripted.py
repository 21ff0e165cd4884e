"""A voice without a model: for tests, for machines without room, and as the last resort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Event

from simulator.voice.types import Cancelled, Message, VoiceError, Way


class ScriptedBackend:
    """No model at all: `Voice` then takes the first unused wording that the guard passes, by seed."""

    name = "scripted"
    ways: tuple[Way, ...] = ()

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Nothing to load."""

    def score(self, prompt: Sequence[Message], replies: Sequence[str], cancel: Event) -> list[float]:
        """Find all replies equally likely. Raises Cancelled."""
        if cancel.is_set():
            raise Cancelled
        return [0.0] * len(replies)

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Raise VoiceError: written lines only."""
        raise VoiceError("The scripted voice writes nothing itself: choose a model with `toask models use`.")

    def close(self) -> None:
        """Nothing to free."""
