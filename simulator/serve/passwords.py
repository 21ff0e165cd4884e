"""Passwords: argon2id, two at a time, and as much work for an account that does not exist."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from simulator.i18n import mark
from simulator.serve.database import Book
from simulator.serve.errors import ServeError

SHORTEST, LONGEST = 10, 200


class Passwords:
    """Hashes and verifies; 64 MiB a time, so that a flood of tries cannot take the machine's memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(2)
        self._nobody = self._hasher.hash("nobody has this password")

    def set(self, book: Book, account: str, login: str, password: str) -> None:
        """Give an account a password.

        Raises:
            ServeError: it is too short, too long, or much like the name.
        """
        if not SHORTEST <= len(password) <= LONGEST:
            line = mark("A password has {least} to {most} characters; a few words in a row are good.")
            raise ServeError(line, least=SHORTEST, most=LONGEST)
        if len(set(password)) < 5 or password.lower().replace(" ", "-") in (login, login * 2):
            raise ServeError(mark("That password is easily guessed; take a few words in a row."))
        with self._turns:
            made = self._hasher.hash(password)
        book.write("UPDATE accounts SET password = ? WHERE id = ?", made, account)

    def right(self, book: Book, account: str, password: str) -> bool:
        """Return whether that is the password of an account; `account` empty: there is none, and it takes as long."""
        row = book.one("SELECT password FROM accounts WHERE id = ?", account) if account else None
        kept = row["password"] if row and row["password"] else ""
        with self._turns:
            try:
                found = self._hasher.verify(kept or self._nobody, password[:LONGEST])
            except (Argon2Error, InvalidHashError):
                return False
        return found and bool(kept)
