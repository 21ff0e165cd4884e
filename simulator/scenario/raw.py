"""Careful looks into scenario data that may be wrong anywhere, so that rules can run although other things fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.scenario.kept import kept
from simulator.scenario.problems import Place

Data = dict[str, Any]
MOST = 200  # entries of any list that are looked at: the model refuses longer ones
NESTED = ("guards", "no_answer")  # keys of a set of acts under which lists stand by name


@kept(4096)
def flat(text: str) -> str:
    """Return words alone, in small letters: what two ways of writing one question share."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def get(data: object, *path: str) -> Any:  # noqa: ANN401 - what YAML may hold
    """Return what lies under the keys, or None."""
    for key in path:
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


def text(data: object, *path: str) -> str:
    """Return the text under the keys, or an empty one."""
    found = get(data, *path)
    return found if isinstance(found, str) else ""


def number(data: object, *path: str, default: int) -> int:
    """Return the whole number under the keys, or the default."""
    found = get(data, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else default


def mappings(data: object, *path: str) -> Iterator[tuple[Place, Data]]:
    """Yield place and value of each mapping in the list under the keys."""
    found = get(data, *path)
    for index, one in enumerate(found[:MOST] if isinstance(found, list) else ()):
        if isinstance(one, dict):
            yield (*path, index), one


def texts(data: object, *path: str) -> Iterator[tuple[Place, str]]:
    """Yield place and value of each text in the list under the keys; a text alone counts as a list of one."""
    found = get(data, *path)
    if isinstance(found, str):
        yield path, found
    for index, one in enumerate(found[:MOST] if isinstance(found, list) else ()):
        if isinstance(one, str):
            yield (*path, index), one


def under(place: Place, found: Iterator[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    """Yield the same with `place` before each place."""
    for inner, value in found:
        yield place + inner, value


def wanted(needs: object) -> tuple[int, tuple[str, ...]]:
    """Return how many of which ids must have been said; what is malformed asks nothing."""
    ids = tuple(one for _, one in texts({"of": needs if isinstance(needs, list) else get(needs, "of")}, "of"))
    return (number(needs, "any", default=0) if isinstance(needs, dict) else len(ids)), ids


def listed(needs: object) -> Iterator[tuple[Place, str]]:
    """Yield place (below `needs`) and id of everything a `needs` names."""
    if isinstance(needs, dict):
        yield from texts(needs, "of")
    else:
        for place, one in texts({"needs": needs}, "needs"):
            yield place[1:], one


def fact_ids(data: Data) -> list[tuple[Place, str]]:
    """Return place and id of each fact: its own, or fact-N."""
    return [
        (place, text(one, "id") or f"fact-{int(place[-1]) + 1}") for place, one in mappings(data, "school", "facts")
    ]


def step_ids(data: Data) -> list[tuple[Place, str]]:
    """Return place and id of each choice and first step: its own, or choice-N and step-N."""
    kinds = (("choices", "choice"), ("first_steps", "step"))
    return [
        (place, text(one, "id") or f"{kind}-{int(place[-1]) + 1}")
        for key, kind in kinds
        for place, one in mappings(data, key)
    ]
