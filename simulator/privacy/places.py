"""Where everything of the user is kept on this machine, and how much it is. Nothing is kept anywhere else."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator.files import exports_folder
from simulator.migrate import before
from simulator.models import folder
from simulator.practice.api import PracticeError
from simulator.practice.database import default_path

Kind = Literal[
    "database", "aside", "drafts", "observations", "reviews", "settings", "vectors", "scenarios", "other", "exports"
]  # fmt: skip
"""What a place holds. `aside`: damaged databases that were kept; `drafts`: what an editor left behind; `observations`:
observer sheets that are not finished; `reviews`: what people coded, where it does not lie beside a transcript;
`vectors`: numbers of scenario wordings, no words of the user; `other`: what is in the data folder and not toask's."""

GONE: tuple[Kind, ...] = ("aside", "drafts", "observations", "reviews", "settings", "vectors")
"""What goes when everything is deleted, beside the rows of the database. The user's own scenarios, exports and files
that are not toask's stay; who deletes is told where they are."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place where something of the user is kept.

    Attributes:
        path: a file, or the folder that holds `files`. `size`: bytes of all of them.
    """

    kind: Kind
    path: Path
    files: tuple[Path, ...]
    size: int

    @property
    def there(self) -> bool:
        """Whether anything is kept there now."""
        return bool(self.files)


def places(settings: Path, database: Path | None = None) -> list[Place]:
    """Return all places, also those that are empty.

    Args:
        settings: the file in which the app remembers its settings.
        database: the practice log (default: the user's own).
    """
    held = database or default_path()
    sheets, temporary = held.parent / "observations", Path(tempfile.gettempdir())
    reviews = held.parent / "reviews"
    found = [
        _place("database", held, [*_beside(held)]),
        _place("aside", held.parent, aside(held)),
        _place("observations", sheets, _files(sheets)),
        _place("reviews", reviews, _files(reviews)),
        _place("drafts", temporary, [one for one in temporary.glob("toask-*.md") if _own(one)]),
        _place("settings", settings.parent, _kept(settings.parent)),
        _place("vectors", folder.root(), [one for top in _vectors() for one in _files(top)]),
        _place("scenarios", own_scenarios(), _files(own_scenarios())),
        _place("exports", exports_folder(), _files(exports_folder())),
    ]
    known = {one for place in found for one in (place.path, *place.files, *_vectors())}
    other = sorted(one for one in held.parent.glob("*") if one not in known)
    return [*found[:-1], _place("other", held.parent, other), found[-1]]


def own_scenarios() -> Path:
    """Return the folder of the user's own scenarios; it need not exist."""
    from simulator.scenario.catalog import user_folder

    return user_folder()


def clear(found: Sequence[Place], kinds: Sequence[Kind] = GONE) -> None:
    """Remove what these kinds of places hold; a link is removed, never what it points to.

    Raises:
        PracticeError: something could not be removed.
    """
    for place in found:
        if place.kind not in kinds:
            continue
        try:
            for file in place.files:
                file.unlink(missing_ok=True)
            for top in _vectors() if place.kind == "vectors" else ():
                if top.is_dir() and not top.is_symlink():
                    shutil.rmtree(top)
        except OSError as error:
            where = error.filename or place.path
            raise PracticeError(
                f"Cannot remove {where} ({error.strerror}); close what uses it, then delete again."
            ) from error


def _place(kind: Kind, path: Path, files: Sequence[Path]) -> Place:
    size = 0
    for file in files:
        with suppress(OSError):
            size += file.lstat().st_size
    return Place(kind, path, tuple(files), size)


def _beside(database: Path) -> Iterator[Path]:
    """Yield the database, what SQLite keeps next to it, and copies of it from before a newer schema."""
    yield from before(database)
    for tail in ("", "-wal", "-shm", "-journal", ".suspect"):
        path = database.with_name(database.name + tail)
        if path.exists():
            yield path


def aside(database: Path) -> list[Path]:
    """Return the damaged copies of a database that were kept."""
    return sorted(database.parent.glob(f"{database.stem}.damaged-*"))


def _kept(config: Path) -> list[Path]:
    """Return the files of settings, also what a crash left of one that was being written."""
    names = ("settings.json*", ".settings.json.*", "model.json")
    return [path for name in names for path in sorted(config.glob(name))]


def _own(path: Path) -> bool:
    """Return whether a file is this user's and no link: a temporary folder is everybody's."""
    with suppress(OSError, AttributeError):
        return path.is_file() and not path.is_symlink() and path.lstat().st_uid == os.getuid()
    return False


def _vectors() -> list[Path]:
    return sorted(folder.root().glob("vectors-*"))


def _files(top: Path) -> list[Path]:
    """Return the files in a folder, links themselves and not what they point to; nothing where there is no folder."""
    if top.is_symlink() or top.is_file():
        return [top]
    return sorted(one for one in top.rglob("*") if one.is_symlink() or one.is_file()) if top.is_dir() else []
