"""A backup of a server, also while it runs: every database as it is at one moment, every file beside it, one archive.

Left out is what comes back by itself: addresses of processes, temporary files, copies from before a newer schema.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sqlite3
import stat
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from simulator import __version__
from simulator.files import whole as written_whole
from simulator.migrate import copy_of, is_copy
from simulator.serve import lock
from simulator.serve.archive import CHUNK, ENDING, MANIFEST, MOST_PARTS, Manifest, Part, allowed
from simulator.serve.database import NAME
from simulator.serve.errors import ServeError

_HEAD = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")
_NOT = ("temporary",)
"""Folders of an account in which nothing is kept."""


@dataclass(slots=True)
class Made:
    """What went into a backup.

    Attributes:
        out: the file. `parts`: what is in it.
        accounts: how many the list of accounts in it names.
        left: files that did not go along: links, and names that not every system takes.
    """

    out: Path
    parts: list[Part] = field(default_factory=list)
    accounts: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """How much was read."""
        return sum(one.bytes for one in self.parts)

    @property
    def unsound(self) -> list[str]:
        """Databases in which SQLite found something wrong; they went along as they are."""
        return [one.path for one in self.parts if not one.sound]


def back_up(data: Path, out: Path, replace: bool = False) -> Made:
    """Write a backup, whole or not at all.

    Args:
        data: the server's folder.
        out: the file, ending in `.tar.gz`, or a folder in which it gets a name by day and time.
        replace: take the place of a file of that name, once the new one is whole.

    Raises:
        ServeError: there is no server in `data`, `out` is no name for it or is there already, or a file cannot be read.
        CannotWrite: it cannot be written; a file of that name is as it was.
    """
    lock.whole(data)
    if not (data / NAME).is_file():
        raise ServeError(f"There is no server in {data}; give --data the folder of one.")
    if out.is_dir():
        out = out / f"toask-{datetime.now(UTC):%Y%m%d-%H%M%S}{ENDING}"
    if not out.name.endswith(ENDING):
        raise ServeError(f"A backup is one {ENDING} file; give a name that ends so, or a folder that is there.")
    if out.exists() and not replace:
        raise ServeError(f"{out} is there already; give another name, or --replace.")
    made = Made(out)
    with written_whole(out) as beside, tempfile.TemporaryDirectory(prefix=".toask-", dir=out.parent) as scratch:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with gzip.open(file, "wb", 6) as zipped, tarfile.open(None, "w", zipped, format=tarfile.PAX_FORMAT) as tar:
                _fill(tar, data, Path(scratch), made)
            file.flush()
            os.fsync(file.fileno())
    return made


def _fill(tar: tarfile.TarFile, data: Path, scratch: Path, made: Made) -> None:
    """Put everything in, the accounts' list first: whoever it names was there when the rest was read."""
    from simulator.practice.database import MIGRATIONS as PRACTICE
    from simulator.serve.database import MIGRATIONS as SERVER

    when = datetime.now(UTC).isoformat(timespec="seconds")
    for name, path in [(NAME, data / NAME), *_files(data, made)]:
        _add(tar, name, path, scratch / "copy", made)
        if len(made.parts) > MOST_PARTS:
            raise ServeError(f"{data} holds more than {MOST_PARTS} files; copy it with a tool of the system.")
    manifest = Manifest(__version__, when, {"server": len(SERVER), "practice": len(PRACTICE)}, tuple(made.parts))
    text = manifest.text().encode("utf-8")
    _put(tar, MANIFEST, io.BytesIO(text), len(text), time.time())


def _files(data: Path, made: Made) -> Iterator[tuple[str, Path]]:
    """Yield the files of all accounts, with their names in the backup; no link is followed."""
    for folder, inner, names in os.walk(data / "accounts", onerror=_unread):
        below = Path(folder).relative_to(data)
        if len(below.parts) == 2:
            inner[:] = [one for one in inner if one not in _NOT]
        links = [one for one in inner if (Path(folder) / one).is_symlink()]
        inner.sort()
        for one in sorted([*names, *links]):
            path, name = Path(folder, one), (below / one).as_posix()
            if is_copy(one) or (one.endswith(_BESIDE) and _is_database(path.with_name(one.rpartition("-")[0]))):
                continue
            if path.is_symlink() or not _plain(name):
                made.left.append(name)
            else:
                yield name, path


def _plain(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return allowed(name)


def _is_database(path: Path) -> bool:
    """Return whether a file is a database that is copied through SQLite; one that was kept damaged is not."""
    if ".damaged-" in path.name:
        return False
    try:
        with _open(path) as file:
            return file.read(len(_HEAD)) == _HEAD
    except FileNotFoundError:
        return False


def _open(path: Path) -> IO[bytes]:
    """Open a plain file, and nothing else.

    Raises:
        FileNotFoundError: it is gone.
        ServeError: it may not be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        _unread(error)
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(path)
    return os.fdopen(handle, "rb")


def _unread(error: OSError) -> None:
    """Say that something could not be read; what is gone was deleted meanwhile.

    Raises:
        ServeError: always, but for what is gone.
    """
    if not isinstance(error, FileNotFoundError):
        raise ServeError(
            f"{error.filename} cannot be read ({error.strerror}); run this as the user that the server runs as."
        ) from error


def _add(tar: tarfile.TarFile, name: str, path: Path, copy: Path, made: Made) -> None:
    """Put one file in, as it is at one moment. A file that is gone by now was deleted meanwhile."""
    schema, sound = None, True
    try:
        when = path.lstat().st_mtime
        if _is_database(path):
            schema, sound = _database(path, copy)
        else:
            _copied(path, copy)
    except FileNotFoundError:
        if name == NAME:
            raise
        return
    with copy.open("rb") as file:
        digest, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        file.seek(0)
        _put(tar, name, file, size, when)
    if name == NAME:
        made.accounts = _listed(copy)
    copy.unlink()
    made.parts.append(Part(name, size, digest, schema, sound))
    if not sound and schema is None:  # what is in its log may be all that can be saved
        _add(tar, f"{name}-wal", path.with_name(f"{path.name}-wal"), copy, made)


def _database(path: Path, copy: Path) -> tuple[int | None, bool]:
    """Copy a database; return the version of its schema, and whether it is sound. A damaged one is copied as it is.

    Raises:
        ServeError: somebody holds it for too long.
        OSError: there is no room.
    """
    try:
        copy.unlink(missing_ok=True)
        version = copy_of(path, copy)
        with closing(sqlite3.connect(copy)) as database:
            sound = database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        return version, sound
    except sqlite3.DatabaseError as error:
        said = str(error)
        if "full" in said:
            raise OSError(None, "the disk is full", str(copy)) from error
        if "locked" in said or "busy" in said:
            raise ServeError(f"{path} is in use for too long; try again in a moment.", 503) from error
        for tail in ("", *_BESIDE):
            copy.with_name(copy.name + tail).unlink(missing_ok=True)
        _copied(path, copy)
        return None, False


def _listed(copy: Path) -> int:
    """Return how many accounts a copied list has, as far as that can be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as book:
        return int(book.execute("SELECT count(*) FROM accounts").fetchone()[0])
    return 0


def _copied(path: Path, copy: Path) -> None:
    with _open(path) as source, copy.open("wb") as into:
        while some := source.read(CHUNK):
            into.write(some)


def _put(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int, when: float) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, max(0, int(when))
    tar.addfile(member, file)
