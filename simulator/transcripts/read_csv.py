"""CSV and TSV: one turn a row. Also what Excel makes of them (semicolons, `sep=`, Windows-1252)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from simulator.i18n import mark
from simulator.transcripts.columns import resolve
from simulator.transcripts.csv_open import broken, line_of, opened
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
    table = opened(text, delimiter)
    if not table.named:
        raise TranscriptError(
            mark("{file} has no column names; give a first line conversation_id,speaker,text."), file=source.name
        )
    reader = csv.reader(table.lines, delimiter=table.delimiter, strict=True)
    try:
        names = next(reader)
        fields = {key: names.index(name) for key, name in
                  resolve(names, source.options.columns, source.name).items()}  # fmt: skip
        while True:
            start = line_of(reader, table) + 1
            cells = next(reader)
            if any(cells):
                yield _row(source, start, names, fields, cells)
    except StopIteration:
        return
    except csv.Error as error:
        raise at(source.name, line_of(reader, table), broken(error)) from error


def _row(source: Source, number: int, names: Sequence[str], fields: dict[str, int], cells: Sequence[str]) -> Row:
    if len(cells) <= max(fields["speaker"], fields["text"]):
        said = mark("{found} columns where {named} are named; check commas and quotes.")
        raise at(source.name, number, said, found=len(cells), named=len(names))
    if len(cells) > len(names) and any(cells[len(names) :]):
        said = mark("{found} columns where {named} are named; put quotes around the text.")
        raise at(source.name, number, said, found=len(cells), named=len(names))
    plain = [unguard(cell) for cell in cells]

    def get(field: str) -> str:
        place = fields.get(field, len(plain))
        return plain[place] if place < len(plain) else ""

    line = make_line(get("speaker"), get("text"), get("timestamp"), get("role"))
    raw = dict(zip(names, plain, strict=False))
    return Row(number, get("conversation_id").strip() or source.default_id, line, raw, get("language").strip())
