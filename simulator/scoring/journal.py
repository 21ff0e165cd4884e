"""The journal of a run: every scored conversation as soon as it is done, so that a killed run goes on where it stopped.

JSON lines. The first names what the figures depend on; a run with another coder or other settings does not mix with it.
A line that was being written when the process died is cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from simulator.i18n import mark, tr
from simulator.scoring.errors import ScoringError
from simulator.scoring.jsontext import dumps
from simulator.scoring.model import Scored, to_json

FORM = 1
ENDING = ".journal"
"""Of the journal of a single file, beside it; that of a folder lies inside."""
_BEGINS = b'{"toask-journal"'
_NAMES = {"coder": mark("coder"), "codebook": mark("codebook"), "language": mark("language")}
"""What a figure depends on, as people say it; the rest goes by its own name."""


def line_of(key: str, one: Scored) -> str:
    """Return a conversation as its line of the journal, without the end of the line."""
    return dumps({"key": key, "source": one.source, "scored": to_json(one)})


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
        self._at: dict[str, int] = {}
        self._end = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("a+b")
        except OSError as error:
            line = tr("Cannot write {path} ({why}); choose another place for the output.")
            raise ScoringError(line.format(path=self.wanted, why=_why(error))) from error
        try:
            _lock(self._file, self.wanted)
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

    @property
    def wanted(self) -> Path:
        """The output that it is kept for, which is what the user named."""
        return self.path.with_suffix("") if self.path.suffix == ENDING else self.path.parent

    def add(self, keys: Sequence[str], scored: Sequence[Scored]) -> None:
        """Keep conversations; they are on the disk when this returns.

        Raises:
            ScoringError: the disk is full or gone.
        """
        self.put(keys, [line_of(key, one) for key, one in zip(keys, scored, strict=True)])

    def put(self, keys: Sequence[str], lines: Sequence[str]) -> None:
        """Keep conversations that are lines already (`line_of`); one that is held stays as it is.

        Raises:
            ScoringError: the disk is full or gone.
        """
        new = {key: line for key, line in zip(keys, lines, strict=True) if key not in self.done}
        if not new:
            return
        places = self._write(list(new.values()))
        self._at.update(zip(new, places, strict=True))
        self.done.update(new)

    def rows(self, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Yield the conversations with these keys, in this order, as they are written in JSON, with their `source`."""
        with self.path.open("rb") as file:
            for key in wanted:
                file.seek(self._at[key])
                row = json.loads(file.readline())
                yield {**row["scored"], "source": row["source"]}

    def _write(self, lines: Sequence[str]) -> list[int]:
        """Write lines and return where each begins, in bytes."""
        held = [f"{line}\n".encode() for line in lines]
        try:
            self._file.write(b"".join(held))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            line = tr("Cannot write {path} ({why}); free space and give the same command again: it goes on.")
            raise ScoringError(line.format(path=self.wanted, why=_why(error))) from error
        ends = list(accumulate(map(len, held), initial=self._end))
        self._end = ends[-1]
        return ends[:-1]

    def _recover(self) -> None:
        """Read which conversations are done, and cut off what was half written."""
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file):
            row = _row(line)
            if number == 0 and row != self._head and not _BEGINS.startswith(line[: len(_BEGINS)]):
                told = tr(
                    "What is scored for {output} would be kept in {path}, and that is a file of something else; "
                    "choose another place for the output."
                )
                raise ScoringError(told.format(output=self.wanted, path=self.path))
            if row is None:
                break
            if number == 0 and row != self._head:
                raise self._other(row)
            if number:
                self.done.add(row["key"])
                self._at[row["key"]] = whole
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)
        self._end = whole
        if not whole:
            self._write([dumps(self._head)])

    def _other(self, row: Mapping[str, Any]) -> ScoringError:
        names = [name for name in sorted({*row, *self._head}) if row.get(name) != self._head.get(name)]
        line = tr(
            "{path} holds an earlier run for {output}, in which this was different: {what}; remove that file to begin "
            "anew, or choose another place for the output."
        )
        what = ", ".join(tr(_NAMES[name]) if name in _NAMES else name for name in names)
        return ScoringError(line.format(output=self.wanted, path=self.path, what=what))


def _why(error: OSError) -> str:
    return tr(error.strerror or str(error))


def _row(line: bytes) -> dict[str, Any] | None:
    """Return a whole line of a journal; None for one that was half written."""
    if not line.endswith(b"\n"):
        return None
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and ("toask-journal" in row or "scored" in row) else None


def _lock(file: BinaryIO, output: Path) -> None:
    """Hold the journal for this process where the system can."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        line = tr("Another run is writing {path}; wait for it, or choose another place.")
        raise ScoringError(line.format(path=output)) from error
