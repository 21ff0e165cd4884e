"""One coding of transcripts, from a person or from a coder: what `toask score` writes, or units in a table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.coding.codebook import Unit
from simulator.i18n import tr
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import ScoredTurn
from simulator.scoring.read import coded_turn, from_json, unit_from
from simulator.scoring.units_in import csv_rows, parquet_rows
from simulator.transcripts.json_stream import pieces
from simulator.transcripts.limits import LINE_CHARS
from simulator.transcripts.options import ReadOptions
from simulator.transcripts.source import Source, lines

_PARQUET = ".parquet"
_TABLES = (".csv", ".tsv", ".tab", _PARQUET)
_LINES = (".jsonl", ".ndjson", ".journal")


@dataclass(slots=True)
class Coding:
    """Trainee turns with their units, by conversation and by their number in it (from 1, the school's counted too)."""

    name: str
    talks: dict[str, dict[int, ScoredTurn]] = field(default_factory=dict)

    @property
    def turns(self) -> int:
        """How many coded turns there are."""
        return sum(len(turns) for turns in self.talks.values())


def load(path: Path) -> Coding:
    """Return the coding in a file: JSON or JSON lines as `toask score` writes them, or a table with one unit a row.

    Conversations of one id in several sources are kept apart by their source.

    Raises:
        ScoringError, TranscriptError: no such file, not a coding, or a code that is not in the codebook.
    """
    if not path.is_file():
        line = tr("There is no file {path}; give what `toask score` wrote, or a CSV of units.")
        raise ScoringError(line.format(path=path))
    source = Source(path, ReadOptions())
    ending = path.suffix.lower()
    if ending not in (*_TABLES, *_LINES, ".json"):
        line = tr("{file} is no coding; give the JSON, CSV or Parquet that `toask score` writes.")
        raise ScoringError(line.format(file=path.name))
    table = ending in _TABLES
    coding = Coding(path.name)
    gathered: dict[tuple[str, str], dict[int, ScoredTurn]] = {}
    try:
        for one, where, turns in _from_table(source) if table else _from_json(source):
            if (one, where) in gathered:
                line = tr('{file}: conversation "{id}" comes twice; give each conversation once.')
                raise ScoringError(line.format(file=path.name, id=one[:40]))
            gathered[one, where] = turns
    except UnicodeError as error:
        line = tr("{file} is no text in the encoding that it seems to have; save it as UTF-8.")
        raise ScoringError(line.format(file=path.name)) from error
    times = Counter(one for one, _ in gathered)
    for (one, where), turns in gathered.items():
        coding.talks[one if times[one] == 1 else f"{where}/{one}"] = turns
    if not coding.turns:
        line = tr("{file} holds no coded turns of a trainee; give what `toask score` wrote.")
        raise ScoringError(line.format(file=path.name))
    return coding


Found = Iterator[tuple[str, str, dict[int, ScoredTurn]]]


def _from_json(source: Source) -> Found:
    for data in _objects(source):
        held = data.get("scored", data) if isinstance(data, Mapping) else data
        if not isinstance(held, Mapping):
            line = tr("{file} holds no conversations; give what `toask score --json` printed.")
            raise ScoringError(line.format(file=source.name))
        scored = from_json(held, source.name)
        numbered = {number: turn for number, turn in enumerate(scored.turns, 1) if turn.role == "trainee"}
        yield scored.id, str(data.get("source", "")), numbered


def _objects(source: Source) -> Iterator[Any]:
    """Yield the conversations of a document, or of JSON lines (a journal's first line is none)."""
    if source.path.suffix.lower() in _LINES:
        with source.open() as file:
            for number, line in enumerate(lines(file, source.name, LINE_CHARS), 1):
                if line.strip() and not line.startswith('{"toask-journal"'):
                    yield _parsed(line, source.name, number)
        return
    single: dict[str, Any] = {}
    with source.open() as file:
        for piece in pieces(file, source.name):
            if piece.element and piece.key == "turns":
                single.setdefault("turns", []).append(piece.value)
            elif piece.element:
                yield piece.value
            else:
                single[piece.key] = piece.value
    if "turns" in single:
        yield single


def _parsed(line: str, name: str, number: int) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        said = tr("{file}, line {line}: not JSON; give one conversation a line.")
        raise ScoringError(said.format(file=name, line=number)) from error


def _from_table(source: Source) -> Found:
    """Yield conversations of a table of units; rows of one turn stand together."""
    talks: dict[tuple[str, str], dict[int, list[Mapping[str, str]]]] = {}
    parquet = source.path.suffix.lower() == _PARQUET
    place = tr("row") if parquet else tr("line")
    for number, row in parquet_rows(source) if parquet else csv_rows(source):
        try:
            turn = int(row["turn"])
        except ValueError as error:
            line = tr('{file}, {place} {number}: "turn" is no number; count the turns of a conversation from 1.')
            raise ScoringError(line.format(file=source.name, place=place, number=number)) from error
        talks.setdefault((row["conversation_id"], row.get("source") or ""), {}).setdefault(turn, []).append(row)
    for (one, where), turns in talks.items():
        said = tr("turn")
        yield one, where, {n: _turn(rows, f"{source.name}: {one[:40]}, {said} {n}") for n, rows in turns.items()}


def _turn(rows: Iterable[Mapping[str, str]], where: str) -> ScoredTurn:
    held = list(rows)
    units: list[Unit] = [unit_from(row, where) for row in held]
    label = held[0].get("annomi") or ""
    return coded_turn(held[0].get("speaker") or "", " ".join(unit.text for unit in units), units, label)
