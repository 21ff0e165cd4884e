"""Times as people read them: toask keeps UTC, and a reader's day is that of the reader's place."""

from __future__ import annotations

from datetime import datetime


def local(when: str) -> datetime | None:
    """Return an ISO 8601 time as the clock here has it; None where it is no time. One without a zone stays as it is."""
    try:
        found = datetime.fromisoformat(when.replace("Z", "+00:00"))
        return found.astimezone() if found.tzinfo else found
    except (ValueError, OverflowError, OSError):
        return None


def day(when: str) -> str:
    """Return the day of a time, such as 2026-06-07; what is no time stays as far as a day would go."""
    found = local(when)
    return found.date().isoformat() if found else when[:10]


def moment(when: str) -> str:
    """Return day, hour and minute of a time, such as 2026-06-07 13:06; what is no time stays as far."""
    found = local(when)
    return found.isoformat(" ")[:16] if found else when[:16].replace("T", " ")
