"""Which number format this processor multiplies fastest."""

from __future__ import annotations

import os
import time
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


@lru_cache(maxsize=1)
def _fast() -> torch.dtype:
    import torch

    took: dict[torch.dtype, float] = {}
    for dtype in (torch.float32, torch.bfloat16):
        a, b = torch.ones(64, 384, dtype=dtype), torch.ones(1536, 384, dtype=dtype)
        for _ in range(2):
            torch.nn.functional.linear(a, b)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            torch.nn.functional.linear(a, b)
            times.append(time.perf_counter() - start)
        took[dtype] = min(times)
    return torch.bfloat16 if took[torch.bfloat16] < 0.8 * took[torch.float32] else torch.float32


def faster(exact: bool = False) -> torch.dtype:
    """Return bf16 where it is faster here (it may be ten times slower), else float32; float32 when `exact`.

    The environment variable `TOASK_NUMBERS` (bfloat16 or float32) says it without measuring, so that machines that
    score one corpus together all compute alike.
    """
    import torch

    formats = {"bfloat16": torch.bfloat16, "float32": torch.float32}
    return torch.float32 if exact else formats.get(os.environ.get("TOASK_NUMBERS", "")) or _fast()
