"""CSV and TSV: one turn a row. Also what Excel makes of them (semicolons, `sep=`, Windows-1252)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from simulator.transcripts.columns import resolve
from simulator.transcripts.errors import TranscriptError, at
from simulator.transcripts.guard import unguard
from simulator.transcripts.limits import CSV_LINE_CHARS
from simulator.transcripts.record import Record
from simulator.transcripts.rows import Row, grouped, make_line
from simulator.transcripts.source import Source, lines


def read_csv(source: Source) -> Iterator[Record]:
    """Yield the conversations of a CSV file; commas, semicolons or tabs, by its first line."""
    return _read(source, "")


def read_tsv(source: Source) -> Iterator[Record]:
    """Yield the conversations of a file with tabs between its columns."""
    return _read(source, "\t")


def _read(source: Source, delimiter: str) -> Iterator[Record]:
    with source.open() as file:
        yield from grouped(_rows(source, lines(file, source.name, CSV_LINE_CHARS), delimiter), source.name)


def _rows(source: Source, text: Iterator[str], delimiter: str) -> Iterator[Row]:
    first, skipped = next(text, ""), 0
    while not first.strip() or first.lower().startswith("sep="):  # Excel's own first line, or empty ones
        if first.lower().startswith("sep="):
            delimiter = first.strip("\r\n")[4:5] or delimiter
        first = next(text, "")
        skipped += 1
        if not first:
            raise TranscriptError(f"{source.name} has no column names; give a first line conversation_id,speaker,text.")
    reader = csv.reader(_chain(first, text), delimiter=delimiter or _delimiter(first), strict=True)
    try:
        names = next(reader)
        fields = {key: names.index(name) for key, name in
                  resolve(names, source.options.columns, source.name).items()}  # fmt: skip
        while True:
            start = reader.line_num + skipped + 1
            cells = next(reader)
            if any(cells):
                yield _row(source, start, names, fields, cells)
    except StopIteration:
        return
    except csv.Error as error:
        raise at(source.name, start_of(reader, skipped), _reason(error)) from error


def start_of(reader: object, skipped: int) -> int:
    """Return the line that a csv reader stands on, counted from 1 in the file."""
    return int(getattr(reader, "line_num", 0)) + skipped


def _reason(error: csv.Error) -> str:
    if "field larger" in str(error) or "unexpected end" in str(error):
        return 'a cell does not end; look for a quotation mark " that is opened and not closed.'
    return f"not CSV ({error}); save the file again as CSV."


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(header: str) -> str:
    """Return the sign that splits the header into most columns; a comma when none does."""
    return max(",;\t", key=header.count)


def _row(source: Source, number: int, names: Sequence[str], fields: dict[str, int], cells: Sequence[str]) -> Row:
    if len(cells) <= max(fields["speaker"], fields["text"]):
        raise at(source.name, number, f"{len(cells)} columns where {len(names)} are named; check commas and quotes.")
    if len(cells) > len(names) and any(cells[len(names) :]):
        raise at(source.name, number, f"{len(cells)} columns where {len(names)} are named; put quotes around the text.")
    plain = [unguard(cell) for cell in cells]

    def get(field: str) -> str:
        place = fields.get(field, len(plain))
        return plain[place] if place < len(plain) else ""

    line = make_line(get("speaker"), get("text"), get("timestamp"), get("role"))
    raw = dict(zip(names, plain, strict=False))
    return Row(number, get("conversation_id").strip() or source.default_id, line, raw, get("language").strip())
