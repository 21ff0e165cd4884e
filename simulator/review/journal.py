"""The file of a review project: JSON lines that are only added to, each on the disk before anybody sees it.

Several people may work in one project at once, each in an own window: before a line is written, what others have
written meanwhile is taken in. What was being written when a program died is left out when the file is next written to.
"""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from simulator.coding.codebook import VERSION
from simulator.i18n import tr
from simulator.practice.store import now
from simulator.review.errors import ReviewError
from simulator.review.project import DECISIONS, HEAD, Project
from simulator.scoring.jsontext import dumps

FORM = 1


class Journal:
    """A project that is open. `project`: what is on the disk, as far as this window has read it.

    Args:
        path: of the file; it is made when it is not there.

    Raises:
        ReviewError: it cannot be read or written, or it is no review project.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.project = path, Project()
        self._at = 0
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Unbuffered: what could not be written must not be tried again when the file is closed.
            self._file: BinaryIO = path.open("a+b", buffering=0)
        try:
            self.read()
            if not self.project.id:
                self._begin()
        except BaseException:
            self._file.close()
            raise

    def read(self) -> list[dict[str, Any]]:
        """Take in what was written since, and return it.

        Raises:
            ReviewError: it cannot be read, or it is no review project.
        """
        with self._told():
            self._file.seek(self._at)
            data = self._file.read()
        whole = data.rfind(b"\n") + 1
        self._at += whole
        found = _taken(self.project, data[:whole])
        if self._at and not self.project.id:
            raise _none(self.path)
        return found

    def _begin(self) -> None:
        """Write the first line of a new project, also over one that a crash cut off."""
        with self._told():
            self._file.seek(0)
            begun = self._file.read()
        if begun and not begun.startswith(f'{{"{HEAD}"'.encode()):
            raise _none(self.path)
        self.write({HEAD: FORM, "id": uuid.uuid4().hex, "codebook": VERSION})
        _keep_name(self.path.parent)

    def write(self, event: Mapping[str, Any]) -> None:
        """Add an event, with the time, and take it in.

        Raises:
            ReviewError: it could not be kept, or the same coding of the same turn was changed in another window, or
                something was taken out of the project for good there.
        """
        with self._alone():
            self._refuse_gone()
            self._refuse_twice(event, self.read())
            line = (dumps({**event, "at": now()}) + "\n").encode()
            with self._told():
                size = self._file.seek(0, os.SEEK_END)
                if size > self._at:
                    self._file.truncate(self._at)
                try:
                    if self._file.write(line) != len(line):
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                    os.fsync(self._file.fileno())
                except OSError:
                    with suppress(OSError):
                        self._file.truncate(self._at)
                    raise
            self.read()

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._file.close()

    def _refuse_twice(self, event: Mapping[str, Any], others: list[dict[str, Any]]) -> None:
        """See that what is decided was not decided otherwise a moment ago, unseen."""
        if event.get("do") not in DECISIONS:
            return
        mine = _about(event)
        if any(other.get("do") in DECISIONS and _about(other) == mine for other in others):
            raise ReviewError(tr("This turn was changed in another window just now; look at it and decide again."))

    def _refuse_gone(self) -> None:
        """See that what is open is the file under that name: what is added to one that was removed, nobody finds."""
        with suppress(OSError):
            if os.path.samestat(os.fstat(self._file.fileno()), self.path.stat()):
                return
        line = tr("{path} was changed or removed in another window; open the project again.")
        raise ReviewError(line.format(path=self.path))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other windows from writing meanwhile, where the system can."""
        try:
            import fcntl
        except ImportError:  # not on Windows
            yield
            return
        with suppress(OSError):  # a network folder may know no locks
            fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_UN)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            line = tr("This was not kept: {path} cannot be used ({why}). Free some space or mend its permissions.")
            raise ReviewError(line.format(path=self.path, why=error.strerror or error)) from error


def _about(event: Mapping[str, Any]) -> tuple[object, ...]:
    """Return which turn of whose coding an event is about."""
    agreed = event.get("layer") == "agreed"
    return event.get("talk"), event.get("turn"), agreed or str(event.get("who", "")).casefold()


def load(path: Path) -> Project:
    """Return a project without writing to it; what was being written when a program died is left out.

    Raises:
        ReviewError: there is no such file, or it is no review project.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        line = tr("{path} cannot be read ({why}); `toask review list` shows the projects.")
        raise ReviewError(line.format(path=path, why=error.strerror or error)) from error
    project = Project()
    _taken(project, data[: data.rfind(b"\n") + 1])
    if not project.id:
        raise _none(path)
    return project


def _taken(project: Project, data: bytes) -> list[dict[str, Any]]:
    """Take whole lines into a project and return their events; lines that a bad disk spoilt are counted."""
    found = []
    for line in data.split(b"\n")[:-1]:
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict):
            project.apply(event)
            found.append(event)
        else:
            project.skipped += 1
    return found


def _none(path: Path) -> ReviewError:
    return ReviewError(tr("{path} is no review project; name another file.").format(path=path))


def _keep_name(folder: Path) -> None:
    """See that the new file's name is on the disk too."""
    with suppress(OSError):
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
