"""The server's own database: accounts, classes, links, sign-ins. WAL, migrated at the start, one connection."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulator.i18n import mark
from simulator.migrate import TooNew, migrate
from simulator.serve import lock
from simulator.serve.errors import ServeError
from simulator.serve.folders import private

MIGRATIONS: tuple[str, ...] = ("schema.sql",)
NAME = "server.db"
BUSY_S = 5.0


class Book:
    """The database in a server's data folder; safe to use from several threads and beside `toask serve admin`."""

    def __init__(self, folder: Path) -> None:
        """Open (or make) it.

        Raises:
            ServeError: it cannot be used; the message says what to do.
        """
        self.path = folder / NAME
        self._lock = threading.RLock()
        with self._plainly():
            lock.whole(folder)
            private(folder)
            self._db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None, timeout=BUSY_S)
            try:
                self.path.chmod(0o600)
                self._db.row_factory = sqlite3.Row
                self._db.execute("PRAGMA foreign_keys = ON")
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")
                self._migrate()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Close it; safe to call twice."""
        with self._lock:
            self._db.close()

    def read(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        with self._lock, self._plainly():
            return self._db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of a query, if any."""
        return next(iter(self.read(sql, *values)), None)

    def write(self, sql: str, *values: object) -> int:
        """Run one statement and return how many rows it changed."""
        with self.together() as run:
            return run(sql, values).rowcount

    @contextmanager
    def together(self) -> Iterator[_Run]:
        """Run several statements, all or none; nobody else writes between them.

        Raises:
            ServeError: nothing of it was kept.
        """
        with self._lock, self._plainly():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield _Run(self._db)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def secret(self, name: str) -> bytes:
        """Return a random key of this server, made once: 32 bytes."""
        self.write("INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)", name, secrets.token_bytes(32))
        row = self.one("SELECT value FROM secrets WHERE name = ?", name)
        assert row is not None
        return bytes(row["value"])

    def _migrate(self) -> None:
        """Bring the schema up to date; a copy of the file as it was stays beside it for a while."""
        try:
            migrate(self._db, self.path, "simulator.serve", MIGRATIONS)
        except TooNew as error:
            raise ServeError(
                f"{self.path} was written by a newer toask (schema {error.version}); update toask.", 503
            ) from error

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn sqlite's and the system's errors into one sentence with the next step."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise _said(str(error)) from error
        except OSError as error:
            why = error.strerror or error
            line = f"Cannot write in {self.path.parent} ({why}); choose another --data folder."
            raise ServeError(line, 503) from error


class _Run:
    """Runs statements in a transaction that stands open."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __call__(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self._database.execute(sql, values)


FULL = mark(
    "The disk of the server is full: nothing was lost, but nothing can be kept now; tell whoever looks after it."
)


def _said(said: str) -> ServeError:
    if "full" in said:
        return ServeError(FULL, 507)
    if "locked" in said or "busy" in said:
        return ServeError(mark("The server is busy; try again in a moment."), 503)
    if any(sign in said for sign in ("readonly", "read-only", "unable to open", "disk I/O")):
        return ServeError(mark("The server cannot write to its disk; tell whoever looks after it."), 503)
    line = mark("The server's database could not be used ({why}); tell whoever looks after it.")
    return ServeError(line, 500, why=said)
