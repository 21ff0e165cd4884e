"""Which settings hold, and where each came from: a file that could be used again, without what is secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path

from simulator.report.plain import one_line
from simulator.serve.config import KNOWN, Config

SECRET = ("metrics_token",)
OTHERS = ("TOASK_VOICE", "TOASK_SCORING", "TOASK_SCENARIOS", "TOASK_CRITERIA", "TOASK_MODELS", "TOASK_API_KEY")
"""Variables beside the settings that count for every app."""
_KEY = "TOASK_API_KEY"
_SIGNED = re.compile(r"//[^/@\s]+@")
_TELLING = re.compile(r"key|token|secret|pass", re.IGNORECASE)
_HIDDEN = "…"


def shown(config: Config, came: Mapping[str, str], environ: Mapping[str, str]) -> str:
    """Return all settings as lines of TOML, each with where it came from behind it.

    Args:
        config: what holds.
        came: by key where it came from; a key that is not in it has its default.
        environ: of the server, for the variables that are no settings.
    """
    lines = []
    for one in fields(Config):
        value = getattr(config, one.name)
        if one.name == "tables":
            continue
        if one.name in SECRET and value:
            lines.append(f"# {one.name} is set and not shown  # {_where(one.name, came)}")
        else:
            lines.append(f"{one.name} = {_toml(value)}  # {_where(one.name, came)}")
    lines += [f"# {name} = {_other(name, environ[name])}" for name in OTHERS if environ.get(name)]
    for table in KNOWN:
        if config.tables.get(table):
            lines += ["", f"[{table}]"]
            rows = config.tables[table].items()
            lines += [f"{key} = {_toml(value)}  # {_where(f'{table}.{key}', came)}" for key, value in rows]
    return "\n".join(lines) + "\n"


def _where(key: str, came: Mapping[str, str]) -> str:
    return one_line(came.get(key, "default"))


def _other(name: str, value: str) -> str:
    return _HIDDEN if name == _KEY else _toml(value)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_toml(one) for one in _words(value))}]"
    text = "" if value is None else str(value) if isinstance(value, Path) else one_line(str(value))
    return json.dumps(_SIGNED.sub(f"//{_HIDDEN}@", text), ensure_ascii=False)


def _words(words: Iterable[object]) -> list[object]:
    """Return words of a command, without what stands behind an option for something secret."""
    found: list[object] = []
    for word in words:
        before = str(found[-1]) if found else ""
        name, sign, _ = str(word).partition("=")
        if before.startswith("-") and "=" not in before and _TELLING.search(before):
            found.append(_HIDDEN)
        elif sign and _TELLING.search(name):
            found.append(f"{name}={_HIDDEN}")
        else:
            found.append(word)
    return found
