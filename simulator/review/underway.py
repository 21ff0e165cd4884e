"""The projects that somebody can go on with, as a list shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.review.errors import ReviewError
from simulator.review.intake import LOGGED
from simulator.review.journal import load
from simulator.review.places import listed
from simulator.review.project import Reviewed


@dataclass(frozen=True, slots=True)
class Underway:
    """A project: its file, its transcripts, and why it cannot be opened (empty: it can)."""

    path: Path
    talks: tuple[Reviewed, ...] = ()
    problem: str = ""


def underway(folders: Iterable[Path] = (), known: Sequence[str] = ()) -> list[Underway]:
    """Return the projects of the data folder, of other folders, and those known by their files; without empty ones.

    Args:
        folders: that may hold projects.
        known: files of projects that were opened before; those that are gone are left out.
    """
    found = listed(folders)
    seen = {path.resolve() for path in found}
    found += [path for path in map(Path, known) if path.is_file() and path.resolve() not in seen]
    return [one for one in map(_read, dict.fromkeys(found)) if one.talks or one.problem]


def practised(projects: Iterable[Underway]) -> set[str]:
    """Return the ids of the practised conversations that are in these projects."""
    sources = (held.talk.source for one in projects for held in one.talks)
    return {source.removeprefix(LOGGED) for source in sources if source.startswith(LOGGED)}


def _read(path: Path) -> Underway:
    try:
        return Underway(path, tuple(load(path).talks.values()))
    except ReviewError as error:
        return Underway(path, problem=str(error))
