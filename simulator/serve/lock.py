"""Who has a server's data folder: one server, or one restore; and whether a restore was cut off in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.serve.errors import ServeError
from simulator.serve.folders import private

NAME = "server.lock"
STAGE = "restoring"
"""Folder in the data folder in which a restore makes everything ready; while it is there, the rest is not whole."""


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Have the data folder for this process alone; the system lets go of it when the process ends, however that came.

    Raises:
        ServeError: a server or a restore has it, or it cannot be written.
    """
    try:
        private(data)
        file = os.open(data / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        why = error.strerror or error
        raise ServeError(f"Cannot write in {data} ({why}); choose another --data folder.", 503) from error
    try:
        if not _take(file):
            raise ServeError(f"A server runs with {data}; stop that one, or give another --data folder.", 503)
        yield
    finally:
        os.close(file)


def running(data: Path) -> bool:
    """Return whether a server (or a restore) has the folder now; writes nothing."""
    try:
        file = os.open(data / NAME, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _take(file)
    finally:
        os.close(file)


def whole(data: Path) -> None:
    """See that no restore was cut off in the folder.

    Raises:
        ServeError: one was, or one is under way.
    """
    if (data / STAGE).exists():
        raise ServeError(
            f"A restore into {data} is under way or was cut off: let it end, or run `toask serve restore` again with "
            "--set-aside.", 503
        )  # fmt: skip


def _take(file: int) -> bool:
    """Lock an open file for this process; where the system has no such locks, it counts as taken."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
