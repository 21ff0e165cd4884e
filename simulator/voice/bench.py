"""How fast a voice is here: load, first words, whole turn and memory over a fixed conversation in each language."""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from simulator.models.card import Card
from simulator.voice.ahead import Known, read_ahead, to_come
from simulator.voice.defaults import backend_of
from simulator.voice.fixed_talk import asks
from simulator.voice.machine import threads_for
from simulator.voice.speak import Voice
from simulator.voice.types import Ask, Backend, Message, Spoken, Weigher

LONG = 40
"""Turns of the talk in which late turns are held against early ones."""


def bench(card: Card, rounds: int = 1, progress: Callable[[str], None] = lambda step: None) -> dict[str, Any]:
    """Measure a card's model in this process.

    Returns:
        `model`, `load_s`, `first_token_s` (of one that only chooses: its scores), `first_words_s`, `turn_s` (each
        median and p95, seconds), `tokens_per_s` (while it writes; None: it wrote nothing), `peak_memory_mb`, `turns`,
        `read_ahead_s` (what is read before each turn while the trainee types; in no other figure),
        `turns_2_to_40` (whole turns of a longer talk: medians of turns 2 to 20 and of 21 to 40, the later over the
        earlier, p95), and `llama_cpp`: `first_token_s`, `turn_s` and `turn_ratio` (the voice's median turn over
        llama.cpp's, which reads ahead too), where llama-cpp-python is installed and the weights are of a kind that can
        be written for it; else None.

    Raises:
        WeightsError, VoiceError: the weights are missing or damaged.
    """
    start = time.perf_counter()
    backend = Metered(backend_of(card))
    voice = Voice(backend)
    voice.load(progress)
    load = time.perf_counter() - start
    talks = [one for seed in range(rounds) for one in _talks(voice, seed)]
    spoken = [one.spoken for one in talks]
    result = {
        "model": card.name,
        "load_s": round(load, 2),
        "first_token_s": spread([one.first_token for one in spoken]),
        "first_words_s": spread([one.first_words for one in spoken]),
        "turn_s": spread([one.total for one in spoken]),
        "tokens_per_s": round(backend.pieces / backend.seconds, 1) if backend.pieces else None,
        "peak_memory_mb": peak_memory(),
        "turns": len(spoken),
        "read_ahead_s": spread([one.read_ahead for one in talks]),
        "turns_2_to_40": _long(voice, rounds),
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
    pairs = []
    for one in _talks(voice, seed):
        other.read_ahead(one.ask)
        pairs.append((one.spoken, other.turn(one.ask, one.spoken.text)))
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


@dataclass(frozen=True, slots=True)
class _Turn:
    """An act of the fixed conversation, seconds that were read before it, and what the voice said."""

    ask: Ask
    read_ahead: float
    spoken: Spoken


def _talks(voice: Voice, seed: int, turns: int | None = None) -> Iterator[_Turn]:
    """Yield each act of the fixed conversation in both languages; what is known is read before it, as in practice."""
    for language in ("nl", "en"):
        talk = asks(language, seed, turns)
        voice.prepare(language, list(dict.fromkeys(line for ask in talk for line in ask.wordings)), Event())
        for ask in talk:
            start = time.perf_counter()
            read_ahead(voice, Known(language, (to_come(ask),)), Event())
            took = time.perf_counter() - start
            yield _Turn(ask, took, voice.speak(ask, Event(), lambda clause: None))


def _long(voice: Voice, seed: int) -> dict[str, float]:
    """Return how long turns take early and late in a talk of forty."""
    took = [(n % LONG + 1, one.spoken.total) for n, one in enumerate(_talks(voice, seed, LONG))]
    early = statistics.median(seconds for turn, seconds in took if 2 <= turn <= LONG // 2)
    late = statistics.median(seconds for turn, seconds in took if turn > LONG // 2)
    return {
        "first_half_median": round(early, 3),
        "second_half_median": round(late, 3),
        "ratio": round(late / early, 2),
        "p95": spread([seconds for turn, seconds in took if turn >= 2])["p95"],
    }


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
