"""How much memory a process holds."""

from __future__ import annotations

import sys
from contextlib import suppress


def memory_mb() -> float:
    """Return megabytes of memory that this process holds; where the system does not say it, the most it held, or 0."""
    try:
        import resource
    except ImportError:
        return 0.0
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as held:  # noqa: PTH123 - a file of the system
        return round(int(held.read().split()[1]) * resource.getpagesize() / 1e6, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / 1e6 if sys.platform == "darwin" else peak / 1e3, 1)
