"""One-time links and sign-ins: random tokens of 256 bits, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

from simulator.serve.database import Book

State = Literal["good", "used", "expired", "unknown"]
DAY = 86_400.0
LONGEST_DAYS = 14.0
"""After so long everybody signs in again, however busy."""
TOUCH = 60.0
"""Seconds between two notes that somebody is still there."""


def new_token() -> str:
    """Return 256 random bits as text that fits in an address and in a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """Return what is kept of a token. It is random and long, so one round does."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def make_link(book: Book, account: str, now: float, days: float, who: str = "") -> str:
    """Return the token of a new link; links of this account that were not used hold no longer.

    Args:
        book: where it is kept.
        account: who signs in with it.
        now: seconds since 1970.
        days: how long it holds.
        who: id of whoever hands it out.
    """
    token = new_token()
    with book.together() as run:
        run("DELETE FROM links WHERE account = ? AND (used IS NULL OR used < ?)", (account, now - 90 * DAY))
        run(
            "INSERT INTO links (hash, account, created, expires) VALUES (?, ?, ?, ?)",
            (digest(token), account, now, now + days * DAY),
        )
        run("INSERT INTO events (at, account, what, who) VALUES (?, ?, 'link', ?)", (now, account, who))
    return token


def look(book: Book, token: str, now: float) -> State:
    """Return how it is with a link; looking does not use it."""
    row = book.one("SELECT expires, used FROM links WHERE hash = ?", digest(token))
    if row is None:
        return "unknown"
    return "used" if row["used"] is not None else "expired" if row["expires"] <= now else "good"


def use_link(book: Book, token: str, now: float) -> str | None:
    """Use a link and return its account; None when it was used, has expired or never was. Two at once: one gets in."""
    with book.together() as run:
        changed = run(
            "UPDATE links SET used = ? WHERE hash = ? AND used IS NULL AND expires > ?", (now, digest(token), now)
        ).rowcount
        if changed != 1:
            return None
        found = run("SELECT account FROM links WHERE hash = ?", (digest(token),)).fetchone()
        return str(found["account"])


def sign_in(book: Book, account: str, now: float) -> str:
    """Return the token of a new sign-in."""
    token = new_token()
    with book.together() as run:
        run(
            "INSERT INTO signins (hash, account, created, seen) VALUES (?, ?, ?, ?)", (digest(token), account, now, now)
        )
        run("INSERT INTO events (at, account, what) VALUES (?, ?, 'signed in')", (now, account))
    return token


def signed_in(book: Book, token: str, now: float, idle: float) -> str | None:
    """Return whose sign-in that is; None when it is none, or when nothing was done for `idle` seconds.

    A sign-in from the future (the machine's time was set back over a restart) counts as seen now.
    """
    row = book.one("SELECT account, created, seen FROM signins WHERE hash = ?", digest(token))
    if row is None:
        return None
    if now - row["seen"] > idle or now - row["created"] > LONGEST_DAYS * DAY:
        sign_out(book, token)
        return None
    if row["seen"] > now or now - row["seen"] > TOUCH:
        book.write("UPDATE signins SET seen = ?, created = min(created, ?) WHERE hash = ?", now, now, digest(token))
    return str(row["account"])


def sign_out(book: Book, token: str) -> None:
    """End one sign-in."""
    book.write("DELETE FROM signins WHERE hash = ?", digest(token))


def sign_out_all(book: Book, account: str, but: str = "") -> None:
    """End all sign-ins of an account, but one."""
    book.write("DELETE FROM signins WHERE account = ? AND hash <> ?", account, digest(but))


def sweep(book: Book, now: float, idle: float) -> None:
    """Forget sign-ins and links that hold no longer."""
    with book.together() as run:
        run("DELETE FROM signins WHERE seen < ? OR created < ?", (now - idle, now - LONGEST_DAYS * DAY))
        run("DELETE FROM links WHERE expires < ?", (now - 90 * DAY,))
        run("DELETE FROM events WHERE at < ?", (now - 400 * DAY,))
