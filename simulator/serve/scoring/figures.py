"""What the scoring process counts of itself, for a page of health and for Prometheus."""

from __future__ import annotations

from collections import Counter, defaultdict
from time import monotonic, process_time

from simulator.serve.scoring.memory import memory_mb


class Figures:
    """Counters since the start. All times in seconds."""

    def __init__(self) -> None:
        self._start = monotonic()
        self._counts: Counter[str] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, name: str, many: int = 1) -> None:
        """Count something that happened."""
        self._counts[name] += many

    def work(self, op: str, requests: int, things: int, seconds: float) -> None:
        """Count one pass: of which kind, for how many requests, over how many turns or texts, and how long it took."""
        self._counts.update({f"passes_{op}": 1, f"requests_{op}": requests, f"things_{op}": things})
        self._seconds[f"seconds_{op}"] += seconds

    def all(self, **now: float) -> dict[str, float]:
        """Return all of them, with what is so now."""
        return {
            "uptime_s": round(monotonic() - self._start, 1),
            "cpu_s": round(process_time(), 2),
            "memory_mb": memory_mb(),
            **now, **self._counts, **{name: round(value, 4) for name, value in self._seconds.items()},
        }  # fmt: skip
