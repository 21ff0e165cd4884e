"""A small complete school for tests: as a dict to change, as YAML text, and as a validated scenario.

minimal_scenario(title="Anders")      one speaker (marieke), need behind two items
two_speakers_scenario()               marieke and henk; `stil-overleg` and `fact-4` are henk's
control_scenario()                    the school hides nothing: need is null
to_yaml(data), build(data)            YAML text, Scenario
"""

from __future__ import annotations

import copy
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from simulator.scenario.load import read_text
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem

DATA = Path(__file__).parent / "data" / "scenarios"
MINIMAL = DATA / "minimal.yaml"
TEXT = MINIMAL.read_text(encoding="utf-8")
HENK: dict[str, Any] = {
    "id": "henk",
    "name": "Henk Dijkstra",
    "role": "directeur",
    "manner": "rustig, kort, denkt in roosters en geld",
    "address": "je",
    "opening": "Ik schuif een kwartiertje aan. Marieke doet het woord, ik let op de centen.",
    "knows": ["stil-overleg", "fact-4"],
    "unknown": [
        "Dat weet ik niet uit mijn hoofd.",
        "Dat is meer iets voor Marieke.",
        "Geen idee, vraag dat Marieke maar.",
        "Daar ga ik niet over, dat weet Marieke.",
    ],
}


@lru_cache(maxsize=1)
def _base() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(TEXT)
    return loaded


def minimal_scenario(**changes: Any) -> dict[str, Any]:
    """Return a fresh dict of a valid one-speaker scenario; top-level keys are replaced by `changes`."""
    return {**copy.deepcopy(_base()), **changes}


def two_speakers_scenario(**changes: Any) -> dict[str, Any]:
    """Return the same school with two speakers, each with something only they tell."""
    data = minimal_scenario()
    data["speakers"].append(copy.deepcopy(HENK))
    data["items"][2]["speaker"] = "henk"
    data["items"][1]["speaker"] = "marieke"
    data["school"]["facts"][3]["speaker"] = "henk"
    data["need"]["speaker"] = "marieke"
    return {**data, **changes}


def control_scenario(**changes: Any) -> dict[str, Any]:
    """Return a school that really only wants its afternoon: no need, nothing under the surface."""
    data = minimal_scenario(id="muziekmiddag-gewoon", need=None)
    data["items"] = [item for item in data["items"] if item["layer"] == "surface"]
    data["debrief"]["turning_points"] = {}
    used = {item.get("guard") for item in data["items"]}
    data["acts"]["guards"] = {name: lines for name, lines in data["acts"]["guards"].items() if name in used}
    return {**data, **changes}


def to_yaml(data: dict[str, Any]) -> str:
    """Return the scenario as a trainer could have written it."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def build(data: dict[str, Any]) -> Scenario:
    """Return the validated scenario.

    Raises:
        pydantic.ValidationError: the data break the model.
    """
    return Scenario.model_validate(data)


def changed(*pairs: tuple[str, str]) -> str:
    """Return the text of the minimal scenario with each `old` (which stands there once) replaced by `new`."""
    text = TEXT
    for old, new in pairs:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def at(text: str, mark: str) -> tuple[int, int]:
    """Return line and column (from 1) of the first `mark` in `text`."""
    index = text.index(mark)
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def one(text: str, rule: str) -> Problem:
    """Return the only problem of this rule in a scenario's text."""
    found = [problem for problem in read_text(text, "f.yaml")[1] if problem.rule == rule]
    assert len(found) == 1, read_text(text, "f.yaml")[1]
    return found[0]
