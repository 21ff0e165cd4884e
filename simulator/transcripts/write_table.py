"""Conversations as rows (CSV, TSV, JSON lines) and as one JSON document; `read` gives back the same lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from simulator.i18n import mark
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.guard import guard
from simulator.transcripts.model import Conversation, Line

COLUMNS = ("conversation_id", "speaker", "role", "text", "timestamp", "language")


def write_csv(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write one turn a row, safe to open in a spreadsheet."""
    _table(conversations, file, ",")


def write_tsv(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write as CSV, with tabs between the columns."""
    _table(conversations, file, "\t")


def _table(conversations: Iterable[Conversation], file: TextIO, delimiter: str) -> None:
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(COLUMNS)
    for one in _unique(conversations):
        for line in one.lines:
            cells = (one.id, line.speaker, line.role or "", line.text, line.timestamp, one.language)
            writer.writerow([guard(cell) for cell in cells])


def write_jsonl(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write one turn a line."""
    for one in _unique(conversations):
        for line in one.lines:
            row = {"conversation_id": one.id, **_turn(line)}
            if one.language:
                row["language"] = one.language
            file.write(_dump(row) + "\n")


def write_json(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write one document {"conversations": [{"id", "language", "turns": [{"speaker", "text", …}]}]}."""
    before = '{"conversations": [\n'
    for one in _unique(conversations):
        whole = {"id": one.id, "language": one.language, "turns": [_turn(line) for line in one.lines]}
        file.write(before + _dump(whole))
        before = ",\n"
    file.write("\n]}\n" if before == ",\n" else '{"conversations": []}\n')


def _turn(line: Line) -> dict[str, str]:
    turn = {"speaker": line.speaker, "text": line.text}
    if line.role:
        turn["role"] = line.role
    if line.timestamp:
        turn["timestamp"] = line.timestamp
    return turn


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unique(conversations: Iterable[Conversation]) -> Iterator[Conversation]:
    """Yield on; two conversations with one id would be read back as one, or not at all."""
    seen: set[str] = set()
    for one in conversations:
        if one.id in seen:
            raise TranscriptError(
                mark('Two conversations have the id "{id}"; give each its own conversation_id.'), id=one.id[:60]
            )
        seen.add(one.id)
        yield one
