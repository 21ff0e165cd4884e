"""What is shown one time: kept in memory alone, from the form that made it to the page on which it stands.

A link is worth a sign-in and only its hash is kept, so a page of links cannot be made again. It is not the answer to
the form itself, for then loading that page again would send the form again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.serve.accounts import Account
from simulator.serve.tokens import digest, new_token

KEPT_S = 120.0
"""A browser follows at once; after so long the page is forgotten."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Handout:
    """A page of links.

    Attributes:
        rows: accounts, each with its link.
        back: address of the page before it. `heading`: what the links are for.
    """

    rows: Sequence[tuple[Account, str]]
    back: str
    heading: str


class Once:
    """Pages that wait to be shown, each to the sign-in that made it; safe to use from several threads.

    Args:
        now: seconds since 1970.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._held: dict[str, tuple[float, bytes, Handout]] = {}

    def put(self, page: Handout, token: str) -> str:
        """Keep a page for the sign-in with that token; return the key under which it is shown."""
        key, now = new_token(), self._now()
        with self._lock:
            self._sweep(now)
            while len(self._held) >= MOST:
                del self._held[next(iter(self._held))]
            self._held[key] = (now, digest(token), page)
        return key

    def take(self, key: str, token: str) -> Handout | None:
        """Return that page and forget it; None: it is not there, or of another sign-in."""
        with self._lock:
            self._sweep(self._now())
            held = self._held.get(key)
            if held is None or held[1] != digest(token):
                return None
            del self._held[key]
            return held[2]

    def _sweep(self, now: float) -> None:
        for key in [key for key, (when, _, _) in self._held.items() if not 0 <= now - when <= KEPT_S]:
            del self._held[key]
