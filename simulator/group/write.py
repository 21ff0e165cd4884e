"""A class as JSON, CSV and Parquet: a row a conversation, and beside it a row for each judgement of a person."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from simulator.extras import needed
from simulator.files import whole
from simulator.group.model import Group, Talk
from simulator.group.tables import against, people, schools
from simulator.report.labels import DEPTHS
from simulator.transcripts.guard import guard

Cell = str | int | float | bool | None
TALKS: dict[str, type] = {
    "trainee": str, "class": str, "conversation": str, "title": str, "scenario": str, "language": str, "date": str,
    "mode": str, "ended": bool, "turns": int, "ask_share": float, "ask_share_people": float, "uptake": float,
    "deepest": str, "own_question": bool, "last_door": str, "last_door_layer": str, "then": str, "stage": str,
    "coder": str, "differences": int, "compared": int, "same": int, "kind": str, "source": str,
}  # fmt: skip
DIFFERENCES: dict[str, type] = {
    "trainee": str, "class": str, "conversation": str, "scenario": str, "language": str, "coder": str, "of": str,
    "turn": int, "before": str, "text": str, "machine": str, "person": str, "who": str, "reason": str, "date": str,
}  # fmt: skip
_WIDE = {str: "string", int: "int32", float: "float64", bool: "bool_"}


def talk_rows(group: Group) -> Iterator[dict[str, Cell]]:
    """Yield a row a conversation, in the order and types of `TALKS`."""
    for one in group.talks:
        door = one.door
        yield {
            "trainee": one.trainee.name, "class": one.trainee.classroom, "conversation": one.id, "title": one.title,
            "scenario": one.scenario, "language": one.language, "date": one.created[:10], "mode": one.mode,
            "ended": one.ended, "turns": one.turns, "ask_share": _figure(one.ask_share),
            "ask_share_people": _figure(one.corrected), "uptake": _figure(one.uptake), "deepest": one.deepest,
            "own_question": one.reached, "last_door": door.act if door else "",
            "last_door_layer": door.layer if door else "", "then": door.then if door else "", "stage": one.stage,
            "coder": one.coder, "differences": len(one.differences), "compared": one.compared, "same": one.same,
            "kind": one.kind, "source": one.source,
        }  # fmt: skip


def difference_rows(group: Group) -> Iterator[dict[str, Cell]]:
    """Yield a row for each judgement of a person that is not the machine's, in the order and types of `DIFFERENCES`."""
    for talk in group.talks:
        for one in talk.differences:
            yield {
                "trainee": talk.trainee.name, "class": talk.trainee.classroom, "conversation": talk.id,
                "scenario": talk.scenario, "language": talk.language, "coder": talk.coder, "of": one.of,
                "turn": one.turn, "before": one.before, "text": one.text, "machine": one.machine, "person": one.person,
                "who": one.who, "reason": one.reason, "date": one.created[:10],
            }  # fmt: skip


def beside(path: Path) -> Path:
    """Return where the judgements go: `class.csv` has `class-differences.csv` beside it."""
    return path.with_name(f"{path.stem}-differences{path.suffix}")


def write_csv(group: Group, path: Path) -> None:
    """Write both tables, in UTF-8; no cell is one that a spreadsheet would run.

    Raises:
        CannotWrite: one cannot be written.
    """
    for place, columns, rows in _tables(group, path):
        with whole(place) as there, there.open("w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row.values()] for row in rows)


def check_parquet() -> None:
    """See whether Parquet can be written.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    with needed("Parquet"):
        import_module("pyarrow")


def write_parquet(group: Group, path: Path) -> None:
    """Write both tables.

    Raises:
        CannotWrite: one cannot be written.
        MissingExtra: pyarrow is not installed.
    """
    check_parquet()
    import pyarrow as pa
    import pyarrow.parquet as pq

    for place, columns, rows in _tables(group, path):
        schema = pa.schema([(name, getattr(pa, _WIDE[kind])()) for name, kind in columns.items()])
        with whole(place) as there:
            pq.write_table(pa.Table.from_pylist(list(rows), schema), there, compression="zstd")


def _tables(group: Group, path: Path) -> list[tuple[Path, dict[str, type], Iterator[dict[str, Cell]]]]:
    return [(path, TALKS, talk_rows(group)), (beside(path), DIFFERENCES, difference_rows(group))]


def as_json(group: Group) -> dict[str, Any]:
    """Return all of it as plain data."""
    return {
        "trainees": [
            {
                "name": one.name, "class": one.classroom, "conversations": len(one.talks), "last": one.last[:10],
                "ask_shares": [_figure(share) for share in one.shares],
                "ask_shares_undated": [_figure(share) for share in one.undated], "differences": len(one.differences),
                "schools": [
                    {
                        "scenario": held.school[0], "language": held.school[1], "conversations": len(held.talks),
                        "deepest": held.deepest, "own_question": held.reached, "stuck": held.stuck,
                        "last_door": asdict(held.door) if held.door else None,
                    }
                    for held in one.tries
                ],
            }
            for one in people(group.talks)
        ],
        "schools": [
            {
                "scenario": one.school[0], "language": one.school[1], "conversations": one.talks,
                "trainees": one.people, "ended_at": dict(zip((depth or "nothing" for depth in DEPTHS), one.depths,
                                                             strict=True)),
                "last_doors": [{"act": door.act, "layer": door.layer, "times": many} for door, many in one.doors],
            }
            for one in schools(group.talks)
        ],
        "models": [_against(one) for one in (asdict(row) for row in against(group.talks))],
        "conversations": [{**row, "values": list(talk.values)} for row, talk in _paired(group)],
        "differences": list(difference_rows(group)),
        "left_out": [{"source": one.source, "why": one.why} for one in group.left],
    }  # fmt: skip


def _paired(group: Group) -> Sequence[tuple[dict[str, Cell], Talk]]:
    return list(zip(talk_rows(group), group.talks, strict=True))


def _against(row: Mapping[str, Any]) -> dict[str, Any]:
    scenario, language = row["school"]
    pairs = [{"machine": machine, "person": person, "times": many} for machine, person, many in row["pairs"]]
    kept = {name: row[name] for name in ("coder", "talks", "differences", "compared", "same")}
    return {"scenario": scenario, "language": language, **kept, "pairs": pairs}


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
