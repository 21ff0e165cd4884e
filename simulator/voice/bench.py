"""How fast a voice is here: load, first words, whole turn and memory over a fixed conversation in each language."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from threading import Event
from typing import Any

from simulator.models.card import Card
from simulator.voice.defaults import backend_of
from simulator.voice.fixed_talk import asks
from simulator.voice.speak import Voice
from simulator.voice.types import Backend, Message, Spoken, Weigher


def bench(card: Card, rounds: int = 1, progress: Callable[[str], None] = lambda step: None) -> dict[str, Any]:
    """Measure a card's model in this process.

    Returns:
        `model`, `load_s`, `first_token_s` (of one that only chooses: its scores), `first_words_s`, `turn_s` (each
        median and p95, seconds), `tokens_per_s` (while it writes; None: it wrote nothing), `peak_memory_mb`, `turns`
        and `llama_cpp` (None: not measured).

    Raises:
        WeightsError, VoiceError: the weights are missing or damaged.
    """
    start = time.perf_counter()
    backend = Metered(backend_of(card))
    voice = Voice(backend)
    voice.load(progress)
    load = time.perf_counter() - start
    spoken = _talks(voice, rounds)
    result = {
        "model": card.name,
        "load_s": round(load, 2),
        "first_token_s": spread([one.first_token for one in spoken]),
        "first_words_s": spread([one.first_words for one in spoken]),
        "turn_s": spread([one.total for one in spoken]),
        "tokens_per_s": round(backend.pieces / backend.seconds, 1) if backend.pieces else None,
        "peak_memory_mb": peak_memory(),
        "turns": len(spoken),
        "llama_cpp": None,
    }
    voice.close()
    return result


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile of some seconds."""
    ordered = sorted(values)
    return {"median": round(statistics.median(ordered), 3), "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 3)}


def peak_memory() -> int:
    """Return the most memory this process ever held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _talks(voice: Voice, rounds: int) -> list[Spoken]:
    spoken: list[Spoken] = []
    for seed in range(rounds):
        for language in ("nl", "en"):
            talk = asks(language, seed)
            voice.prepare(language, [line for ask in talk for line in ask.wordings], Event())
            spoken += [voice.speak(ask, Event(), lambda clause: None) for ask in talk]
    return spoken


class Metered:
    """A backend that counts what it writes.

    Attributes:
        pieces: written behind the first of each text, which waits for the prompt to be read.
        seconds: in which they came.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.name, self.ways = backend.name, backend.ways
        self.load, self.score, self.close = backend.load, backend.score, backend.close
        self.pieces, self.seconds = 0, 0.0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what only some backends have
        return getattr(self._backend, name)

    @property
    def weighs(self) -> bool:
        """Whether the backend's weights were taught to weigh candidates."""
        return isinstance(self._backend, Weigher) and self._backend.weighs

    def fits(self, prompt: Sequence[Message], texts: Sequence[str], cancel: Event) -> list[float]:
        """Return what the backend finds. Raises Cancelled or VoiceError."""
        assert isinstance(self._backend, Weigher)
        return self._backend.fits(prompt, texts, cancel)

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Yield what the backend writes, and count."""
        began: float | None = None
        for piece in self._backend.write(prompt, cancel, limit, seed):
            now = time.perf_counter()
            if began is not None:
                self.pieces, self.seconds = self.pieces + 1, self.seconds + now - began
            yield piece
            began = time.perf_counter()
