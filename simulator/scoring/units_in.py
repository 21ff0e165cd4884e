"""A table of units read back, from CSV or Parquet: what `toask score` wrote, or what a person coded by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.extras import needed
from simulator.i18n import mark, tr
from simulator.scoring.errors import ScoringError
from simulator.scoring.units_table import COLUMNS
from simulator.transcripts.clean import clean
from simulator.transcripts.csv_open import broken, line_of, opened
from simulator.transcripts.errors import at
from simulator.transcripts.guard import unguard
from simulator.transcripts.limits import CSV_LINE_CHARS, PARQUET_GROUP_BYTES
from simulator.transcripts.source import Source, lines

NEEDED = ("conversation_id", "turn", "text", "code")
_ROWS = 4096
Numbered = Iterator[tuple[int, dict[str, str]]]


def csv_rows(source: Source) -> Numbered:
    """Yield the rows of a table with their line; cells as they were before they were guarded against formulas.

    Raises:
        ScoringError: a column that is needed is not there, or it is no CSV.
        TranscriptError: a row has more cells than there are columns.
    """
    with source.open() as file:
        table = opened(lines(file, source.name, CSV_LINE_CHARS))
        reader = csv.DictReader(table.lines, delimiter=table.delimiter)
        names = _headings(reader.fieldnames or ())
        _check(source, names)
        reader.fieldnames = names
        try:
            for row in reader:
                more = row.pop(None, ())
                if any(more):
                    said = mark("{found} columns where {named} are named; put quotes around the text.")
                    raise at(source.name, line_of(reader, table), said, found=len(names) + len(more), named=len(names))
                held = {name: unguard(clean(cell or "")) for name, cell in row.items() if name in names}
                yield line_of(reader, table), held
        except csv.Error as error:
            line = tr("{source}, line {line}: {what}")
            told = line.format(source=source.name, line=line_of(reader, table), what=broken(error))
            raise ScoringError(told) from error


def parquet_rows(source: Source) -> Numbered:
    """Yield the rows of a Parquet file with their number, some thousands in memory.

    Raises:
        ScoringError: a column that is needed is not there, or it is no whole Parquet file.
        MissingExtra: pyarrow is not installed.
    """
    with needed("Parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    try:
        with pq.ParquetFile(source.path) as file:
            columns = file.schema_arrow.names
            names = dict(zip(columns, _headings(columns), strict=True))
            _check(source, list(names.values()))
            groups = (file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups))
            if max(groups, default=0) > PARQUET_GROUP_BYTES:
                line = tr("{file} has groups of rows that are too large; write it with row_group_size=100000.")
                raise ScoringError(line.format(file=source.name))
            number = 0
            held = [column for column, name in names.items() if name in COLUMNS]
            for batch in file.iter_batches(batch_size=_ROWS, columns=held):
                for raw in batch.to_pylist():
                    number += 1
                    yield number, {names[column]: clean(_cell(value)) for column, value in raw.items()}
    except (pa.ArrowException, OSError) as error:
        line = tr("{file} is not a whole Parquet file; write it again.")
        raise ScoringError(line.format(file=source.name)) from error


def _headings(names: Sequence[str]) -> list[str]:
    """Return headings as toask writes them, whatever their case; the column that has one letter by letter keeps it."""
    plain = [name.strip() for name in names]
    own = {name.casefold(): name for name in COLUMNS}
    taken = set(plain)
    found = []
    for name in plain:
        ours = own.get(name.casefold(), name)
        found.append(name if name == ours or ours in taken else ours)
        taken.add(found[-1])
    return found


def _check(source: Source, names: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        line = tr(
            "{file} has no column {missing}; a table of units has {needed} (and flags, value, annomi, source where you "
            "like)."
        )
        raise ScoringError(line.format(file=source.name, missing=", ".join(missing), needed=", ".join(NEEDED)))


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    """Return a cell as text; a whole number that another tool made a fraction of is whole again."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    return str(value)
