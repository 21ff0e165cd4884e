"""Taking a transcript out of review projects for good: its words, its codings, and what was spoilt beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.files import write_bytes
from simulator.i18n import trn
from simulator.review.errors import ReviewError
from simulator.review.intake import LOGGED
from simulator.review.journal import load
from simulator.review.places import ENDING, title


@dataclass(frozen=True, slots=True)
class Holding:
    """A project that holds a conversation.

    Attributes:
        path: its file. `coders`: who coded the conversation. `others`: how many other transcripts it holds.
    """

    path: Path
    coders: tuple[str, ...] = ()
    others: int = 0

    def says(self) -> str:
        """Return what it is called, who coded the conversation, and what stays in it."""
        stays = trn("{n} other transcript stays", "{n} other transcripts stay", self.others).format(n=self.others)
        return " · ".join(filter(None, (title(self.path), ", ".join(self.coders), stays if self.others else "")))


def inside(folder: Path) -> list[Path]:
    """Return the projects that lie in a folder itself; a link leads elsewhere."""
    found = sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []
    return [path for path in found if path.is_file() and not path.is_symlink()]


def holding(conversation: str, paths: Iterable[Path]) -> list[Holding]:
    """Return which of these projects hold a practised conversation; one that cannot be read is passed over."""
    found = []
    for path in paths:
        with suppress(OSError):
            if _mentions(path.read_bytes(), conversation):
                found.append(_holding(path, f"{LOGGED}{conversation}"))
    return found


def leave_out(conversation: str, folder: Path) -> None:
    """Take a practised conversation out of all projects in a folder; one that holds no other goes.

    Raises:
        OSError: one cannot be read or removed.
        CannotWrite: one cannot be written.
    """
    for path in inside(folder):
        with _alone(path):
            data = path.read_bytes()
            if path.name == f"conversation-{conversation}{ENDING}" or _mentions(data, conversation):
                kept, talks = _without(data, f"{LOGGED}{conversation}")
                if talks:
                    write_bytes(path, kept)
                else:
                    path.unlink()


def _mentions(data: bytes, conversation: str) -> bool:
    return f"{LOGGED}{conversation}".encode() in data


def _holding(path: Path, source: str) -> Holding:
    try:
        talks = load(path).talks.values()
    except ReviewError:  # damaged, and its words are in it all the same
        return Holding(path)
    own = [held for held in talks if held.talk.source == source]
    coders = dict.fromkeys(name for held in own for name in held.codings)
    return Holding(path, tuple(coders), len(talks) - len(own))


def _without(data: bytes, source: str) -> tuple[bytes, int]:
    """Return a project's lines without those of one source, and how many transcripts are left.

    Lines that cannot be read go too, and those of a transcript that is not there: they may hold its words.
    """
    events = [(line, event) for line in data.split(b"\n") if (event := _event(line)) is not None]
    talks = {str(talk.get("id")) for _, event in events if (talk := _talk(event)) and talk.get("source") != source}
    gone = {str(talk.get("id")) for _, event in events if (talk := _talk(event)) and talk.get("source") == source}
    kept = [line for line, event in events if "talk" not in event or _about(event) in talks - gone]
    return b"".join(line + b"\n" for line in kept), len(talks - gone)


def _about(event: dict[str, Any]) -> str:
    """Return the id of the transcript that an event is about."""
    talk = _talk(event)
    return str(talk.get("id") if talk else event.get("talk"))


def _talk(event: dict[str, Any]) -> dict[str, Any] | None:
    """Return the transcript that an event brings in."""
    held = event.get("talk")
    return held if isinstance(held, dict) else None


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other windows from writing meanwhile; a window that waited sees that the file is another one then."""
    try:
        import fcntl
    except ImportError:  # Windows, where no file is replaced that is open
        yield
        return
    with path.open("rb") as file:
        with suppress(OSError):  # a network folder may know no locks
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
