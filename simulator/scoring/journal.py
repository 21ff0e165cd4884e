"""The journal of a run: every scored conversation as soon as it is done, so that a killed run goes on where it stopped.

JSON lines. The first names what the figures depend on; a run with another coder or other settings does not mix with it.
A line that was being written when the process died is cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from simulator.scoring.errors import ScoringError
from simulator.scoring.jsontext import dumps
from simulator.scoring.model import Scored, to_json
from simulator.transcripts.model import Conversation

FORM = 1
_BEGINS = b'{"toask-journal"'


def key_of(conversation: Conversation, place: int, acts: Sequence[str] = ()) -> str:
    """Return what tells this conversation from others: its file, its place in it, all that is said and done in it."""
    digest = hashlib.sha256(f"{conversation.source}\0{place}\0{conversation.id}\0{conversation.language}".encode())
    for line in conversation.lines:
        digest.update(f"\0{line.role}\0{line.speaker}\0{line.timestamp}\0{line.text}".encode("utf-8", "surrogatepass"))
    digest.update("\0".join(acts).encode())
    return digest.hexdigest()[:32]


class Journal:
    """An open journal; a context manager. One process at a time.

    Args:
        path: where it lies; made when it is not there.
        head: what the figures depend on (coder, codebook, settings).

    Raises:
        ScoringError: it cannot be written, another run holds it, or it was begun with another `head`.
    """

    def __init__(self, path: Path, head: Mapping[str, Any]) -> None:
        self.path = path
        self._head = {"toask-journal": FORM, **head}
        self.done: set[str] = set()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("a+b")
        except OSError as error:
            raise ScoringError(
                f"Cannot write {path} ({error.strerror}); choose another place for the output."
            ) from error
        try:
            _lock(self._file, path)
            self._recover()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Journal:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what it holds stays."""
        self._file.close()

    def add(self, keys: list[str], scored: list[Scored]) -> None:
        """Keep conversations; they are on the disk when this returns.

        Raises:
            ScoringError: the disk is full or gone.
        """
        lines = [
            dumps({"key": key, "source": one.source, "scored": to_json(one)})
            for key, one in zip(keys, scored, strict=True)
        ]
        self._write(lines)
        self.done.update(keys)

    def rows(self, wanted: set[str]) -> Iterator[dict[str, Any]]:
        """Yield the conversations with these keys as they are written in JSON, one at a time, with their `source`."""
        with self.path.open("rb") as file:
            next(file, None)
            for line in file:
                row = json.loads(line)
                if row["key"] in wanted:
                    yield {**row["scored"], "source": row["source"]}

    def _write(self, lines: list[str]) -> None:
        try:
            self._file.write("".join(f"{line}\n" for line in lines).encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ScoringError(
                f"Cannot write {self.path} ({error.strerror}); free space and give the same command again: it goes on."
            ) from error

    def _recover(self) -> None:
        """Read which conversations are done, and cut off what was half written."""
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file):
            row = _row(line)
            if number == 0 and row != self._head and not _BEGINS.startswith(line[: len(_BEGINS)]):
                raise ScoringError(f"{self.path} is not a journal of toask; choose another place for the output.")
            if row is None:
                break
            if number == 0 and row != self._head:
                raise self._other(row)
            if number:
                self.done.add(row["key"])
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)
        if not whole:
            self._write([dumps(self._head)])

    def _other(self, row: Mapping[str, Any]) -> ScoringError:
        names = [name for name in sorted({*row, *self._head}) if row.get(name) != self._head.get(name)]
        return ScoringError(
            f"{self.path} was begun with another {' and '.join(names)}; remove it to begin anew, or choose another "
            f"place for the output."
        )


def _row(line: bytes) -> dict[str, Any] | None:
    """Return a whole line of a journal; None for one that was half written."""
    if not line.endswith(b"\n"):
        return None
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and ("toask-journal" in row or "scored" in row) else None


def _lock(file: BinaryIO, path: Path) -> None:
    """Hold the journal for this process where the system can."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ScoringError(f"Another run is writing {path}; wait for it, or choose another place.") from error
