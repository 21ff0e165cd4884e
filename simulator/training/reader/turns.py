"""Reads the labelled turns of talks with the shipped schools, so that like turns speak for what they meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from simulator.reader.model import QuestionReader
from simulator.reader.turns import TURNS, Labelled, save
from simulator.scenario.load import load
from simulator.scenario.model import Scenario
from simulator.school.entries import details_of, entries_of
from simulator.training.reader.data import apart
from simulator.voice import packed


def read(folder: Path, models: Path) -> int:
    """Read them with the reader that lies in a folder and write them beside it; returns how many there are.

    Args:
        folder: of the reader.
        models: the folder `models`; the scenarios lie beside it.

    Raises:
        VoiceError: no reader lies there, or it is damaged.
    """
    reader = QuestionReader.load(folder)
    rows: list[Labelled] = []
    for path in sorted((models / "question-coder/topics/talks").glob("*.jsonl")):
        language, _, name = path.stem.partition("-")
        scenario = load(models.parent / "scenarios" / language / f"{name}.yaml")
        rows += _labelled(reader, path, scenario)
        print(f"{path.stem}: {len(rows)} turns", flush=True)
    about = json.loads((folder / packed.ABOUT).read_text(encoding="utf-8"))
    about["sha256"][TURNS] = save(rows, folder)
    (folder / packed.ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    return len(rows)


def _labelled(reader: QuestionReader, path: Path, scenario: Scenario) -> Iterator[Labelled]:
    """Yield a school's turns but those kept apart, by which figures are measured."""
    entries = [one for one in (*entries_of(scenario), *details_of(scenario)) if one.line]
    told = {f"{one.target.kind}:{one.target.id}".rstrip(":"): one.line for one in entries}
    rows = list(map(json.loads, path.read_text(encoding="utf-8").splitlines()))
    kept = [row for number, row in enumerate(rows) if not apart(f"{path.stem}/talks/{number}")]
    vectors = reader.turns([(row["before"], row["text"]) for row in kept])
    half = vectors.shape[1] // 2
    for row, vector in zip(kept, vectors, strict=True):
        fits, near = (tuple(told[name] for name in row[key] if name in told) for key in ("fits", "half"))
        yield Labelled(path.stem, vector[:half] * 2**0.5, fits, near)
