"""Bringing a SQLite file up to date: one transaction a version, and first a copy of it as it was.

The copy lies beside the file as `NAME.before-vN`, where N is the schema that came after it. It is for who has to go
back to the toask of before; it goes by itself after thirty days, and at once when something is deleted for good.
"""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from importlib import resources
from pathlib import Path

KEPT_DAYS = 30
_MARK = ".before-v"
_COPY = re.compile(r"\.?(.+\.db)\.before-v\d+(?:\.\d+)?(?:-wal|-shm|-journal)?")
log = logging.getLogger("toask.migrate")


class TooNew(Exception):
    """The file was written by a newer toask.

    Args:
        version: of its schema.
    """

    def __init__(self, version: int) -> None:
        super().__init__(f"schema {version}")
        self.version = version


def migrate(database: sqlite3.Connection, path: Path, package: str, scripts: Sequence[str]) -> None:
    """Bring the schema of an open database up to date; safe beside another process that does so too.

    Args:
        database: a connection to it that begins no transactions by itself.
        path: the file.
        package: where the scripts are.
        scripts: the SQL that leads from each version to the next; a version is how many of them were run.

    Raises:
        TooNew: it has more versions than there are scripts.
        sqlite3.Error, OSError: it could not be done; the file is as it was.
    """
    first = version_of(database)
    if first > len(scripts):
        raise TooNew(first)
    for number in range(first, len(scripts)):
        script = resources.files(package).joinpath(scripts[number]).read_text(encoding="utf-8")
        # The version is read again inside the transaction: two windows may open a new database together.
        database.execute("BEGIN IMMEDIATE")
        try:
            if version_of(database) == number:
                if number and number == first:
                    _keep(path, len(scripts))
                for statement in _statements(script):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {number + 1}")
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
    _let_go(path, time.time() - KEPT_DAYS * 86_400)


def version_of(database: sqlite3.Connection) -> int:
    """Return which version of its schema a database has; 0: it is new."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def before(path: Path) -> list[Path]:
    """Return the copies of a database that were made before it was brought up to date, also one that was cut off."""
    try:
        return sorted(one for one in path.parent.iterdir() if _copy_of(one.name) == path.name)
    except OSError:
        return []


def is_copy(name: str) -> bool:
    """Return whether a file of that name is such a copy."""
    return bool(_copy_of(name))


def _copy_of(name: str) -> str:
    found = _COPY.fullmatch(name)
    return found[1] if found else ""


def forget(path: Path) -> None:
    """Remove all those copies.

    Raises:
        OSError: one could not be removed.
    """
    for one in before(path):
        one.unlink(missing_ok=True)


def _let_go(path: Path, until: float) -> None:
    """Remove the copies that are older than that moment; seconds since 1970."""
    for one in before(path):
        with suppress(OSError):
            if one.lstat().st_mtime < until:
                one.unlink()


def _keep(path: Path, version: int) -> None:
    """Copy a database as it is, while whoever calls keeps everybody else from writing."""
    kept = path.with_name(f"{path.name}{_MARK}{version}")
    beside = path.with_name(f".{kept.name}.{os.getpid()}")
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        copy_of(path, beside)
        beside.replace(kept)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    log.info("%s goes to schema %s; as it was: %s", path, version, kept.name)


def copy_of(path: Path, into: Path) -> int:
    """Copy a database as it is at one moment, whoever writes it meanwhile, and return the version of its schema.

    Raises:
        sqlite3.Error: it cannot be read, or there is no room.
    """
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as source,
        closing(sqlite3.connect(into)) as copy,
    ):
        source.backup(copy)
        return version_of(copy)


def _statements(script: str) -> Iterator[str]:
    """Yield whole statements; triggers hold semicolons of their own."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""
