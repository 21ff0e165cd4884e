"""Writes the model card of the question coder; every figure in it comes from the stored predictions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulator.coding.codebook import CODES, Unit, main_of, value_of
from simulator.training.scorer import figures, predict
from simulator.training.scorer.figures import MAINS, Figure, Row, cohen, macro

LANGUAGES = {"nl": "Dutch", "en": "English"}
START, END = (
    "<!-- figures: made by `python -m simulator.training question-coder figures` -->",
    "<!-- end of figures -->",
)


def codings(folder: Path, language: str) -> dict[str, Any]:
    """Return how well two codings of the same units agree, the second made blind to the first.

    Returns:
        units: how many. codes: κ over the fourteen codes. main: κ over ask, tell and neutral of the turns.
        best: macro-F1 of the second coder's `main` against the first's: what a coder of the codebook reaches.
    """
    first: dict[tuple[str, int, int], dict[str, Any]] = {}
    for path in sorted((folder / "data" / language).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            for number, turn in enumerate(data["turns"]):
                for n, unit in enumerate(turn.get("units", ())):
                    first[data["id"], number, n] = unit
    lines = (folder / "second" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    second = {(row["id"], row["turn"], row["n"]): row for row in map(json.loads, lines)}
    pairs = [(first[key]["code"], row["code"]) for key, row in second.items()]
    turns: dict[tuple[str, int], tuple[list[Unit], list[Unit]]] = {}
    for key, row in second.items():
        both = turns.setdefault(key[:2], ([], []))
        for units, one in zip(both, (first[key], row), strict=True):
            units.append(Unit("", one["code"], value_of(one["code"], one["flags"]), tuple(one["flags"])))
    mains = [(main_of(a), main_of(b)) for a, b in turns.values()]
    return {"units": len(pairs), "codes": cohen(pairs, CODES), "main": cohen(mains, MAINS), "best": macro(mains, MAINS)}


def table(rows: dict[str, Figure]) -> list[str]:
    """Return a table of figures."""
    return [
        "| figure | value (95 % interval) |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in rows.items()),
    ]


def text(folder: Path) -> str:
    """Return the part of the card that holds figures."""
    parts = [START, ""]
    stored = folder / "predictions"
    if (stored / "annomi-cv.jsonl").is_file():
        rows = predict.read(stored / "annomi-cv.jsonl")
        parts += ["### AnnoMI, 100 conversations, five-fold cross-validation over conversations", ""]
        parts += [*table(figures.annomi(rows)), ""]
    if (stored / "own-test.jsonl").is_file():
        rows = predict.read(stored / "own-test.jsonl")
        for language, name in LANGUAGES.items():
            parts += _own(folder, [row for row in rows if row["language"] == language], language, name)
    if (stored / "topics.jsonl").is_file():
        rows = predict.read(stored / "topics.jsonl")
        for language, name in LANGUAGES.items():
            part = [row for row in rows if row["language"] == language]
            parts += [f"### What a question is about, {name}", "", *table(figures.topics(part)), ""]
    return "\n".join([*parts, END])


def _own(folder: Path, rows: Sequence[Row], language: str, name: str) -> list[str]:
    agreed = codings(folder, language)
    return [
        f"### Own test part, {name}: conversations that nothing was learnt from", "", *table(figures.own(rows)), "",
        f"Two codings (the second blind to the first) of {agreed['units']} units of the corpus: κ "
        f"{agreed['codes']:.3f} over the fourteen codes, κ {agreed['main']:.3f} over ask, tell and neutral (macro-F1 "
        f"{agreed['best']:.3f}). See Data: neither is by a person.", "",
        "Flags, F1 over turns (n: turns that hold it by the reference coding):", "", *table(figures.flags(rows)), "",
    ]  # fmt: skip


def renew(folder: Path) -> bool:
    """Write the figures into `README.md`; returns whether they differ from what stood there."""
    path = folder / "README.md"
    whole = path.read_text(encoding="utf-8")
    before, _, rest = whole.partition(START)
    _, _, after = rest.partition(END)
    new = before + text(folder) + after
    if new != whole:
        path.write_text(new, encoding="utf-8")
    return new != whole
