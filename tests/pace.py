"""How slow this machine is just now, so that a limit of time means the same work on every machine.

Limits are written for a laptop of 2024. A busy or a shared machine does the same work in two or three times as
long; a test that fails then says nothing about the program.
"""

from __future__ import annotations

import time

NOMINAL = 0.035
"""Seconds that `_work` takes on such a laptop (CPython 3.11)."""
MOST = 4.0


def slowness() -> float:
    """Return how many times longer than the laptop this machine takes just now, from 1 to `MOST`; takes 0.1 s."""
    return min(MOST, max(1.0, min(_took() for _ in range(3)) / NOMINAL))


def _took() -> float:
    start = time.perf_counter()
    held = 0
    for n in range(400_000):
        held += n * n % 7
    return time.perf_counter() - start
