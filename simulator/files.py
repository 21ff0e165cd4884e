"""Files that are written for a user: whole or not there at all, under names that any system takes."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from simulator.errors import ToaskError


class CannotWrite(ToaskError):
    """A file cannot be written there."""


def exports_folder() -> Path:
    """Return where the app writes what is exported from it; it need not exist."""
    from platformdirs import user_documents_path

    return user_documents_path() / "toask"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a name beside `path` to write to; it becomes `path` when all went well, and nothing when not.

    A link stays one: what it points to is written. A file that was there keeps who may read and write it.

    Raises:
        CannotWrite: it cannot be written.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        _like(target, beside)
        yield beside
        _on_disk(beside)
        beside.replace(target)
        with suppress(OSError):  # the name too; not every system opens a folder
            _on_disk(target.parent)
    except OSError as error:
        raise CannotWrite(
            f"Cannot write {path} ({error.strerror or error}); free some space or choose another place."
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _like(target: Path, beside: Path) -> None:
    """Make `beside`, empty, with the mode of `target`; where there is no such file, whoever writes makes it."""
    with suppress(FileNotFoundError):
        mode = stat.S_IMODE(target.stat().st_mode)
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        beside.chmod(mode | 0o600)


def _on_disk(path: Path) -> None:
    """Wait until what was written is on the disk: else a power cut may leave the new name with nothing in it."""
    held = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text, whole or not at all; newlines stay as they are.

    Raises:
        CannotWrite: it cannot be written.
    """
    with whole(path) as beside:
        beside.write_text(text, "utf-8", errors="replace", newline="")


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes, whole or not at all.

    Raises:
        CannotWrite: they cannot be written.
    """
    with whole(path) as beside:
        beside.write_bytes(data)


def write_new(folder: Path, stem: str, ending: str, text: str) -> Path:
    """Write UTF-8 text to a new file in `folder` and return its path; where the name is taken, a number follows it.

    Raises:
        CannotWrite: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path, count = folder / f"{stem}{ending}", 1
        while path.exists():
            count += 1
            path = folder / f"{stem}-{count}{ending}"
        with path.open("x", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
    except OSError as error:
        raise CannotWrite(
            f"Cannot write in {folder} ({error.strerror or error}); choose another folder or free space."
        ) from error
    return path


def slug(title: str, most: int = 40) -> str:
    """Return a title as part of a file name: small letters and digits of ASCII, the rest hyphens; it may be empty."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:most].strip("-")
