"""Parquet: one turn a row, some thousands of rows in memory; pyarrow reads the columns that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from simulator.extras import needed
from simulator.i18n import mark
from simulator.transcripts.columns import resolve
from simulator.transcripts.errors import TranscriptError, at
from simulator.transcripts.limits import PARQUET_GROUP_BYTES
from simulator.transcripts.record import Record
from simulator.transcripts.rows import Row, grouped, make_line
from simulator.transcripts.source import Source

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_ROWS = 4096
_ALSO = ("act",)


def read_parquet(source: Source) -> Iterator[Record]:
    """Yield the conversations of a Parquet file."""
    with needed("Parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    try:
        with pq.ParquetFile(source.path) as file:
            fields = resolve(file.schema_arrow.names, source.options.columns, source.name)
            _check(source, file, fields)
            yield from grouped(_rows(source, file, fields), source.name)
    except (pa.ArrowException, OSError) as error:
        raise TranscriptError(mark("{file} is not a whole Parquet file; write it again."), file=source.name) from error


def _check(source: Source, file: ParquetFile, fields: Mapping[str, str]) -> None:
    """Refuse columns that hold no words, and groups of rows larger than can be held.

    Raises:
        TranscriptError: either.
    """
    import pyarrow.types as kinds

    for field in ("speaker", "text"):
        kind = file.schema_arrow.field(fields[field]).type
        kind = kind.value_type if kinds.is_dictionary(kind) else kind
        if not (kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_string_view(kind)):
            raise TranscriptError(
                mark(
                    '{file}: the column "{name}" holds {kind} where words should be; give --column {field}=NAME '
                    "(columns found: {found})."
                ),
                file=source.name, name=fields[field], kind=kind, field=field,
                found=", ".join(file.schema_arrow.names[:12]),
            )  # fmt: skip
    about = file.metadata
    largest = max((about.row_group(n).total_byte_size for n in range(about.num_row_groups)), default=0)
    if largest > PARQUET_GROUP_BYTES:
        raise TranscriptError(
            mark("{file} has groups of rows of {size} MB; write it with smaller ones (row_group_size=100000)."),
            file=source.name, size=largest // 1_000_000,
        )  # fmt: skip


def _rows(source: Source, file: ParquetFile, fields: Mapping[str, str]) -> Iterator[Row]:
    wanted = [*fields.values(), *(name for name in _ALSO if name in file.schema_arrow.names)]
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=[*dict.fromkeys(wanted)]):
        for raw in batch.to_pylist():
            number += 1
            yield _row(source, number, raw, fields)


def _row(source: Source, number: int, raw: dict[str, Any], fields: Mapping[str, str]) -> Row:
    def get(field: str) -> str:
        value = raw.get(fields.get(field, ""))
        if isinstance(value, (list, dict, bytes)):
            said = mark('"{name}" is no text; give --column {field}=NAME.')
            raise at(source.name, number, said, name=fields[field], field=field)
        return "" if value is None else str(value)

    line = make_line(get("speaker"), get("text"), get("timestamp"), get("role"))
    return Row(number, get("conversation_id").strip() or source.default_id, line, raw, get("language").strip())
