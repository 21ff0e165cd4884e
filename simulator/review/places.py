"""Where review projects lie: beside the transcript, or in the data folder for practised conversations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from simulator.i18n import tr
from simulator.practice.api import UnknownName
from simulator.practice.database import default_path
from simulator.review.errors import ReviewError
from simulator.review.intake import LOGGED

ENDING = ".review"


def folder() -> Path:
    """Return where projects lie that have no transcript to lie beside; it need not exist."""
    return default_path().parent / "reviews"


def is_project(name: str) -> bool:
    """Return whether a name is that of a project's file."""
    return name.endswith(ENDING)


def project_for(names: Sequence[str], chosen: str = "") -> Path:
    """Return the project for what was named.

    It is the one chosen; the one that was named itself; else it lies beside the first file, under its name (in a folder
    that was named, under the folder's name); in the data folder where that cannot be written, and for conversations.

    Raises:
        ReviewError: more than one project was named.
    """
    if chosen:
        return Path(chosen)
    projects = [name for name in names if is_project(name)]
    if len(projects) > 1:
        raise ReviewError(tr("Name one project at a time; a project may hold many transcripts."))
    if projects:
        return Path(projects[0])
    first = names[0]
    if first.startswith(LOGGED):
        # Erasing a conversation (`simulator.review.erase`) goes by this name where nothing is in it yet.
        return folder() / f"conversation-{_plain(first.removeprefix(LOGGED))}{ENDING}"
    path = Path(first)
    inside, name = (path, path.resolve().name) if path.is_dir() else (path.parent, path.stem)
    beside = inside / f"{name}{ENDING}"
    if os.access(beside if beside.exists() else inside, os.W_OK):
        return beside
    return folder() / f"{_plain(name)}{ENDING}"


def listed(folders: Iterable[Path] = ()) -> list[Path]:
    """Return the projects of the data folder and of some other folders, the latest first."""
    found = {path.resolve(): path for top in (folder(), *folders) if top.is_dir() for path in top.glob(f"*{ENDING}")}
    return sorted(found.values(), key=lambda path: path.stat().st_mtime, reverse=True)


def find(name: str) -> Path:
    """Return a project by its file, or by the beginning of the name of one that `listed` gives.

    Raises:
        UnknownName: there is none, or several are meant.
    """
    if Path(name).is_file():
        return Path(name)
    some = [path for path in listed([Path()]) if path.name.casefold().startswith(name.casefold())]
    if len(some) == 1:
        return some[0]
    line = tr("{n} projects begin with “{name}”; give its file.") if some else tr(
        "There is no review project “{name}”; `toask review list` shows them."
    )  # fmt: skip
    raise UnknownName(line.format(n=len(some), name=name[:60]))


def title(path: Path) -> str:
    """Return what a project is called."""
    return path.name.removesuffix(ENDING)


def _plain(name: str) -> str:
    return "".join(char if char.isalnum() or char in "-_ " else "-" for char in name)
