"""The sheet that an observer is ticking: each tick is on the disk before anybody sees it, so a crash loses none."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

from simulator.coding.codebook import CODES, VALUES
from simulator.i18n import tr
from simulator.observing.sheet import HEAD, NAMED, OWN, Mark, Observation, after, read_lines, tidy
from simulator.practice.api import PracticeError
from simulator.scoring.jsontext import dumps

FORM = 1
MOST_MARKS = 1500
LONGEST_NOTE = 300
LONGEST_NOTES = 30_000


class Sheet:
    """A sheet that is being ticked: one process at a time. `seen`: what is on the disk.

    A sheet that is opened again waits, at the time of its last mark; the next tick lets the time go on.

    Args:
        path: of the file.
        head: of a new sheet (see `Observation`); None: open the one that is there.
        clock: seconds that only go up.

    Raises:
        PracticeError: the file cannot be written, holds no sheet, or is open elsewhere.
    """

    def __init__(self, path: Path, head: Observation | None = None, clock: Callable[[], float] = monotonic) -> None:
        self.path, self._clock = path, clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Unbuffered: what could not be written must not be tried again when the file is closed.
            self._file: BinaryIO = path.open("x+b" if head else "r+b", buffering=0)
        except OSError as error:
            raise _unwritten(path, error) from error
        try:
            _hold(self._file)
            self.seen, self._end = self._begun(head) if head else self._found()
        except BaseException:
            self._file.close()
            raise
        self._before = self.seen.seconds
        self._since = clock() if head else None

    def _begun(self, head: Observation) -> tuple[Observation, int]:
        self._end = 0
        self._write({HEAD: FORM} | {name: getattr(head, name) for name in NAMED})
        return head, self._end

    def _found(self) -> tuple[Observation, int]:
        seen, whole = read_lines(self._file.read())
        if seen is None:
            raise PracticeError(tr("{path} is no observer sheet; start a new one.").format(path=self.path))
        self._file.truncate(whole)
        self._file.seek(whole)
        return seen, whole

    @property
    def paused(self) -> bool:
        """Whether the time stands still."""
        return self._since is None

    def elapsed(self) -> float:
        """Return seconds since the start, pauses left out."""
        return self._before + (self._clock() - self._since if self._since is not None else 0.0)

    def tick(self, code: str, note: str = "") -> Mark:
        """Tick a code (or `OWN`); a tick in a pause ends the pause, for then they are talking.

        Raises:
            PracticeError: it is no code, the sheet is full, or it could not be kept.
        """
        if code not in VALUES and code != OWN:
            raise PracticeError(tr("“{code}” is no code; choose one of {codes}.").format(
                code=tidy(code, 20), codes=", ".join(CODES)
            ))  # fmt: skip
        if len(self.seen.marks) >= MOST_MARKS:
            raise PracticeError(
                tr("This sheet is full ({n} ticks); finish it and start a new one.").format(n=MOST_MARKS)
            )
        self.go_on()
        self._do(do="tick", code=code, text=self._note(note))
        return self.seen.marks[-1]

    def note(self, text: str) -> None:
        """Keep a note with the last tick; before the first one, with the sheet.

        Raises:
            PracticeError: the notes are too long, or it could not be kept.
        """
        kept = self._note(text)
        if kept:
            self._do(do="note", text=kept)

    def undo(self) -> Mark | None:
        """Take back the last tick and return it; None: there is none."""
        if not self.seen.marks:
            return None
        last = self.seen.marks[-1]
        self._do(do="undo")
        return last

    def pause(self) -> None:
        """Let the time stand still."""
        if self._since is not None:
            self._before, self._since = self.elapsed(), None
            self._do(do="pause")

    def go_on(self) -> None:
        """Let the time go on."""
        if self._since is None:
            self._since = self._clock()

    def close(self) -> None:
        """Close the file, with the time that it took; safe to call twice."""
        if not self._file.closed:
            with suppress(PracticeError):
                self.pause()
            self._file.close()

    def _note(self, text: str) -> str:
        kept = tidy(text, LONGEST_NOTE)
        held = sum(len(mark.note) for mark in self.seen.marks) + sum(len(one) for _, one in self.seen.remarks)
        if held + len(kept) > LONGEST_NOTES:
            raise PracticeError(tr("There is no room for more notes on this sheet; ticks still fit."))
        return kept

    def _do(self, **event: str) -> None:
        full = {**event, "at": round(self.elapsed(), 1)}
        self._write(full)
        self.seen = after(self.seen, full)

    def _write(self, event: Mapping[str, Any]) -> None:
        line = (dumps(event) + "\n").encode()
        try:
            if self._file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._end)
                self._file.seek(self._end)
            raise _unwritten(self.path, error) from error
        self._end += len(line)


def _hold(file: BinaryIO) -> None:
    """Keep the sheet for this process where the system can."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise PracticeError(tr("This sheet is open in another window; go on there, or close it first.")) from error


def _unwritten(path: Path, error: OSError) -> PracticeError:
    line = tr("This was not kept: {folder} cannot be written ({why}). Free some space and tick again.")
    return PracticeError(line.format(folder=path.parent, why=error.strerror or error))
