"""A model server that goes away and comes back: the turn waits for it, and is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Event
from time import monotonic

from simulator.voice.types import Backend, Cancelled, Message, VoiceError, Way

PATIENCE = 60.0
"""Seconds that a turn waits for a server that is coming back: a model of some size is loaded in that time."""
_FIRST, _LAST = 0.5, 4.0


class PatientBackend:
    """Implements `simulator.voice.types.Backend` around one behind a server.

    Args:
        inner: the server; its `load` asks whether it is there.
        patience: see `PATIENCE`.
    """

    def __init__(self, inner: Backend, patience: float = PATIENCE) -> None:
        self.name = inner.name
        self.ways: tuple[Way, ...] = inner.ways
        self._inner = inner
        self._patience = patience

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Wait until the server is there. Raises VoiceError: it does not come."""
        self._back(Event(), lambda: self._inner.load(progress))
        self.name = self._inner.name  # the server may have said which model it is

    def score(self, prompt: Sequence[Message], replies: Sequence[str], cancel: Event) -> list[float]:
        """Return the summed log-likelihood of each reply. Raises Cancelled or VoiceError."""
        return self._inner.score(prompt, replies, cancel)

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Yield pieces as they come; where none came and the server was away, once more when it is back.

        Raises:
            Cancelled: `cancel` was set. VoiceError: it stays away, or does not answer as it should.
        """
        begun = False
        try:
            for piece in self._inner.write(prompt, cancel, limit, seed):
                begun = True
                yield piece
            return
        except VoiceError:
            if begun or self._there():
                raise
        self._back(cancel, self._inner.load)
        yield from self._inner.write(prompt, cancel, limit, seed)

    def close(self) -> None:
        """Close connections; safe to call twice."""
        self._inner.close()

    def _there(self) -> bool:
        try:
            self._inner.load()
        except VoiceError:
            return False
        return True

    def _back(self, cancel: Event, load: Callable[[], None]) -> None:
        """Wait until the server is there. Raises Cancelled, or the VoiceError with which it stays away."""
        until, pause = monotonic() + self._patience, _FIRST
        while True:
            try:
                load()
                return
            except VoiceError:
                if monotonic() >= until:
                    raise
            if cancel.wait(pause):
                raise Cancelled
            pause = min(2 * pause, _LAST)
