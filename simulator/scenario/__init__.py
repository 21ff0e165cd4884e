"""Scenarios: what a trainer writes, validated. Imports neither torch nor textual.

The names below are loaded when first used, because pydantic takes a fifth of a second. `load` and `check` are modules:
`from simulator.scenario.load import load`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.catalog import Entry, ScenarioNotFound, entries, resolve
    from simulator.scenario.load import load_text, read, read_source, read_text, show
    from simulator.scenario.model import Scenario
    from simulator.scenario.problems import Problem, ScenarioErrors

__all__ = [
    "Entry", "Problem", "Scenario", "ScenarioErrors", "ScenarioNotFound", "entries", "load_text", "read", "read_source",
    "read_text", "resolve", "show",
]  # fmt: skip
_HOME = {
    **dict.fromkeys(("Entry", "ScenarioNotFound", "entries", "resolve"), "catalog"),
    **dict.fromkeys(("load_text", "read", "read_source", "read_text", "show"), "load"),
    **dict.fromkeys(("Problem", "ScenarioErrors"), "problems"),
    "Scenario": "model",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return found
