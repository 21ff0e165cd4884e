"""Findings of the scenario model in plain words: what to write instead, and the nearest valid key."""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simulator.scenario.model import Scenario
from simulator.scenario.problems import Finding, Place, clip
from simulator.scenario.yaml_strict import Node

_KEY_LABEL = "[key]"
_MOST_ERRORS = 400
_NEEDS = "Write a list of ids here, such as [first-thing], or {any: 1, of: [first-thing, second-thing]}."


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` was most likely meant to be, or None."""
    return next(iter(all_near(word, choices, 1)), None)


def all_near(word: str, choices: Iterable[str], most: int = 3) -> list[str]:
    """Return the choices that `word` may have been meant to be, the nearest first."""
    options = {one.casefold().replace("_", "-"): one for one in choices if len(one) <= 80}
    found = difflib.get_close_matches(word[:60].casefold().replace("_", "-").strip(), options, n=most, cutoff=0.6)
    return [options[one] for one in found]


def findings(error: ValidationError, root: Node, complete: bool) -> Iterator[Finding]:
    """Yield each error of the model as a finding. `complete`: False keeps silent about what may still have come."""
    rows: Sequence[Mapping[str, Any]] = error.errors(include_url=False, include_input=False)[:_MOST_ERRORS]
    unknown = {
        (place[:-1], near)
        for row in rows
        if row["type"] == "extra_forbidden"
        for place in [_place(row["loc"], root)]
        if (near := nearest(str(place[-1]), _keys(place[:-1]))) is not None
    }
    for row in rows:
        kind, place = row["type"], _place(row["loc"], root)
        if _other_branch(row["loc"], place, root):
            continue
        if kind == "missing" and (not complete or (place[:-1], place[-1]) in unknown):
            continue
        if kind == "too_short" and not complete:
            continue
        yield _finding(kind, place, row, root)


def short_lists(root: Node) -> Iterator[Finding]:
    """Yield the lists with too few entries, which the model leaves unsaid while an entry itself is wrong."""
    todo: list[tuple[Place, object, object]] = [((), Scenario, root.value)]
    while todo:
        place, annotation, value = todo.pop()
        if isinstance(value, list):
            todo += [((*place, at), _inside(annotation, at), one) for at, one in enumerate(value)]
        elif isinstance(value, dict):
            model = model_of(annotation)
            for key, one in value.items():
                todo.append(((*place, key), _inside(annotation, key), one))
                least = _limits(model, key).get("MinLen")
                if isinstance(one, list) and least is not None and len(one) < least:
                    row = {"min_length": least}
                    yield Finding((*place, key), *_limit("too_short", one, row, ""), at_key=True)


def _limits(model: type[BaseModel] | None, key: str | int) -> dict[str, int]:
    """Return the limits of a field of the model: `Ge`, `Le`, `MinLen`."""
    field = model.model_fields.get(str(key)) if model else None
    names = {"Ge": "ge", "Le": "le", "MinLen": "min_length"}
    found = {type(one).__name__: one for one in (field.metadata if field else ())}
    return {kind: getattr(one, names[kind]) for kind, one in found.items() if kind in names}


def model_of(annotation: object) -> type[BaseModel] | None:
    """Return the model among what an annotation may be, or None."""
    return next((one for one in _options(annotation) if isinstance(one, type) and issubclass(one, BaseModel)), None)


def model_at(place: Place) -> type[BaseModel] | None:
    """Return the model that describes the mapping at `place`, or None."""
    here: object = Scenario
    for part in place:
        here = _inside(here, part)
    return model_of(here)


def _options(annotation: object) -> list[Any]:
    """Return what an annotation may be, without `Annotated` and `| None`."""
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [found for one in get_args(annotation) for found in _options(one)]
    return [] if annotation in (None, type(None)) else [annotation]


def _inside(annotation: object, part: str | int) -> object:
    for one in _options(annotation):
        if get_origin(one) is list and isinstance(part, int):
            return get_args(one)[0]
        if get_origin(one) is dict and isinstance(part, str):
            return get_args(one)[1]
        if isinstance(one, type) and issubclass(one, BaseModel) and part in one.model_fields:
            return one.model_fields[str(part)].annotation
    return None


def _keys(place: Place) -> list[str]:
    model = model_at(place)
    return list(model.model_fields) if model else []


def _place(loc: Sequence[str | int], root: Node) -> Place:
    """Return the place in the data: the location without pydantic's names for branches of a union."""
    place: list[str | int] = []
    here = root
    for at, part in enumerate(loc):
        if part in here.children:
            here = here.children[part]
            place.append(part)
        elif part != _KEY_LABEL and at == len(loc) - 1 and not _is_branch(part):
            place.append(part)
    return tuple(place)


def _is_branch(part: str | int) -> bool:
    return isinstance(part, str) and (part == "AnyOf" or part.startswith("list["))


def _other_branch(loc: Sequence[str | int], place: Place, root: Node) -> bool:
    """Return whether the error is about a form that the author did not choose (a list of needs, or any/of)."""
    for at, part in enumerate(loc):
        if _is_branch(part) and at and loc[at - 1] == "needs":
            value = root.find(_place(loc[:at], root)).value
            return isinstance(value, dict if part != "AnyOf" else list)
    return False


def _finding(kind: str, place: Place, row: Mapping[str, Any], root: Node) -> Finding:
    loc, ctx = row["loc"], row.get("ctx") or {}
    node = root.find(place)
    last = str(place[-1]) if place else ""
    if kind == "missing":
        return Finding(place[:-1], _missing(place), "missing-key", at_key=True)
    if kind == "extra_forbidden":
        return Finding(place, _unknown(place), "unknown-key", at_key=True)
    if loc and loc[-1] == _KEY_LABEL:
        return Finding(place, _wrong_key(kind, last, ctx), "key", at_key=True)
    if kind in ("list_type", "model_type") and any(_is_branch(part) for part in loc):
        return Finding(place, _NEEDS, "type")
    if kind in _TYPES:
        return Finding(place, _TYPES[kind](node.value, place), "type", at_key=node.value is None)
    return Finding(place, *_limit(kind, node.value, ctx, row["msg"]), at_key=kind in ("too_short", "too_long"))


def _missing(place: Place) -> str:
    model = model_at(place[:-1])
    field = model.model_fields.get(str(place[-1])) if model else None
    told = (field.description or "").rstrip(".") if field else ""
    where = "" if len(place) == 1 else " here"
    if not told:
        return f"Add the key '{place[-1]}'{where}."
    return f"Add the key '{place[-1]}'{where}: {told[:1].lower()}{told[1:]}."


def _unknown(place: Place) -> str:
    key = str(place[-1])
    valid = _keys(place[:-1])
    near = nearest(key, valid)
    if near:
        return f"There is no key '{clip(key)}' here; did you mean '{near}'?"
    shown = ", ".join(valid[:8]) + (", …" if len(valid) > 8 else "")
    return f"There is no key '{clip(key)}' here; the keys here are {shown}."


def _wrong_key(kind: str, key: str, ctx: dict[str, Any]) -> str:
    if kind == "literal_error":
        return _one_of(key, str(ctx.get("expected", "")))
    return _slug(key)


def _text(value: object, place: Place) -> str:
    if isinstance(value, dict) and len(value) == 1 and isinstance(place[-1], int):
        return f"The colon after '{clip(next(iter(value)), 30)}' makes a key of it; put quotes round the whole line."
    if isinstance(value, dict | list):
        return f"Write one text here, not {_what(value)}."
    if value is None:
        return "Write a text here; it is empty."
    shown = str(value).lower() if isinstance(value, bool) else value
    return f"Write a text here; put quotes round {clip(shown)} if that is what is said."


def _whole(value: object, place: Place) -> str:
    limits = _limits(model_at(place[:-1]), place[-1] if place else "")
    low, high = limits.get("Ge"), limits.get("Le")
    span = f" from {low} to {high}" if high is not None else f" of at least {low}" if low is not None else ""
    return f"Write a whole number{span} here, without quotes; now it is {_what(value)}."


def _list(value: object, place: Place) -> str:
    return f"Write a list here, each entry on a line of its own after '- '; now it is {_what(value)}."


def _mapping(value: object, place: Place) -> str:
    keys = _keys(place)
    if not place:
        return f"A scenario begins with keys such as 'id: my-school' and 'title: …'; this is {_what(value)}."
    inside = f" ({', '.join(keys[:5])}{', …' if len(keys) > 5 else ''})" if keys else ""
    return f"Write keys with their values here{inside}; now it is {_what(value)}."


def _truth(value: object, place: Place) -> str:
    return f"Write true or false here, without quotes; now it is {_what(value)}."


_TYPES = {
    "string_type": _text, "int_type": _whole, "int_from_float": _whole, "int_parsing": _whole, "list_type": _list,
    "model_type": _mapping, "dict_type": _mapping, "bool_type": _truth, "model_attributes_type": _mapping,
}  # fmt: skip


def _what(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {clip(value)}"
    if isinstance(value, str):
        return f"the text '{clip(value)}'"
    return "a list" if isinstance(value, list) else "a set of keys"


def _size(value: object) -> int:
    return len(value) if isinstance(value, Sized) else 0


def _limit(kind: str, value: object, ctx: dict[str, Any], told: str) -> tuple[str, str]:
    """Return sentence and rule for a value of the right type that is out of bounds."""
    if kind == "literal_error":
        return _one_of(str(value), str(ctx.get("expected", ""))), "choice"
    if kind == "string_pattern_mismatch":
        return _slug(str(value)), "id"
    if kind in ("too_short", "too_long"):
        least = kind == "too_short"
        count = ctx.get("min_length" if least else "max_length")
        return f"Write at {'least' if least else 'most'} {count} entries here; now there are {_size(value)}.", "count"
    if kind == "string_too_short":
        return "Write a text here; it is empty.", "length"
    if kind == "string_too_long":
        return f"Make this text shorter: {ctx.get('max_length')} characters at most, now {_size(value)}.", "length"
    if kind == "greater_than_equal":
        return f"Write {ctx.get('ge')} or more here; now it is {clip(value)}.", "range"
    if kind == "less_than_equal":
        return f"Write {ctx.get('le')} or less here; now it is {clip(value)}.", "range"
    sentence = clip(told.removeprefix("Value error, "), 160)
    return f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.", "value"


def _one_of(value: str, expected: str) -> str:
    valid = re.findall(r"'([^']+)'", expected)
    near = nearest(value, valid)
    hint = f"did you mean '{near}'?" if near else f"'{clip(value)}' is none of them."
    return f"Write one of {', '.join(valid)} here; {hint}"


def _slug(value: str) -> str:
    better = "-".join(re.findall(r"[a-z0-9]+", value[:60].lower()))
    instead = f"write '{better}' instead of '{clip(value)}'" if better else f"'{clip(value)}' is not one"
    return f"An id has small letters, digits and single hyphens only; {instead}."
