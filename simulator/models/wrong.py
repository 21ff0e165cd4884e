"""What is wrong with a model card, key by key, in the interface's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from simulator.i18n import mark, tr, trn

_MOST = 8
_PLAIN: dict[str, str] = {
    "missing": mark("{key} is missing"),
    "int_type": mark("{key} must be a whole number"),
    "int_parsing": mark("{key} must be a whole number"),
    "int_from_float": mark("{key} must be a whole number"),
    "greater_than": mark("{key} must be more than {gt}"),
    "string_type": mark("{key} must be a text"),
    "string_pattern_mismatch": mark("{key} has characters that do not belong there"),
    "string_too_long": mark("{key} is longer than {max_length} characters"),
    "list_type": mark("{key} must be a list"),
    "too_short": mark("{key} is an empty list"),
    "too_long": mark("{key} is longer than {max_length} entries"),
    "literal_error": mark("{key} must be one of {choices}"),
    "model_type": mark("{key} must hold keys with values"),
    "dict_type": mark("{key} must hold keys with values"),
}


def reasons(rows: Sequence[Mapping[str, Any]], known: Iterable[str]) -> str:
    """Return every wrong key of a card with what belongs there, as a part of a sentence.

    Args:
        rows: errors as pydantic gives them.
        known: keys that a card has, to name the one that was meant.
    """
    names = list(known)
    found = list(dict.fromkeys(_reason(row, names) for row in rows))
    left = len(found) - _MOST
    more = [trn("and {n} more", "and {n} more", left).format(n=left)] if left > 0 else []
    return ", ".join([*found[:_MOST], *more])


def _reason(row: Mapping[str, Any], known: Sequence[str]) -> str:
    kind, context = str(row["type"]), dict(row.get("ctx") or {})
    place = row["loc"]
    if place[:1] == ("use",) and len(place) > 2:  # a value of any kind, tried as each
        return tr("{key} must be one value").format(key=_key(place[:2]))
    if kind == "extra_forbidden":
        near = get_close_matches(str(place[-1]), known, 1) if len(place) == 1 else []
        line = tr("there is no key {key}, did you mean {near}?") if near else tr("there is no key {key}")
        return line.rstrip("?").format(key=_key(place), near=near[0] if near else "")
    if kind == "value_error":
        why = str(row["msg"]).removeprefix("Value error, ")
        return f"{_key(place)}: {why}" if place else why
    if kind == "literal_error":
        context["choices"] = ", ".join(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    return tr(_PLAIN.get(kind, mark("{key} is not right"))).format(key=_key(place), **context)


def _key(place: Sequence[str | int]) -> str:
    """Return the name of a key; one inside others has theirs before it, and lists count from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part[:60] for part in place)
