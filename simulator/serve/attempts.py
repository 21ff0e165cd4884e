"""Limits on tries to sign in, kept in the database: a restart forgets none. Neither names nor addresses are kept."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from simulator.serve.database import Book

WINDOW = 900.0
"""Seconds in which tries are counted."""
PER_ACCOUNT = 10
PER_ADDRESS = 60
"""A whole class may sit behind one address."""


def account_key(secret: bytes, login: str) -> bytes:
    """Return under which key tries for an account are counted; also for one that does not exist."""
    return _keyed(secret, f"account:{login.strip().lower()[:200]}")


def address_key(secret: bytes, address: str) -> bytes:
    """Return under which key tries from an address are counted; of IPv6 the network of one customer (/64)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return _keyed(secret, f"address:{address[:200]}")
    if found.version == 6:
        found = ipaddress.ip_network((found, 64), strict=False).network_address
    return _keyed(secret, f"address:{found}")


def _keyed(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode("utf-8", "replace"), hashlib.sha256)[:16]


def take(book: Book, key: bytes, most: int, now: float) -> float:
    """Count one try and return 0, or return how many seconds to wait, and count nothing, when there were `most`.

    It is counted before anybody looks whether the try is right, so that many at once do not slip through.
    """
    with book.together() as run:
        run("DELETE FROM attempts WHERE at < ?", (now - WINDOW,))
        run("UPDATE attempts SET at = ? WHERE at > ?", (now, now))
        row = run("SELECT count(*) AS many, min(at) AS first FROM attempts WHERE key = ?", (key,)).fetchone()
        if row["many"] >= most:
            return max(1.0, float(row["first"]) + WINDOW - now)
        run("INSERT INTO attempts (key, at) VALUES (?, ?)", (key, now))
        return 0.0


def give_back(book: Book, key: bytes) -> None:
    """Take back one try under a key: it was right, and those who share an address shall not pay for it."""
    book.write("DELETE FROM attempts WHERE rowid = (SELECT max(rowid) FROM attempts WHERE key = ?)", key)


def forget(book: Book, key: bytes) -> None:
    """Forget the tries under a key: one of them was right."""
    book.write("DELETE FROM attempts WHERE key = ?", key)
