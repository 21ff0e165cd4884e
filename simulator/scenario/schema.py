"""JSON Schema for editors: what yaml-language-server and PyCharm need to complete and explain the keys of a scenario.

Draft 7 without constructs that editors do not follow; every key carries its explanation in both languages, and an
example.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from simulator.scenario.model import Scenario

MODELINE = "# yaml-language-server: $schema=../scenario.schema.json"
_ROOT = "Scenario"


@lru_cache(maxsize=1)
def keys() -> dict[str, dict[str, Any]]:
    """Return for `Model.key` its explanation in both languages and an example (`nl`, `en`, `example`)."""
    import yaml

    found: dict[str, dict[str, Any]] = yaml.safe_load(
        files("simulator.scenario").joinpath("keys.yaml").read_text(encoding="utf-8")
    )
    return found


def schema() -> dict[str, Any]:
    """Return the schema of a scenario file."""
    made = Scenario.model_json_schema()
    models = made.pop("$defs")
    models[_ROOT] = {key: made.pop(key) for key in list(made)}
    held = {name: _model(name, one) for name, one in sorted(models.items())}
    root = held.pop(_ROOT)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://toask.invalid/scenario.schema.json",
        "title": "toask scenario",
        **root,
        "definitions": held,
    }


def text() -> str:
    """Return the schema as the file in the repository holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _model(name: str, one: dict[str, Any]) -> dict[str, Any]:
    """Return a model's schema with explained keys."""
    out = _plain({key: value for key, value in one.items() if key not in ("title", "description", "properties")})
    out["properties"] = {key: _key(f"{name}.{key}", value) for key, value in one.get("properties", {}).items()}
    return dict(out)


def _key(name: str, value: dict[str, Any]) -> dict[str, Any]:
    told = keys()[name]
    plain = _plain({key: one for key, one in value.items() if key not in ("title", "description", "default")})
    if "$ref" in plain:  # what stands beside a reference is not read in draft 7
        plain = {"allOf": [plain]}
    return {"description": f"{told['nl']}\n\n{told['en']}", "examples": [told["example"]], **plain}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema in draft 7, without titles that only repeat the key."""
    if isinstance(value, dict):
        return {
            key: one.replace("#/$defs/", "#/definitions/") if key == "$ref" else _plain(one)
            for key, one in value.items()
            if not (key == "title" and isinstance(one, str))
        }
    return [_plain(one) for one in value] if isinstance(value, list) else value
