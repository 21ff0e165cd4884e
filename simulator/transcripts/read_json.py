"""JSON and JSON lines: rows, conversations with turns, toask's own exports and scores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from simulator.i18n import mark, tr
from simulator.transcripts.columns import resolve
from simulator.transcripts.errors import TranscriptError, at
from simulator.transcripts.json_stream import NO_TRANSCRIPT, Piece, pieces
from simulator.transcripts.limits import LINE_CHARS
from simulator.transcripts.options import FIELDS
from simulator.transcripts.record import Record
from simulator.transcripts.rows import Gathering, Row, grouped, make_line
from simulator.transcripts.source import Source, lines

# Rows in toask's own keys need no look-up; in a large file that is most of the time.
_NEEDED = frozenset(("conversation_id", "speaker", "text"))
_PLAIN = {field: field for field in FIELDS}


def read_json(source: Source) -> Iterator[Record]:
    """Yield the conversations of a JSON document: a list of rows or conversations, or an object with either."""
    with source.open() as file:
        yield from _shapes(source, pieces(file, source.name))


def read_jsonl(source: Source) -> Iterator[Record]:
    """Yield the conversations of JSON lines: one row, or one conversation, a line."""
    with source.open() as file:
        yield from _shapes(source, _objects(source, lines(file, source.name, LINE_CHARS)))


def _objects(source: Source, text: Iterable[str]) -> Iterator[Piece]:
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, strict=False)
        except json.JSONDecodeError as error:
            said = mark("not JSON ({what}); check this line, or export the file again.")
            if number == 1:
                said = mark("not JSON ({what}); if the file is one JSON document, give --format json.")
            raise at(source.name, number, said, what=error.msg) from error
        except (ValueError, RecursionError) as error:
            raise at(source.name, number, NO_TRANSCRIPT) from error
        if isinstance(value, dict) and isinstance(value.get("conversations"), list):
            yield from (Piece("conversations", True, number, one) for one in value["conversations"])
        else:
            yield Piece("", True, number, value)


def _shapes(source: Source, found: Iterator[Piece]) -> Iterator[Record]:
    """Yield conversations; the first piece that is one tells which shape the file has."""
    rest: dict[str, Any] = {}
    for piece in found:
        if not piece.element:
            rest[piece.key] = piece.value
            continue
        every = _again(piece, found)
        if piece.key == "turns":
            yield _one(source, every, rest)
        elif isinstance(piece.value, dict) and "turns" in piece.value:
            yield from _conversations(source, every)
        else:
            yield from grouped(_rows(source, every), source.name)
        return
    raise TranscriptError(
        mark('{file} has no turns; give a list of rows, or "conversations" or "turns".'), file=source.name
    )


def _again(first: Piece, rest: Iterator[Piece]) -> Iterator[Piece]:
    yield first
    yield from rest


def _rows(source: Source, found: Iterator[Piece]) -> Iterator[Row]:
    for piece in found:
        if piece.element:
            row = _object(source, piece.line, piece.value)
            yield _row(source, piece.line, row, source.default_id)


def _conversations(source: Source, found: Iterator[Piece]) -> Iterator[Record]:
    seen: set[str] = set()
    for count, piece in enumerate(one for one in found if one.element):
        whole = _object(source, piece.line, piece.value)
        turns = whole.get("turns")
        if not isinstance(turns, list):
            said = mark('a conversation without a list of "turns"; give each its turns.')
            raise at(source.name, piece.line, said)
        rest = {key: value for key, value in whole.items() if key != "turns"}
        record = _record(source, [(piece.line, turn) for turn in turns], rest, count)
        if record.conversation.id in seen:
            said = mark('a second conversation "{id}"; give each its id.')
            raise at(source.name, piece.line, said, id=record.conversation.id[:40])
        seen.add(record.conversation.id)
        yield record


def _one(source: Source, found: Iterator[Piece], rest: dict[str, Any]) -> Record:
    turns: list[tuple[int, Any]] = []
    for piece in found:
        if piece.element:
            turns.append((piece.line, piece.value))
        else:
            rest[piece.key] = piece.value
    return _record(source, turns, rest, 0)


def _record(source: Source, turns: Iterable[tuple[int, Any]], rest: Mapping[str, Any], count: int) -> Record:
    own = source.options.columns.get("conversation_id") or "conversation_id"
    given = rest.get(own, rest.get("id"))
    default = source.default_id if count == 0 else f"{source.default_id}-{count + 1}"
    id_ = default if given is None else _string(source, 1, own, given)
    held = Gathering(source.name, id_, str(rest.get("language") or ""))
    for number, turn in turns:
        row = _row(source, number, _object(source, number, turn), id_, in_conversation=True)
        held.add(number, row.line, row.raw)
    return held.record(rest)


def _row(source: Source, number: int, raw: dict[str, Any], default_id: str, in_conversation: bool = False) -> Row:
    fields = _PLAIN if raw.keys() >= _NEEDED and not source.options.columns else None
    fields = fields or _fields(source, number, raw, in_conversation)

    def get(field: str) -> str:
        return _string(source, number, fields.get(field, field), raw.get(fields.get(field, "")))

    text = raw[fields["text"]]
    if not isinstance(text, str):
        said = mark('"{key}" is {what} where words should be; give a string.')
        raise at(source.name, number, said, key=fields["text"], what=tr(_kind(text)))
    line = make_line(get("speaker"), text, get("timestamp"), get("role"))
    return Row(number, get("conversation_id") or default_id, line, raw, get("language"))


def _fields(source: Source, number: int, raw: dict[str, Any], in_conversation: bool) -> dict[str, str]:
    """Return field → key. Keys may differ from row to row, so only what a turn cannot do without must be there."""
    wanted = dict(source.options.columns)
    if in_conversation:  # the id stands with the conversation
        wanted["conversation_id"] = ""
    for field in ("timestamp", "role", "language"):
        if wanted.get(field) and wanted[field] not in raw:
            wanted[field] = ""
    where = tr("{file}, line {line}:").format(file=source.name, line=number)
    return resolve(raw, wanted, where, "key")


def _string(source: Source, number: int, name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    raise at(source.name, number, mark('"{key}" is {what}; give a string.'), key=name, what=tr(_kind(value)))


def _object(source: Source, number: int, value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    said = mark('{what} where a turn should be; give {{"speaker": …, "text": …}}.')
    raise at(source.name, number, said, what=tr(_kind(value)))


def _kind(value: object) -> str:
    names: dict[type, str] = {
        bool: mark("true or false"),
        int: mark("a number"),
        float: mark("a number"),
        str: mark("text"),
        list: mark("a list"),
        dict: mark("an object"),
    }
    return names.get(type(value), mark("nothing"))
