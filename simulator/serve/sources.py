"""Where settings come from: a TOML file, the environment, the command line. What comes later goes before the earlier.

Every key of the file is also a name of the environment: `port` is `TOASK_SERVE_PORT`, and `address` in the table
`[model]` is `TOASK_SERVE_MODEL_ADDRESS`. An empty one counts as not given.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from simulator.serve.errors import ServeError

PREFIX = "TOASK_SERVE_"
FILE = "TOASK_SERVE_CONFIG"
"""Names the file itself."""
Tables = Mapping[str, Mapping[str, type]]
"""The tables of the file: their keys, each with the type of its value."""
PATHS = ("data", "tls_cert", "tls_key")
_YES, _NO = ("1", "yes", "true", "on"), ("0", "no", "false", "off")


@dataclass(slots=True)
class Gathered:
    """Settings that were given somewhere.

    Attributes:
        values: by key. `tables`: those of the file's tables, by table and key.
        came: where each came from, by key (`port`, `model.address`): a file, a variable, an option.
    """

    values: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    came: dict[str, str] = field(default_factory=dict)


def gather(
    path: Path | None, environ: Mapping[str, str], given: Mapping[str, Any], defaults: Mapping[str, Any], tables: Tables
) -> Gathered:
    """Return what was given, each in the type of its default.

    Args:
        path: a TOML file; None: none.
        environ: where `TOASK_SERVE_…` is looked for.
        given: what stood on the command line, by key; None stands for not given.
        defaults: every key with its default, from which its type is known.
        tables: the tables and what may stand in them.

    Raises:
        ServeError: a key is not known, or a value has another type.
    """
    found = Gathered()
    if path is not None:
        _file(found, path, defaults, tables)
    _environment(found, environ, defaults, tables)
    for name, value in given.items():
        if value is not None:
            option = f"--{name.replace('_', '-')}"
            found.values[name], found.came[name] = _value(name, value, defaults[name], option), option
    return found


def variable(key: str) -> str:
    """Return the name in the environment of a key, such as `port` or `model.address`."""
    return PREFIX + key.replace(".", "_").upper()


def hint(name: str, known: Iterable[str]) -> str:
    """Return which known name was meant, as the end of a sentence."""
    names = list(known)
    near = get_close_matches(name, names, 1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}."


def _file(found: Gathered, path: Path, defaults: Mapping[str, Any], tables: Tables) -> None:
    for name, value in _read(path).items():
        if name in tables and isinstance(value, dict):
            found.tables[name] = dict(value)
            found.came |= {f"{name}.{key}": str(path) for key in value}
        elif name in defaults:
            found.values[name], found.came[name] = _value(name, value, defaults[name], f"{path}: {name}"), str(path)
        else:
            raise ServeError(f"{path}: '{name}' is not a setting; {hint(name, [*defaults, *tables])}")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ServeError(f"{path} cannot be read ({error.strerror}); give --config the name of a TOML file.") from error
    except UnicodeDecodeError as error:
        raise ServeError(f"{path} is no text file; give --config the name of a TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise ServeError(_no_toml(path, str(error))) from error


def _no_toml(path: Path, said: str) -> str:
    """Return where a file is not TOML; what the reader says of it beside that is about signs."""
    at = re.search(r"at line (\d+)", said)
    if at is None:
        return f"{path} is not a TOML file: it ends in the middle of a setting; complete that and start again."
    line = at[1]
    return (
        f"{path} is not a TOML file: line {line} is no setting such as `port = 8000`, or one that stands above "
        "already; correct it and start again."
    )


def _environment(found: Gathered, environ: Mapping[str, str], defaults: Mapping[str, Any], tables: Tables) -> None:
    keys = {variable(key): key for key in defaults}
    inner = {variable(f"{table}.{key}"): (table, key) for table, known in tables.items() for key in known}
    for name in sorted(one for one in environ if one.startswith(PREFIX) and one != FILE and environ[one] != ""):
        text = environ[name]
        if name in keys:
            key = keys[name]
            found.values[key], found.came[key] = _value(key, text, defaults[key], name), name
        elif name in inner:
            table, key = inner[name]
            found.tables.setdefault(table, {})[key] = _inner(text, tables[table][key], name)
            found.came[f"{table}.{key}"] = name
        else:
            near = hint(name, [*keys, *inner, FILE])
            if len(near) > 100:  # not one that is near, so all of them
                near = "`toask serve --show-config` shows which there are."
            raise ServeError(f"{name} is not a setting; {near}")


def _inner(text: str, kind: type, where: str) -> Any:  # noqa: ANN401  (the type is `kind`)
    """Return a value of a table from text; a list is words as in a shell."""
    try:
        if kind is bool:
            return _switch(text)
        return shlex.split(text) if kind is list else kind(text)
    except ValueError as error:
        raise ServeError(f"{where}: '{text}' does not fit; it is a {kind.__name__}.") from error


def _value(name: str, value: object, default: object, where: str) -> Any:  # noqa: ANN401  (the type is the default's)
    """Return a setting in the type of its default.

    Raises:
        ServeError: it has another.
    """
    try:
        if isinstance(default, bool):
            return _switch(value)
        if name in PATHS:
            return Path(str(value)).expanduser() if str(value) else _nothing(default)
        if isinstance(default, tuple):
            many = value if isinstance(value, list | tuple) else str(value).replace(",", " ").split()
            return tuple(str(one) for one in many)
        kind: Any = type(default)
        return kind(str(value))
    except ValueError as error:
        raise ServeError(f"{where}: '{value}' does not fit; it is like {default!r}.") from error


def _nothing(default: object) -> None:
    """Let an empty path be none, where there may be none."""
    if default is not None:
        raise ValueError("empty")


def _switch(value: object) -> bool:
    text = str(value).lower()
    if text not in _YES + _NO:
        raise ValueError(text)
    return text in _YES
