"""Conversations out of a data export (`toask data export`).

An export holds no scenario and not what a school hides, so where a conversation stalled is known by acts alone.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.group.errors import GroupError
from simulator.group.logged import branch, coder_of, differences, plain_turns
from simulator.group.model import Talk, Trainee
from simulator.group.turns import figures, key_of, last_door
from simulator.i18n import tr
from simulator.portfolio.errors import MALFORMED
from simulator.practice.api import WARMUP
from simulator.practice.corrections import Correction, latest
from simulator.practice.records import TurnRow
from simulator.report.labels import DEPTHS
from simulator.report.plain import one_line
from simulator.transcripts.limits import LINE_CHARS

Row = dict[str, Any]
CONVERSATIONS, TURNS, CORRECTIONS = (f"data/{name}.jsonl" for name in ("conversations", "turns", "corrections"))
MOST_BYTES = 1_000_000_000
_RATIO, _SMALL = 200, 1_000_000


def talks(path: Path, archive: zipfile.ZipFile, trainee: Trainee) -> Iterator[Talk]:
    """Yield the conversations of an export, oldest first; without the warm-up and those without a turn.

    Raises:
        GroupError: it holds something else than toask writes, or far more.
    """
    names = set(archive.namelist())
    for name in (CONVERSATIONS, TURNS, CORRECTIONS):
        if name in names:
            _guard(path, archive.getinfo(name))
    try:
        turns: dict[str, dict[int, TurnRow]] = {}
        for row in _rows(path, archive, TURNS):
            turns.setdefault(str(row["conversation"]), {})[int(row["id"])] = TurnRow(**row)
        found = [Correction(**row) for row in _rows(path, archive, CORRECTIONS)] if CORRECTIONS in names else []
        for row in sorted(_rows(path, archive, CONVERSATIONS), key=lambda row: str(row["created"])):
            rows = branch(turns.get(row["id"], {}), _earlier(row) or row["head"])
            if row["mode"] != WARMUP and any("coded" in one.data for one in rows):
                yield _talk(row, rows, found, trainee, path.name)
    except MALFORMED as error:
        raise GroupError(foreign(path, error)) from error


def _guard(path: Path, one: zipfile.ZipInfo) -> None:
    bomb = one.file_size > _SMALL and one.file_size > _RATIO * max(one.compress_size, 1)
    if bomb or one.file_size > MOST_BYTES:
        line = tr("{path} would unpack to {n} MB, so it is not read; ask for it again.")
        raise GroupError(line.format(path=path, n=one.file_size // 1_000_000))


def foreign(path: Path, error: Exception) -> str:
    """Return that a file holds something else than toask writes."""
    line = tr("{path} holds data that toask did not write ({why}); ask for it again.")
    return line.format(path=path, why=type(error).__name__)


def _rows(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[Row]:
    with archive.open(name) as file, io.TextIOWrapper(file, "utf-8", "replace") as text:
        while line := text.readline(LINE_CHARS + 1):
            if len(line) > LINE_CHARS:
                said = tr("{path}: a line of {name} does not end, so it is not read; ask for the export again.")
                raise GroupError(said.format(path=path, name=name))
            row = json.loads(line)
            if not isinstance(row, dict):
                raise TypeError(name)
            yield row


def _earlier(row: Row) -> int | None:
    """Return the last turn of the way that was finished, where another is under way."""
    meta = row["meta"] if row["status"] != "ended" and isinstance(row["meta"], dict) else {}
    held = meta.get("last_result")
    head = held.get("head") if isinstance(held, dict) else None
    return head if isinstance(head, int) else None


def _talk(row: Row, rows: list[TurnRow], found: list[Correction], trainee: Trainee, source: str) -> Talk:
    mine = {one.id for one in rows}
    held = latest([one for one in found if one.turn in mine])
    turns = plain_turns(rows, held)
    meta = row["meta"] if isinstance(row["meta"], dict) else {}
    result = meta.get("last_result" if _earlier(row) else "result") or {}
    own = any(one.act == "own_question" for one in turns)
    reached = own or result.get("reached") if own or isinstance(result.get("reached"), bool) else None
    deepest = "need" if reached else result.get("deepest") if reached is False else None
    return Talk(
        key=key_of(row["id"], ()), kind="export", source=source, trainee=trainee, id=str(row["id"]),
        title=one_line(str(row["title"]), 200), scenario=str(row["scenario_id"]), language=str(row["language"]),
        mode=str(row["mode"]), created=str(row["created"]),
        ended=row["status"] == "ended" or _earlier(row) is not None,
        deepest=deepest if deepest in DEPTHS else None, reached=reached, door=None if reached else last_door(turns),
        stage=next((str(one.data["decided"].get("stage", "")) for one in reversed(rows) if "decided" in one.data), ""),
        coder=coder_of(rows), differences=tuple(differences(turns, held)),
        **figures(turns),  # type: ignore[arg-type] # the names and types are those of Talk
    )  # fmt: skip
