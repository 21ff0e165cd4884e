"""How fast a voice is here: load, first words, whole turn and memory over a fixed conversation in each language."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from simulator.models.card import Card
from simulator.voice.defaults import backend_of
from simulator.voice.fixed_talk import asks
from simulator.voice.speak import Voice
from simulator.voice.types import Backend, Spoken


def bench(card: Card, rounds: int = 1, progress: Callable[[str], None] = lambda step: None) -> dict[str, Any]:
    """Measure a card's model in this process.

    Returns:
        `model`, `load_s`, `first_token_s`, `first_words_s`, `turn_s` (each median and p95, seconds), `tokens_per_s`
        (of shown text), `peak_memory_mb`, `turns` and `llama_cpp` (None: not installed).

    Raises:
        WeightsError, VoiceError: the weights are missing or damaged.
    """
    start = time.perf_counter()
    voice = Voice(backend_of(card))
    voice.load(progress)
    load = time.perf_counter() - start
    spoken, tokens = _talks(voice, rounds)
    result = {
        "model": card.name,
        "load_s": round(load, 2),
        "first_token_s": spread([one.first_token for one in spoken]),
        "first_words_s": spread([one.first_words for one in spoken]),
        "turn_s": spread([one.total for one in spoken]),
        "tokens_per_s": round(tokens / sum(one.total for one in spoken), 1),
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


def _talks(voice: Voice, rounds: int) -> tuple[list[Spoken], int]:
    spoken: list[Spoken] = []
    counter = _Counter(voice.backend)
    for seed in range(rounds):
        for language in ("nl", "en"):
            talk = asks(language, seed)
            voice.prepare(language, [line for ask in talk for line in ask.wordings], Event())
            spoken += [voice.speak(ask, Event(), lambda clause: None) for ask in talk]
    return spoken, sum(counter.pieces(one.text) for one in spoken)


class _Counter:
    """Counts pieces where a backend can, else words."""

    def __init__(self, backend: Backend) -> None:
        self._count = getattr(backend, "tokens", None)

    def pieces(self, text: str) -> int:
        """Return how many pieces a text has."""
        return int(self._count(text)) if self._count is not None else len(text.split())
