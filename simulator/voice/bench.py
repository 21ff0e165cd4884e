"""How fast a voice is here: load, first words, whole turn and memory over a fixed conversation in each language."""

from __future__ import annotations

import os
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
from simulator.voice.machine import threads_for
from simulator.voice.speak import Voice
from simulator.voice.types import Ask, Backend, Message, Spoken, Weigher


def bench(card: Card, rounds: int = 1, progress: Callable[[str], None] = lambda step: None) -> dict[str, Any]:
    """Measure a card's model in this process.

    Returns:
        `model`, `load_s`, `first_token_s` (of one that only chooses: its scores), `first_words_s`, `turn_s` (each
        median and p95, seconds), `tokens_per_s` (while it writes; None: it wrote nothing), `peak_memory_mb`, `turns`
        and `llama_cpp`: `first_token_s`, `turn_s` and `turn_ratio` (the voice's median turn over llama.cpp's), where
        llama-cpp-python is installed and the weights are of a kind that can be written for it; else None.

    Raises:
        WeightsError, VoiceError: the weights are missing or damaged.
    """
    start = time.perf_counter()
    backend = Metered(backend_of(card))
    voice = Voice(backend)
    voice.load(progress)
    load = time.perf_counter() - start
    spoken = [one for seed in range(rounds) for _, one in _talks(voice, seed)]
    result = {
        "model": card.name,
        "load_s": round(load, 2),
        "first_token_s": spread([one.first_token for one in spoken]),
        "first_words_s": spread([one.first_words for one in spoken]),
        "turn_s": spread([one.total for one in spoken]),
        "tokens_per_s": round(backend.pieces / backend.seconds, 1) if backend.pieces else None,
        "peak_memory_mb": peak_memory(),
        "turns": len(spoken),
        "llama_cpp": _beside(card, voice, rounds, progress),
    }
    voice.close()
    return result


def _beside(card: Card, voice: Voice, seed: int, progress: Callable[[str], None]) -> dict[str, Any] | None:
    """Return how quick llama.cpp is with the same weights, the voice and it in turn; None: it cannot be compared."""
    from simulator.models import folder
    from simulator.voice import llama_beside, packed

    if not llama_beside.installed() or not packed.is_packed(place := folder.path_of(card).parent):
        return None
    progress("starting llama.cpp")
    other = llama_beside.LlamaBeside(place, threads_for(os.cpu_count() or 1))
    pairs = [(spoken, other.turn(ask, spoken.text)) for ask, spoken in _talks(voice, seed)]
    mine, its = spread([one.total for one, _ in pairs]), spread([two.total for _, two in pairs])
    return {
        "first_token_s": spread([two.first for _, two in pairs]),
        "turn_s": its,
        "turn_ratio": round(mine["median"] / its["median"], 2),
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile of some seconds."""
    ordered = sorted(values)
    return {"median": round(statistics.median(ordered), 3), "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 3)}


def peak_memory() -> int:
    """Return the most memory this process ever held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _talks(voice: Voice, seed: int) -> Iterator[tuple[Ask, Spoken]]:
    """Yield each act of the fixed conversation in both languages with what the voice said."""
    for language in ("nl", "en"):
        talk = asks(language, seed)
        voice.prepare(language, [line for ask in talk for line in ask.wordings], Event())
        for ask in talk:
            yield ask, voice.speak(ask, Event(), lambda clause: None)


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
