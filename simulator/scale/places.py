"""Files from anywhere: this machine, or an address that fsspec opens (`s3://…`, `gs://…`, `memory://…`).

A far file is fetched when its turn comes and removed when it is read, so that a corpus may be larger than the disk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from simulator.extras import needed
from simulator.scale.errors import ScaleError
from simulator.scoring.intake import File, find
from simulator.transcripts.formats import formats


@dataclass(frozen=True, slots=True)
class Far:
    """A file at an address: where it is, the name that it has in the output, its size in bytes (0: not known)."""

    address: str
    name: str
    size: int = 0

    @contextmanager
    def near(self) -> Iterator[File]:
        """Fetch it, and yield it as a file of this machine until it is read.

        Raises:
            ScaleError: it cannot be fetched.
        """
        with tempfile.TemporaryDirectory(prefix="toask-") as folder:
            place = Path(folder) / PurePosixPath(self.name).name
            with _open(self.address) as (system, path):
                system.get_file(path, str(place))
            yield File(place, self.name)


@dataclass(frozen=True, slots=True)
class Files:
    """Files near and far, in their order; iterating fetches the far ones one at a time."""

    found: tuple[File | Far, ...]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.found)

    def __iter__(self) -> Iterator[File]:
        """Yield each as a file that can be opened.

        Raises:
            ScaleError: one cannot be fetched; what was scored before is kept in the journal.
        """
        for one in self.found:
            if isinstance(one, File):
                yield one
                continue
            with one.near() as file:
                yield file

    @property
    def sizes(self) -> list[int]:
        """Bytes of each; 0 where nobody knows."""
        return [one.size if isinstance(one, Far) else _size(one.path) for one in self.found]


def is_far(name: str) -> bool:
    """Return whether a name is an address and no path of this machine."""
    return "://" in name


def gather(names: Sequence[str], chosen: str = "", without: Iterable[Path] = ()) -> Files:
    """Return what is meant by paths and addresses, each file once; folders as `simulator.scoring.intake.find` does.

    Args:
        names: files, folders and patterns with `*` at an address.
        chosen: a format's name; a folder's files then are those with its endings.
        without: what a folder of this machine is read without.

    Raises:
        ScaleError: nothing is there, or it cannot be reached.
        ScoringError: the same for paths of this machine.
        MissingExtra: fsspec is not installed.
    """
    out: dict[str, File | Far] = {}
    held = [*without]
    for name in names:
        found: Iterable[File | Far] = _list(name, chosen) if is_far(name) else find([name], chosen, held)
        for one in found:
            out.setdefault(one.address if isinstance(one, Far) else str(one.path.resolve()), one)
    return Files(tuple(out.values()))


def _list(address: str, chosen: str) -> list[Far]:
    """Return the files at an address, a folder or a pattern."""
    endings = {ending for one in formats() if chosen in ("", one.name) for ending in one.endings}
    with _open(address) as (system, path):
        if not any(sign in path for sign in "*?[") and system.isfile(path):
            return [_far(system, path, PurePosixPath(path).name, system.size(path))]
        inside = system.glob(path, detail=True) if "*" in path else system.find(path, detail=True)
    begin = "" if "*" in path else f"{path.rstrip('/')}/"
    out = []
    for one, about in sorted(inside.items()):
        name = one.removeprefix(begin) if begin else PurePosixPath(one).name
        hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
        if about.get("type") == "file" and PurePosixPath(one).suffix.lower() in endings and not hidden:
            out.append(_far(system, one, name, about.get("size")))
    if not out:
        raise ScaleError(f"{address} holds no transcripts ({' '.join(sorted(endings))}); check the address.")
    return out


def _far(system: Any, path: str, name: str, size: object) -> Far:  # noqa: ANN401 - a file system of fsspec
    return Far(system.unstrip_protocol(path), name, size if isinstance(size, int) else 0)


@contextmanager
def _open(address: str) -> Iterator[tuple[Any, str]]:
    """Yield the file system of an address and the path in it, with what goes wrong there said in one sentence."""
    with needed("An address"):
        from fsspec.core import url_to_fs
    shown = address.split("?")[0][:200]
    try:
        yield url_to_fs(address)
    except FileNotFoundError as error:
        raise ScaleError(f"There is nothing at {shown}; check the address.") from error
    except ImportError as error:
        raise ScaleError(f"{shown} cannot be opened ({error}); install that package beside toask.") from error
    except (OSError, ValueError) as error:
        raise ScaleError(
            f"{shown} cannot be read ({error}); check it and your rights there, and give the same command again."
        ) from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
