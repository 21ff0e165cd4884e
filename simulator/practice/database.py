"""Opening the practice database: folder, WAL, migrations, and what to say when it cannot be used.

A damaged file is kept aside under another name and never overwritten; one from a newer version is left alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from simulator.migrate import TooNew, migrate
from simulator.practice.api import PracticeError

MIGRATIONS: tuple[str, ...] = ("schema.sql", "schema2.sql")
BUSY_MS = 5000


class StoreError(PracticeError):
    """The practice database cannot be used. One sentence with the next step."""


def default_path() -> Path:
    """Return where conversations are kept: `TOASK_DATA`, else the platform's data folder."""
    folder = os.environ.get("TOASK_DATA")
    return (Path(folder) if folder else user_data_path("toask", appauthor=False)) / "practice.db"


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn sqlite's and the system's errors into one sentence with the next step.

    Raises:
        StoreError: always in place of sqlite3.Error and OSError.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(_sentence(path, str(error))) from error
    except sqlite3.IntegrityError as error:  # a row's conversation was deleted in another window
        raise StoreError("That conversation is not in the database; pick one from the history.") from error
    except sqlite3.DatabaseError as error:
        with suppress(OSError):
            _suspect(path).touch()
        raise StoreError(
            f"The database {path} is damaged ({error}); restart toask: it keeps the file aside."
        ) from error
    except OSError as error:
        raise StoreError(f"Cannot write in {path.parent} ({error.strerror}): free space, or set TOASK_DATA.") from error


def _sentence(path: Path, said: str) -> str:
    if "locked" in said or "busy" in said:
        return f"Another program holds {path} locked; close other toask windows and try again."
    if "full" in said:
        return f"The disk of {path.parent} is full: nothing was lost; free some space and send your turn again."
    if "readonly" in said or "read-only" in said or "unable to open" in said:
        return f"Cannot write to {path}: make its folder writable, or set TOASK_DATA to another folder."
    return f"The database {path} could not be used ({said}); copy it to a safe place and try again."


def connect(path: Path) -> tuple[sqlite3.Connection, str]:
    """Open the database at `path`, made and migrated where needed.

    Returns:
        The connection, and a notice for the user (empty, or where a damaged file was kept).

    Raises:
        StoreError: the folder is not writable, the file is locked, or it was made by a newer toask.
    """
    notice = ""
    with said_plainly(path):
        # What people said is for nobody else on the machine to read; a folder that was there stays as it is.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            connection = _open(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            kept = _keep_aside(path)
            notice = f"The database was damaged. It is kept as {kept.name} in {kept.parent}; a new one was started."
            connection = _open(path)
        try:
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection, notice


def _open(path: Path) -> sqlite3.Connection:
    with suppress(OSError):  # SQLite says why it cannot be made; what it keeps beside it gets the same mode
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if any(row["name"] == "conversations" for row in tables):
            connection.execute("SELECT count(*) FROM conversations").fetchone()
            connection.execute("SELECT max(id) FROM turns").fetchone()
        if _suspect(path).exists():
            _look_through(connection)
            _suspect(path).unlink(missing_ok=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _suspect(path: Path) -> Path:
    """Return the mark that a database was found damaged while it was used."""
    return path.with_name(path.name + ".suspect")


def _look_through(connection: sqlite3.Connection) -> None:
    """Read the whole database; too slow for every start, so only after it was found damaged.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)
    connection.execute("INSERT INTO found (found) VALUES ('integrity-check')")


def _keep_aside(path: Path) -> Path:
    """Move a damaged database and its journal out of the way, under a name that is not taken."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    kept = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    count = 1
    while kept.exists():
        count += 1
        kept = path.with_name(f"{path.stem}.damaged-{stamp}-{count}{path.suffix}")
    path.rename(kept)
    for tail in ("-wal", "-shm"):
        side = path.with_name(path.name + tail)
        if side.exists():
            side.rename(kept.with_name(kept.name + tail))
    _suspect(path).unlink(missing_ok=True)
    return kept


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date; a copy of the file as it was stays beside it for a while."""
    try:
        migrate(connection, path, "simulator.practice", MIGRATIONS)
    except TooNew as error:
        raise StoreError(
            f"{path} was written by a newer toask (schema {error.version}); update toask and try again."
        ) from error
