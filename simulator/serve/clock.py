"""One clock for all that expires: it takes the time of day once, and from there on counts seconds.

A machine whose time is set right, or wrong, while it runs therefore signs nobody out and lets no link live longer.
After a restart the time of day holds again; what lies in the future then counts as happening now (see `attempts` and
`tokens`).
"""

from __future__ import annotations

import time


def steady() -> float:
    """Return seconds that only go forward, also while the machine sleeps where the system counts that."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


class Clock:
    """Seconds since 1970, as they were at the start plus what has passed since."""

    def __init__(self) -> None:
        self._offset = time.time() - steady()

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return steady() + self._offset
