"""The same school in two languages: each file has a twin of one shape in the folder of the other language.

Rules: no-twin, twin-shape, same-id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from simulator.scenario.model import Item, OpensOn, Scenario, Step, wanted
from simulator.scenario.problems import Finding, Place, clip

LANGUAGES = ("nl", "en")
_MOST_BESIDE = 200
_BEGINS = 4000  # bytes: id and language stand among the first keys
_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_LANGUAGE = re.compile(r"^language:[ \t]*[\"']?(\w+)", re.MULTILINE)
Read = tuple[Path, Scenario]


def other_path(path: Path) -> Path | None:
    """Return where the twin of a file lies or would lie; None where the folder is not one of a language."""
    folder = path.resolve().parent
    if folder.name not in LANGUAGES:
        return None
    other = LANGUAGES[1 - LANGUAGES.index(folder.name)]
    return folder.parent / other / path.name if (folder.parent / other).is_dir() else None


def same_ids(read: Iterable[Read]) -> Iterator[tuple[Path, Finding]]:
    """Yield a finding for each file whose id another file of its language has."""
    seen: dict[tuple[str, str], Path] = {}
    for path, one in read:
        first = seen.setdefault((one.id, one.language), path)
        if first != path and first.resolve() != path.resolve():
            yield path, same_id(first, one.id)


def same_id(other: Path, name: str) -> Finding:
    """Return the finding that another file has this id; an error where both are wanted side by side."""
    return Finding(("id",), f"{other} has the id '{clip(name)}' too; give each scenario its own.", "same-id")


def beside(path: Path, one: Scenario) -> Path | None:
    """Return a file in the same folder that has this scenario's id and language, by its first lines; None: none has.

    The home screen can show only one of the two.
    """
    try:
        others = sorted(two for two in path.parent.iterdir() if two.suffix in (".yaml", ".yml"))[:_MOST_BESIDE]
        here = path.resolve()
        return next((two for two in others if two.resolve() != here and _heads(two) == (one.id, one.language)), None)
    except OSError:
        return None


def _heads(path: Path) -> tuple[str, str]:
    """Return id and language as the first lines of a file have them, each empty where it is not there."""
    if not path.is_file():
        return "", ""
    with path.open("rb") as file:
        begin = file.read(_BEGINS).decode("utf-8-sig", "replace")
    found = (_ID.search(begin), _LANGUAGE.search(begin))
    return found[0].group(1) if found[0] else "", found[1].group(1) if found[1] else ""


def shape(one: Scenario, twin: Scenario) -> Iterator[Finding]:
    """Yield where `one` has another shape than its twin: what a trainee meets must be as hard in both languages."""

    def differs(place: Place, what: str, mine: object, theirs: object) -> Iterator[Finding]:
        if mine != theirs:
            message = f"The twin in '{twin.language}' has {what} {_shown(theirs)}, here it is {_shown(mine)}."
            yield Finding(place, message, "twin-shape", "warning")

    yield from differs(("difficulty",), "difficulty", one.difficulty.model_dump(), twin.difficulty.model_dump())
    yield from differs(("speakers",), "speakers", len(one.speakers), len(twin.speakers))
    yield from differs(("items",), "items", [i.id for i in one.items], [i.id for i in twin.items])
    facts = [[s.fact_id(n) for n in range(len(s.school.facts))] for s in (one, twin)]
    yield from differs(("school", "facts"), "facts", sorted(facts[0]), sorted(facts[1]))
    others = {item.id: item for item in twin.items}
    for n, item in enumerate(one.items):
        if item.id in others:
            yield from differs(("items", n), "the gate", _gate(item), _gate(others[item.id]))
    if (one.need is None) != (twin.need is None):
        yield from differs((), "a need:", one.need is not None, twin.need is not None)
    elif one.need is not None and twin.need is not None:
        needs = [(wanted(need.needs), need.rapport, need.speaker) for need in (one.need, twin.need)]
        yield from differs(("need",), "the need's gate", *needs)
    for key, mine, theirs in (
        ("choices", one.choices, twin.choices),
        ("first_steps", one.first_steps, twin.first_steps),
    ):
        yield from differs((key,), key.replace("_", " "), *map(_steps, (mine, theirs)))


def _gate(item: Item) -> tuple[object, ...]:
    opens: OpensOn = item.opens_on
    return (
        item.layer, sorted(opens.moves), opens.rapport, (wanted(item.needs)[0], sorted(wanted(item.needs)[1])),
        item.guard, item.speaker, item.never_surface,
    )  # fmt: skip


def _steps(rows: Sequence[Step]) -> int:
    return len(rows)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value)} ({', '.join(map(str, value[:4]))}{', …' if len(value) > 4 else ''})"
    return clip(value, 90)
