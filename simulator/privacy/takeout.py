"""Everything of the user in one ZIP file: the log as JSON lines, the conversations to read, settings, own scenarios.

Left out is what is not the user's and would give away what a school still hides: the scenario's text, and in the log
which hidden item a turn came near.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.files import whole
from simulator.practice.api import PracticeError
from simulator.practice.database import said_plainly
from simulator.practice.store import Store
from simulator.privacy.disguise import disguised
from simulator.privacy.erase import tables
from simulator.privacy.export import render
from simulator.privacy.places import Kind, Place
from simulator.privacy.pseudonyms import Pseudonyms
from simulator.privacy.takeout_readme import readme
from simulator.report.words import Words
from simulator.when import day

Row = dict[str, Any]
COPIED: tuple[Kind, ...] = ("settings", "observations", "reviews", "drafts", "scenarios", "aside")
"""Places whose files go along as they are; without names, only those that are text."""
_JSON = frozenset({"data", "meta", "body"})
_HIDDEN: Mapping[str, tuple[str, ...]] = {
    "coded": ("hits", "echoes"), "decided": ("target", "because", "variant"), "said": ("rejected",),
}  # fmt: skip
_TEXT = (".json", ".jsonl", ".md", ".txt", ".yaml", ".yml", ".csv")
_MOST = 100_000
"""Conversations that are written out to read; all are in the JSON lines."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A file that goes along."""

    place: Place
    file: Path

    @property
    def readable(self) -> bool:
        """Whether it can be read; a link is not followed out of its folder."""
        return not self.file.is_symlink() and os.access(self.file, os.R_OK)

    @property
    def text(self) -> bool:
        """Whether names can be replaced in it."""
        return self.file.suffix.lower() in _TEXT

    @property
    def _json(self) -> bool:
        return self.file.suffix.lower() in (".json", ".jsonl")

    def read(self) -> list[object]:
        """Return its JSON values, or its text as the only one."""
        text = self.file.read_text(encoding="utf-8", errors="replace")
        ending = self.file.suffix.lower()
        return (
            [_parsed(one) for one in (text.splitlines() if ending == ".jsonl" else [text])]
            if "json" in ending
            else [text]
        )

    def write(self, archive: zipfile.ZipFile, number: int, names: Pseudonyms | None) -> None:
        """Put it into the archive; without names under a number, for a file's name may be somebody's."""
        if names is None:
            archive.write(self.file, f"{self.place.kind}/{self.file.relative_to(self.place.path)}")
            return
        given = [names.value(one) for one in self.read()]
        lines = [json.dumps(one, ensure_ascii=False) for one in given] if self._json else given
        archive.writestr(f"{self.place.kind}/{number:04}{self.file.suffix.lower()}", "\n".join(lines))


def take_out(
    store: Store, out: Path, held: Sequence[Place], language: str, names: Pseudonyms | None = None
) -> dict[str, int]:
    """Write all that is the user's to the new file `out`, whole or not at all.

    Args:
        store: the practice log.
        out: where to write; nothing is overwritten.
        held: the places whose files go along.
        language: of the README, `nl` or `en`.
        names: replaces names and the like; it learns from all that was typed.

    Returns:
        How many rows of each table, and how many files, went along.

    Raises:
        PracticeError: `out` is there already.
        CannotWrite: it cannot be written.
        StoreError: the log cannot be read.
    """
    files = [_Copy(place, file) for place in held if place.kind in COPIED for file in place.files]
    going = [one for one in files if one.readable and (names is None or one.text)]
    found: dict[str, int] = {}
    with _snapshot(store.path) as database, _new(out) as archive:
        if names is not None:
            _learn(database, going, names)
        for table in tables(database):
            rows = (_given(row, names) for row in _rows(database, table))
            found[table] = _lines(archive, f"data/{table}.jsonl", rows)
        _readable(archive, store, names)
        for number, one in enumerate(going, 1):
            one.write(archive, number, names)
        found["files"] = len(going)
        left = [one.file for one in files if one not in going]
        archive.writestr(Words(language).tr("README.txt"), readme(language, left, names))
    return found


@contextmanager
def _snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """Read the log as it is at one moment, whatever another window writes meanwhile."""
    with said_plainly(path):
        database = sqlite3.connect(path, isolation_level=None)
        try:
            database.row_factory = sqlite3.Row
            database.execute("BEGIN")
            yield database
        finally:
            database.close()


@contextmanager
def _new(out: Path) -> Iterator[zipfile.ZipFile]:
    """Yield an archive beside `out` that becomes it when all went well, and nothing when not."""
    if out.exists():
        raise PracticeError(f"{out} is there already; give another name, so that nothing is overwritten.")
    with whole(out) as beside, zipfile.ZipFile(beside, "x", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        yield archive


def _rows(database: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Yield the rows of a table with their JSON read, without the scenario's text and what a school hides."""
    for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
        found = {name: _parsed(row[name]) if name in _JSON else row[name] for name in row.keys()}  # noqa: SIM118
        if table == "conversations":
            found.pop("source", None)
        if table == "turns" and isinstance(found["data"], dict):
            found["data"] = {step: _open(step, held) for step, held in found["data"].items()}
        yield found


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _open(step: str, held: object) -> object:
    """Return what a step kept, without what names hidden items."""
    if not isinstance(held, Mapping):
        return held
    return {key: value for key, value in held.items() if key not in _HIDDEN.get(step, ())}


def _given(row: Row, names: Pseudonyms | None) -> Row:
    return row if names is None else names.value(row)


def _learn(database: sqlite3.Connection, files: Sequence[_Copy], names: Pseudonyms) -> None:
    """Take in the names of all that people typed; what schools said teaches nothing."""
    for one in files:
        for held in one.read():
            names.learn_all(held)
    for table in tables(database):
        for row in _rows(database, table):
            if table != "turns":
                names.learn_all(row)
            elif row["role"] == "trainee":
                names.learn(row["text"])


def _lines(archive: zipfile.ZipFile, name: str, rows: Iterator[Row]) -> int:
    count = 0
    with archive.open(name, "w", force_zip64=True) as file:
        for row in rows:
            file.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
            count += 1
    return count


def _readable(archive: zipfile.ZipFile, store: Store, names: Pseudonyms | None) -> None:
    """Write each conversation's shown branch to read, oldest first, under a name that gives nothing away."""
    rows = sorted(store.conversations(archived=None, limit=_MOST), key=lambda row: (row.created, row.id))
    for number, row in enumerate(rows, 1):
        whole = row, store.path_to(row.id), store.notes(row.id)
        if names is not None:
            whole = disguised(*whole, names)
        archive.writestr(f"conversations/{number:04}-{day(row.created)}.md", render(*whole, "markdown"))
