"""Good lines of spoken Dutch and English that the project carries: what broken ones are made from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
VOICE = ROOT / "models" / "voice"
LEAST_WORDS = 4


def rows(folder: Path, pattern: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSONL files, in the order of their names."""
    for path in sorted(folder.glob(pattern)):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def conversations(language: str) -> Iterator[dict[str, Any]]:
    """Yield the written conversations of the voice."""
    yield from rows(VOICE / "pairs", f"{language}-*.jsonl")


def good_lines(language: str) -> list[str]:
    """Return lines that schools say, each once, in a fixed order."""
    found: dict[str, None] = {}
    for talk in conversations(language):
        found[talk["opening"]] = None
        for turn in talk["turns"]:
            found |= dict.fromkeys([turn["line"], turn["reply"], *turn["wrong"]])
    for school in rows(ROOT / "models/question-coder/topics", f"{language}-*.jsonl"):
        for target in school.get("targets", ()):
            found |= dict.fromkeys(target.get("say", ()))
    for path in sorted((ROOT / "scenarios" / language).glob("*.yaml")):
        found |= dict.fromkeys(_said(path))
    for talk in rows(ROOT / "models/question-coder/data" / language, "*.jsonl"):
        found |= {turn["text"]: None for turn in talk["turns"] if turn["speaker"] != "trainee"}
    return [line for line in found if len(line.split()) >= LEAST_WORDS]


def trainee_turns(language: str) -> list[str]:
    """Return what trainees say, each turn once."""
    found: dict[str, None] = {}
    for talk in conversations(language):
        found |= {turn["trainee"]: None for turn in talk["turns"]}
    return [turn for turn in found if len(turn.split()) >= LEAST_WORDS]


def _said(path: Path) -> Iterator[str]:
    """Yield the lines of a scenario that anybody of the school says."""
    import yaml

    held = yaml.safe_load(path.read_text("utf-8"))
    stack: list[Any] = [held]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack += [value for value in one.values() if isinstance(value, dict | list)]
            yield from (line for line in one.get("say") or () if isinstance(line, str))
        elif isinstance(one, list):
            stack += [value for value in one if isinstance(value, dict | list)]
