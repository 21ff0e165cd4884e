"""The observer's keys: the left hand asks, the right hand tells, the upper row does so most; neither lies between."""

from __future__ import annotations

KEYS: dict[str, str] = {
    "DEEP": "q", "OPEN": "w", "SEEK": "e",
    "REFL-C": "a", "REFL-S": "s", "CLOSED": "d",
    "AFFIRM": "g", "NEUTRAL": "h",
    "INFO": "j", "OFFER-P": "k", "LEAD": "l",
    "FILL": "u", "OFFER": "i", "JUDGE": "o",
}  # fmt: skip
