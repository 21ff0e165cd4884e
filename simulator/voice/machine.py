"""What this machine computes fastest with: how many threads, which kind of numbers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def threads_for(cores: int) -> int:
    """Return torch threads for a machine: both of two, one less of more, at most six.

    Of two cores the screen needs so little that its event loop is 1.6 ms late (p95) while a turn is made; with one of
    them left to it a turn takes 1.51 s instead of 1.18 (p95; `python -m tests.bench.conversation --typing 2`).
    """
    return cores if cores <= 2 else min(cores - 1, 6)


def faster_dtype() -> torch.dtype:
    """Return bf16 where this processor multiplies it faster than float32 (it may be ten times slower), else float32."""
    import torch

    took: dict[torch.dtype, float] = {}
    for dtype in (torch.float32, torch.bfloat16):
        a, b = torch.ones(32, 640, dtype=dtype), torch.ones(640, 1024, dtype=dtype)
        _ = a @ b
        took[dtype] = min(_seconds(lambda a=a, b=b: a @ b) for _ in range(5))  # type: ignore[misc]
    return torch.bfloat16 if took[torch.bfloat16] < 0.8 * took[torch.float32] else torch.float32


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
