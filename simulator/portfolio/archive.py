"""A bundle is a zip whose parts lie in it as they are, so that a damaged byte can still be laid at a part's door.

What comes from elsewhere is looked at before anything is unpacked.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from simulator.files import whole
from simulator.portfolio.errors import NoFile, PortfolioError

MANIFEST, DATA, PAGE, PRINT = "manifest.json", "portfolio.json", "index.html", "portfolio.pdf"
VERDICTS, SIGNATURE = "verdicts.json", "signature.json"
KNOWN = (MANIFEST, DATA, PAGE, PRINT, VERDICTS, SIGNATURE)
MOST_BYTES = 200_000_000
_MOST_PARTS = 50
_RATIO = 200
_SMALL = 1_000_000  # below this size a high ratio harms nobody
_LOCAL = struct.Struct("<4s22xHH")
_ODD = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, struct.error,
    OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies in a bundle: known parts by name, names of parts that cannot be read, and names that do not belong."""

    parts: dict[str, bytes]
    damaged: tuple[str, ...]
    foreign: tuple[str, ...]


def write(path: Path, parts: Mapping[str, bytes], created: str) -> None:
    """Write a bundle; it is whole or not there at all.

    Args:
        path: of the zip.
        parts: by name, in the order in which they lie.
        created: UTC, ISO 8601; becomes the time of every part.

    Raises:
        CannotWrite: it cannot be written.
    """
    moment = datetime.fromisoformat(created).timetuple()[:6]
    with whole(path) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            one = zipfile.ZipInfo(name, moment)
            one.external_attr = 0o644 << 16
            archive.writestr(one, data)


def read(path: Path) -> Opened:
    """Return what lies in a bundle; nothing is unpacked to disk.

    Raises:
        NoFile: there is no such file.
        PortfolioError: it is no zip, or would unpack to far more than a portfolio.
    """
    try:
        if path.stat().st_size > 2 * MOST_BYTES:
            raise PortfolioError(f"{path} is far larger than any portfolio, so it is not read; ask for it again.")
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _guard(path, entries)
            return _opened(archive, file, entries)
    except FileNotFoundError as error:
        raise NoFile(
            f"There is no file {path}; name the bundle that `toask portfolio --bundle` wrote, or the signed one that "
            "`toask portfolio sign` wrote."
        ) from error
    except OSError as error:
        raise PortfolioError(
            f"{path} cannot be read ({error.strerror or error}); check the file and try again."
        ) from error
    except _ODD as error:
        raise PortfolioError(
            f"{path} is no bundle, or only a piece of one is there; ask for it again, or name another file."
        ) from error


def _guard(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    total = sum(one.file_size for one in entries)
    bomb = any(one.file_size > _SMALL and one.file_size > _RATIO * max(one.compress_size, 1) for one in entries)
    if bomb or total > MOST_BYTES or len(entries) > _MOST_PARTS:
        raise PortfolioError(
            f"{path} would unpack to {len(entries)} parts of {total // 1_000_000} MB, more than any portfolio, "
            "so it is not read; ask for it again."
        )


def _opened(archive: zipfile.ZipFile, file: BinaryIO, entries: list[zipfile.ZipInfo]) -> Opened:
    names = [one.filename for one in entries]
    foreign = sorted({one for one in names if one not in KNOWN or names.count(one) > 1})
    parts: dict[str, bytes] = {}
    damaged = []
    for one in entries:
        if one.filename in foreign:
            continue
        data = _bytes(archive, file, one)
        if data is None:
            damaged.append(one.filename)
        else:
            parts[one.filename] = data
    return Opened(parts, tuple(damaged), tuple(foreign))


def _bytes(archive: zipfile.ZipFile, file: BinaryIO, one: zipfile.ZipInfo) -> bytes | None:
    """Return a part as it lies there, also when the zip's own check on it fails; None: it cannot be read."""
    if one.compress_type == zipfile.ZIP_STORED and not one.flag_bits & 0x1:
        with suppress(OSError, *_ODD):
            return _stored(file, one)
    try:
        return archive.read(one)
    except _ODD:
        return None


def _stored(file: BinaryIO, one: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a part that was not compressed.

    Raises:
        ValueError: the zip is damaged where it says where the part lies.
        struct.error: it breaks off there.
    """
    file.seek(one.header_offset)
    magic, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
    file.seek(one.header_offset + _LOCAL.size + name + extra)
    data = file.read(one.file_size)
    if magic != b"PK\x03\x04" or len(data) != one.file_size:
        raise ValueError(one.filename)
    return data
