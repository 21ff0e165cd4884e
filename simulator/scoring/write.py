"""Scored conversations out: JSON, CSV, Parquet, HTML; one conversation in memory, a file whole or not there at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from simulator.extras import needed
from simulator.files import whole
from simulator.scoring.intake import Skipped
from simulator.scoring.jsontext import dumps
from simulator.scoring.read import from_json
from simulator.scoring.units_table import COLUMNS, Cell, rows
from simulator.transcripts.guard import guard

Row = Mapping[str, Any]
_GROUP = 10_000
_WIDE = {str: "string", int: "int32", float: "float64", bool: "bool_"}


def write_json(
    conversations: Iterable[Row], out: TextIO, head: Row, skipped: Sequence[Skipped] = (), flush: bool = False
) -> int:
    """Write the document of `toask score --json` conversation by conversation; return how many there were.

    `skipped` may still grow while `conversations` are read; it is written last.
    """
    out.write('{"conversations": [')
    count = 0
    for count, one in enumerate(conversations, 1):
        out.write(f"{',' if count > 1 else ''}\n{dumps(one)}")
        if flush:
            out.flush()
    left = [{"id": one.id, "source": one.source, "why": one.why} for one in skipped]
    out.write(
        f'\n], "codebook": {dumps(head["codebook"])}, "coder": {dumps(head["coder"])}, "skipped": {dumps(left)}}}\n'
    )
    return count


def write_csv(conversations: Iterable[Row], path: Path, head: Row) -> None:
    """Write one row a unit, in UTF-8.

    Raises:
        CannotWrite: it cannot be written.
    """
    with whole(path) as beside, beside.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in conversations:
            writer.writerows([_safe(cell) for cell in row.values()] for row in rows(one, head))


def _safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs; numbers stay numbers."""
    return guard(cell) if isinstance(cell, str) else cell


def check_parquet() -> None:
    """See whether Parquet can be written, before hours of scoring.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    with needed("Parquet"):
        import_module("pyarrow")


def write_parquet(conversations: Iterable[Row], path: Path, head: Row) -> None:
    """Write one row a unit, in groups of ten thousand rows.

    Raises:
        CannotWrite: it cannot be written.
        MissingExtra: pyarrow is not installed.
    """
    check_parquet()
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, getattr(pa, _WIDE[kind])()) for name, kind in COLUMNS.items()])
    with whole(path) as beside, pq.ParquetWriter(beside, schema, compression="zstd") as writer:
        held: list[dict[str, Cell]] = []
        for one in conversations:
            held += rows(one, head)
            if len(held) >= _GROUP:
                writer.write_table(pa.Table.from_pylist(held, schema))
                held = []
        writer.write_table(pa.Table.from_pylist(held, schema))


def check_html() -> None:
    """See whether reports can be written, before hours of scoring.

    Raises:
        MissingExtra: jinja2 is not installed.
    """
    with needed("A page"):
        import_module("simulator.report.out")


def write_html(conversations: Iterable[Row], path: Path, head: Row) -> None:
    """Write reports: one page for one conversation, a folder for several (`simulator.report.out.write_all`).

    Args:
        conversations: read one at a time.
        path: the page or the folder.
        head: `coder`, `codebook` and `language` (nl or en, of the pages).

    Raises:
        CannotWrite: they cannot be written.
        MissingExtra: jinja2 is not installed.
    """
    check_html()
    report = import_module("simulator.report.out")
    maker = import_module("simulator.report.page").Maker(head["coder"], head["codebook"])
    scored = (from_json(one, str(one.get("source", ""))) for one in conversations)
    report.write_all(scored, path, head["language"], maker)
