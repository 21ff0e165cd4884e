"""The file of a backup: a tar.gz with a manifest at its end, and how one is read that may be damaged or made to harm.

Nothing that stands in such a file is believed: names are those that a backup can have, parts are plain files, each has
the size and the SHA-256 that the manifest says, and no more is read than there is room for.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

from simulator.serve.errors import ServeError

ENDING = ".tar.gz"
MANIFEST = "manifest.json"
WHAT = "backup of toask serve"
FORMAT = 1
MOST_PARTS = 100_000
MOST_MANIFEST = 64_000_000
CHUNK = 1 << 20
_MOST_AT_ONCE = 8 * CHUNK
"""Bytes that are read in one go at most: a header that asks for more is no header of ours."""
_MOST_BEHIND = 64 * 1024
"""Bytes behind the last part: padding, and then gzip's own sum of all."""
_ACCOUNT = re.compile(r"accounts/[0-9a-f]{32}/.")
_SEGMENT = re.compile(r"[^\x00-\x1f\x7f\\/]{1,255}")
_BEGINNING = "its beginning"
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Part:
    """One file in a backup.

    Attributes:
        path: below the data folder, with slashes. `bytes`: its size. `sha256`: of what is in it.
        schema: of a database its version, else None. `sound`: whether SQLite found nothing wrong with it.
    """

    path: str
    bytes: int
    sha256: str
    schema: int | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        toask: the version that made it. `made`: when, UTC, ISO 8601.
        schemas: the newest schema that version knew, by database. `parts`: its files.
    """

    toask: str
    made: str
    schemas: Mapping[str, int]
    parts: tuple[Part, ...]

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps({"what": WHAT, "format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)


def allowed(path: str) -> bool:
    """Return whether a backup can have a part of that name: the database, or a file of an account."""
    if path == "server.db":
        return True
    parts = path.split("/")
    return bool(_ACCOUNT.match(path)) and all(_SEGMENT.fullmatch(one) and one not in (".", "..") for one in parts)


def there(file: Path) -> None:
    """See that the file can be opened.

    Raises:
        ServeError: it cannot.
    """
    try:
        file.open("rb").close()
    except OSError as error:
        raise _unread(file, error) from error


def checked(file: Path, room: int, newer: Callable[[Mapping[str, Any]], str]) -> Manifest:
    """Read all of a backup, writing nothing, and return its manifest when every part is as that says.

    Args:
        file: the backup.
        room: bytes that may come out of it.
        newer: says in a sentence why a manifest cannot be used here; empty: it can.

    Raises:
        ServeError: it is no backup, is damaged (the part is named), or is not for this toask or this disk.
    """
    found: dict[str, tuple[int, str]] = {}
    said: bytes | None = None
    left = room
    for name, size, pieces in parts(file):
        if said is not None or name in found:
            raise _damaged(file, name, "it stands there twice, or behind the end")
        if name == MANIFEST:
            said = _all(file, size, pieces)
            continue
        left -= size
        if left < 0:
            raise ServeError(f"What is in {file} does not fit: {room // 1_000_000} MB are free; free some space first.")
        if len(found) >= MOST_PARTS:
            raise _damaged(file, name, "there are too many parts")
        found[name] = (size, _sum(pieces))
    if said is None:
        raise _damaged(file, MANIFEST, "it is not there: the file was cut off, or is no backup")
    manifest = _manifest(file, said, newer)
    _compare(file, manifest, found)
    return manifest


def parts(file: Path) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Yield the name, the size and pieces of each part, in order; they must be taken before the next.

    Raises:
        ServeError: a part is not what a backup has, or cannot be read; it is named.
    """
    at = _BEGINNING
    with _plainly(file, lambda: at), _opened(file) as (archive, behind):
        while member := archive.next():
            at = ascii(member.name)[1:101]
            if member.type != tarfile.REGTYPE or not (member.name == MANIFEST or allowed(member.name)):
                raise _damaged(file, at, "that is nothing that a backup holds")
            handle = archive.extractfile(member)
            assert handle is not None
            yield member.name, member.size, _pieces(file, at, handle)
        at = "its end"
        if len(behind.read(_MOST_BEHIND)) == _MOST_BEHIND:
            raise _damaged(file, at, "more follows")


def _pieces(file: Path, at: str, handle: IO[bytes]) -> Iterator[bytes]:
    with _plainly(file, lambda: at):
        while some := handle.read(CHUNK):
            yield some


@contextmanager
def _plainly(file: Path, at: Callable[[], str]) -> Iterator[None]:
    """Turn what reading a damaged file brings into one sentence that names the part."""
    try:
        yield
    except _BROKEN as error:
        if at() == _BEGINNING and isinstance(error, (gzip.BadGzipFile, tarfile.TarError)):
            raise ServeError(
                f"{file} is no backup of toask, or is damaged from its beginning; name a file that "
                "`toask serve backup` wrote."
            ) from error
        raise _damaged(file, at(), str(error) or "it ends in the middle") from error
    except OSError as error:
        raise _unread(file, error) from error


def _unread(file: Path, error: OSError) -> ServeError:
    return ServeError(f"{file} cannot be read ({error.strerror or error}); check its name.")


@contextmanager
def _opened(file: Path) -> Iterator[tuple[tarfile.TarFile, IO[bytes]]]:
    with gzip.open(file, "rb") as zipped:
        calm = cast(IO[bytes], _Calm(zipped))
        with tarfile.open(fileobj=calm, mode="r:") as archive:
            yield archive, calm


class _Calm(io.RawIOBase):
    """A file from which not too much is read at once: the header of a tar may ask for gigabytes."""

    def __init__(self, inner: gzip.GzipFile) -> None:
        self._inner = inner

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        if not 0 <= size <= _MOST_AT_ONCE:
            raise tarfile.ReadError("a header is too long")
        return self._inner.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go there; forward it is read."""
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        """Return where it is."""
        return self._inner.tell()


def _all(file: Path, size: int, pieces: Iterator[bytes]) -> bytes:
    if size > MOST_MANIFEST:
        raise _damaged(file, MANIFEST, "it is too long")
    return b"".join(pieces)


def _sum(pieces: Iterator[bytes]) -> str:
    found = hashlib.sha256()
    for some in pieces:
        found.update(some)
    return found.hexdigest()


def _manifest(file: Path, said: bytes, newer: Callable[[Mapping[str, Any]], str]) -> Manifest:
    try:
        held = json.loads(said)
        if held["what"] != WHAT:
            raise _damaged(file, MANIFEST, "it is of something else")
        why = newer(held)
        if why:
            raise ServeError(why)
        rows = tuple(
            Part(
                str(row["path"]), int(row["bytes"]), str(row["sha256"]), row.get("schema"), bool(row.get("sound", True))
            )
            for row in held["parts"]
        )
        return Manifest(str(held["toask"]), str(held["made"]), dict(held["schemas"]), rows)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(file, MANIFEST, "it cannot be read") from error


def _compare(file: Path, manifest: Manifest, found: Mapping[str, tuple[int, str]]) -> None:
    wanted = {one.path: (one.bytes, one.sha256) for one in manifest.parts}
    for name in [*wanted, *found]:
        if name not in found:
            raise _damaged(file, ascii(name)[1:101], "it is missing")
        if name not in wanted:
            raise _damaged(file, ascii(name)[1:101], "it does not belong there")
        if wanted[name] != found[name]:
            raise _damaged(file, ascii(name)[1:101], "its SHA-256 is another")


def _damaged(file: Path, part: str, why: str) -> ServeError:
    return ServeError(f"{file} is damaged at {part} ({why}); nothing was changed, take another backup.".rstrip())
