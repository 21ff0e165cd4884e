"""What an observer ticks while two others talk: the sheet as it stands, and what follows from it.

A sheet is a run of events (a tick, a note, an undo), each a line of JSON. A tick that was undone stays among the
events, though no longer on the sheet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.coding.codebook import CODES, VALUES, Unit, value_of
from simulator.coding.measures import ENOUGH_TURNS, ask_share, counts
from simulator.transcripts.clean import clean

OWN = "OWN"
"""What stands in the place of a code where the school said its own question."""
ENOUGH_TICKS = ENOUGH_TURNS
LONGEST_NAME = 60
HEAD = "toask-observation"
"""The key that the first event of a sheet has."""
NAMED = ("id", "language", "created", "asks", "school", "observer")


@dataclass(frozen=True, slots=True)
class Mark:
    """One tick: its code (or `OWN`), seconds since the start without pauses, and the observer's note."""

    code: str
    at: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A sheet as it stands.

    Attributes:
        id, language, created: of the sheet; `created` in UTC, ISO 8601.
        asks, school, observer: names of who asks, who plays the school, who observes; empty: not given.
        marks: in order. `remarks`: notes without a tick, as (seconds, text). `seconds`: how long it took so far.
    """

    id: str
    language: str
    created: str
    asks: str = ""
    school: str = ""
    observer: str = ""
    marks: tuple[Mark, ...] = ()
    remarks: tuple[tuple[float, str], ...] = ()
    seconds: float = 0.0

    @property
    def ticks(self) -> tuple[Mark, ...]:
        """The marks that are codes."""
        return tuple(mark for mark in self.marks if mark.code != OWN)

    @property
    def empty(self) -> bool:
        """Whether nothing was ticked and nothing was noted."""
        return not (self.marks or self.remarks)

    @property
    def own_question(self) -> float | None:
        """When the school first said its own question, in seconds; None: it was not marked."""
        return next((mark.at for mark in self.marks if mark.code == OWN), None)

    @property
    def counted(self) -> dict[str, int]:
        """How often each of the fourteen codes was ticked."""
        given = [mark.code for mark in self.ticks]
        return {code: given.count(code) for code in CODES}


def named(data: Mapping[str, Any], sheet: str = "", language: str = "") -> Observation:
    """Return an empty sheet with the names that `data` holds; `sheet`, `language`: where `data` holds none."""
    held = {name: tidy(str(data.get(name, "")), LONGEST_NAME) for name in NAMED}
    return Observation(
        held["id"] or sheet, held["language"] or language, held["created"],
        held["asks"], held["school"], held["observer"],
    )  # fmt: skip


def turns_of(ticks: Iterable[Mark]) -> list[list[Unit]]:
    """Return ticks as turns for the measures: each tick is one, for an observer ticks what a turn did, once."""
    return [[Unit(tick.note, tick.code, value_of(tick.code))] for tick in ticks]


def share_of(seen: Observation) -> float | None:
    """Return the ask share, 0 to 1; None under five ticks, or when none of them asks or tells."""
    return ask_share(turns_of(seen.ticks))


def sides(ticks: Iterable[Mark]) -> tuple[int, int]:
    """Return how many ticks ask and how many tell."""
    return counts(turns_of(ticks))


def after(seen: Observation, event: Mapping[str, Any]) -> Observation:
    """Return the sheet after one event; an event that this version does not know changes nothing."""
    time = event.get("at", 0)
    at = max(seen.seconds, float(time)) if isinstance(time, int | float) else seen.seconds
    seen = replace(seen, seconds=at)
    done, text = event.get("do"), str(event.get("text", ""))
    if done == "tick" and (event.get("code") in VALUES or event.get("code") == OWN):
        return replace(seen, marks=(*seen.marks, Mark(event["code"], at, text)))
    if done == "undo":
        return replace(seen, marks=seen.marks[:-1])
    if done == "note" and seen.marks:
        last = seen.marks[-1]
        note = f"{last.note}; {text}" if last.note else text
        return replace(seen, marks=(*seen.marks[:-1], replace(last, note=note)))
    if done == "note":
        return replace(seen, remarks=(*seen.remarks, (at, text)))
    return seen


def read_lines(data: bytes) -> tuple[Observation | None, int]:
    """Return the sheet in a file's bytes, and how many of them are whole lines.

    What was being written when the program died is left out, and so is a line that a bad disk spoilt; None: the first
    line is not that of a sheet.
    """
    lines = data.split(b"\n")
    events = [_event(line) for line in lines[:-1]]
    head = events[0] if events else None
    if head is None or HEAD not in head:
        return None, 0
    seen = named(head)
    for event in events[1:]:
        seen = after(seen, event) if event else seen
    return seen, len(data) - len(lines[-1])


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def tidy(text: str, most: int) -> str:
    """Return what was typed on one line, without control codes, of at most `most` characters."""
    return " ".join(clean(text).split())[:most].strip()
