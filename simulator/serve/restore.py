"""Putting a backup back: looked through to the last byte first, then made ready beside what is there, then moved.

Nothing is overwritten: what was in the folder is moved to `before-restore-…` in it, where whoever looks after the
server removes it. Everybody is signed out and links that were not used are gone: some of them may have been used, or
taken back, after the backup was made.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.serve import archive, lock
from simulator.serve.archive import Manifest
from simulator.serve.database import NAME
from simulator.serve.errors import ServeError
from simulator.serve.folders import private

ASIDE = "before-restore-"
_STAYS = (lock.NAME, lock.STAGE, "run", "lost+found")
"""What in the folder is not a server's data: its lock, addresses of its processes, a file system's own."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        manifest: of the backup. `accounts`: how many there are now.
        aside: where what was there before is kept; None: there was nothing.
        back: sign-in names that are in the backup and were not there any more.
    """

    manifest: Manifest
    accounts: int
    aside: Path | None
    back: tuple[str, ...]


def restore(file: Path, data: Path, set_aside: bool = False) -> Restored:
    """Put a backup into a server's folder.

    Args:
        file: the backup.
        data: the folder; made where it is not there.
        set_aside: keep what is in the folder aside in it; else it must be empty.

    Raises:
        ServeError: a server runs there, the folder is not empty, or the backup is damaged or too new; nothing changed.
    """
    archive.there(file)
    _ours(data)
    _free(data, set_aside)
    manifest = archive.checked(file, _room(data), lambda said: _newer(file, said))
    with lock.held(data):
        _free(data, set_aside, held=True)
        stage = data / lock.STAGE
        try:
            if stage.exists():
                shutil.rmtree(stage)
            private(stage)
            _unpack(file, manifest, stage)
            _sign_out(stage / NAME)
            _synced(stage)
        except BaseException as error:
            shutil.rmtree(stage, ignore_errors=True)
            if isinstance(error, OSError):
                raise _unwritten(data, error) from error
            raise
        before, now = _logins(data / NAME), _logins(stage / NAME)
        aside = _move(data, stage)
    return Restored(manifest, len(now), aside, tuple(sorted(now - before)) if aside else ())


def _ours(data: Path) -> None:
    """See that what is written will belong to the user that the server runs as."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and data.is_dir() and data.stat().st_uid != 0:
        raise ServeError(f"{data} belongs to another user; run this as that user, such as with sudo -u.")


def _free(data: Path, set_aside: bool, held: bool = False) -> None:
    if not held and lock.running(data):
        raise ServeError(f"A server runs with {data}; stop it, and restore then.", 503)
    if _there(data) and not set_aside:
        raise ServeError(f"{data} is not empty; add --set-aside to keep what is there in a folder {ASIDE}… in it.")


def _there(data: Path) -> list[str]:
    """Return what of a server is in the folder."""
    try:
        names = sorted(one.name for one in data.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unwritten(data, error) from error
    return [one for one in names if one not in _STAYS and not one.startswith(ASIDE)]


def _room(data: Path) -> int:
    """Return how many bytes are free where the folder is, or will be."""
    place = next(one for one in (data.absolute(), *data.absolute().parents) if one.exists())
    return shutil.disk_usage(place).free


def _newer(path: Path, said: Mapping[str, Any]) -> str:
    """Return why the backup at `path` is not for this version of toask; empty: it is."""
    from simulator.practice.database import MIGRATIONS as PRACTICE
    from simulator.serve.database import MIGRATIONS as SERVER

    known = {"server": len(SERVER), "practice": len(PRACTICE)}
    over = any(int(number) > known.get(name, 0) for name, number in said["schemas"].items())
    if over or int(said["format"]) > archive.FORMAT or _order(str(said["toask"])) > _order(__version__):
        wrote = re.sub(r"[^\w.+-]", "", str(said["toask"]))[:40]
        here = __version__
        return f"{path} was made by a newer toask ({wrote}, this is {here}); update toask, and restore then."
    return ""


def _order(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, to compare."""
    return tuple(int(one) for one in re.findall(r"\d{1,9}", version.partition("+")[0])[:4])


def _unpack(file: Path, manifest: Manifest, stage: Path) -> None:
    """Write every part below `stage`, and see again that each is as the manifest says."""
    wanted = {one.path: one.sha256 for one in manifest.parts}
    for name, _, pieces in archive.parts(file):
        if name == archive.MANIFEST:
            continue
        path = stage / name
        for folder in reversed(path.relative_to(stage).parents[:-1]):
            private(stage / folder)
        if _written(pieces, path) != wanted.pop(name, None):
            raise ServeError(f"{file} changed while it was read; nothing was changed, try again.")
    if wanted:
        raise ServeError(f"{file} changed while it was read; nothing was changed, try again.")


def _written(pieces: Iterator[bytes], path: Path) -> str:
    """Write a new file and return the SHA-256 of what was written."""
    found = sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as into:
        for some in pieces:
            found.update(some)
            into.write(some)
        into.flush()
        os.fsync(into.fileno())
    return found.hexdigest()


def _sign_out(path: Path) -> None:
    """End all sign-ins and take away the links that were not used."""
    try:
        with closing(sqlite3.connect(path)) as book, book:
            book.execute("DELETE FROM signins")
            book.execute("DELETE FROM links WHERE used IS NULL")
    except sqlite3.Error as error:
        raise ServeError(f"{NAME} in this backup cannot be used ({error}); take another backup.") from error


def _logins(path: Path) -> set[str]:
    """Return who signs in, as far as that can be read."""
    with suppress(sqlite3.Error):
        if path.is_file():
            with closing(sqlite3.connect(path)) as book:
                found = {str(row[0]) for row in book.execute("SELECT login FROM accounts")}
                book.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # its log must not be left behind when it is moved
                return found
    return set()


def _move(data: Path, stage: Path) -> Path | None:
    """Move what is there aside and what was made ready in its place; the list of accounts comes last.

    Raises:
        ServeError: it ended in the middle; nothing is lost, and no server starts before it is done again.
    """
    aside: Path | None = None
    try:
        names = _there(data)
        if names:
            aside = _new(data)
            for name in sorted(names, reverse=True):  # the database after the log that belongs to it
                (data / name).rename(aside / name)
        for name in sorted(one.name for one in stage.iterdir()):
            (stage / name).rename(data / name)
        stage.rmdir()
        _synced(data)
    except OSError as error:
        raise _unwritten(data, error) from error
    return aside


def _new(data: Path) -> Path:
    """Make a folder for what is moved aside, under a name that is not taken."""
    stamp, count = f"{ASIDE}{datetime.now(UTC):%Y%m%d-%H%M%S}", 1
    path = data / stamp
    while path.exists():
        count += 1
        path = data / f"{stamp}-{count}"
    private(path)
    return path


def _synced(folder: Path) -> None:
    """Let the disk have what the folder lists, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritten(data: Path, error: OSError) -> ServeError:
    why = error.strerror or error
    return ServeError(
        f"Cannot write in {data} ({why}); nothing that was there is lost: free some space, try again.", 507
    )
