"""What travels between the machines: batches of conversations as JSON there, lines of the journal back.

Plain text, so that nothing that another machine sends is ever unpickled into an object of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import ToaskError
from simulator.scoring.intake import File, Reading, Skipped, Taken
from simulator.scoring.run import batches
from simulator.transcripts.model import Conversation, Line

Row = dict[str, Any]
COLUMNS = ("number", "keys", "talks", "told")


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader has to say besides conversations.

    Attributes:
        read: for each conversation its file, its letters, and whether it is new: how far the reading is.
        skipped: what could not be scored.
        notes: sentences about conversations that are scored all the same.
        error: why reading stopped; empty: it did not.
    """

    read: tuple[tuple[int, int, bool], ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""


@dataclass(slots=True)
class _Notes:
    read: list[tuple[int, int, bool]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def empty(self, error: str = "") -> str:
        """Return what was noted, as JSON, and begin anew."""
        skipped = [[one.id, one.source, one.why, one.speakers] for one in self.skipped]
        text = json.dumps({"read": self.read, "skipped": skipped, "notes": self.noted, "error": error})
        self.read, self.skipped, self.noted = [], [], []
        return text


def packets(files: Iterable[File], reading: Reading, done: set[str] | frozenset[str]) -> Iterator[Row]:
    """Yield the batches of a run as rows of text, numbered from 0, in the order of the files.

    They end where those of a run in one process end. A batch that is done keeps its keys and has no conversations.

    Args:
        files: what is read.
        reading: how; nobody is asked.
        done: keys of the conversations that need no scoring.
    """
    notes = _Notes()
    reading = Reading(
        reading.options, dict(reading.speakers), reading.language,
        tell=lambda one: notes.skipped.append(one), note=lambda sentence: notes.noted.append(sentence),
    )  # fmt: skip
    number, error = 0, ""

    def read(taken: Taken) -> None:
        notes.read.append((taken.file, taken.letters, taken.key not in done))

    try:
        for batch in batches(files, reading, read):
            keys = [taken.key for taken in batch]
            talks = [] if done.issuperset(keys) else [_talk(taken) for taken in batch]
            yield {"number": number, "keys": json.dumps(keys), "talks": json.dumps(talks), "told": notes.empty()}
            number += 1
    except ToaskError as wrong:
        error = str(wrong)
    yield {"number": number, "keys": "[]", "talks": "[]", "told": notes.empty(error)}


def _talk(taken: Taken) -> Row:
    held = taken.conversation
    lines = [[line.speaker, line.text, line.timestamp, line.role] for line in held.lines]
    return {"id": held.id, "language": held.language, "source": held.source, "lines": lines, "acts": taken.acts}


def talks_of(text: str) -> tuple[list[Conversation], list[tuple[str, ...]]]:
    """Return the conversations of a packet, and for each what the school did in its lines."""
    rows = json.loads(text)
    talks = [
        Conversation(row["id"], tuple(Line(*line) for line in row["lines"]), row["language"], row["source"])
        for row in rows
    ]
    return talks, [tuple(row["acts"]) for row in rows]


def told_of(text: str) -> Told:
    """Return what the reader had to say."""
    row = json.loads(text)
    read = tuple((int(file), int(letters), bool(new)) for file, letters, new in row["read"])
    skipped = tuple(Skipped(*one) for one in row["skipped"])
    return Told(read, skipped, tuple(map(str, row["notes"])), str(row["error"]))


class InOrder:
    """Hands on what comes in any order in the order of its numbers, from 0."""

    def __init__(self) -> None:
        self._next = 0
        self._held: dict[int, tuple[Sequence[str], Told]] = {}

    def take(self, number: int, keys: Sequence[str], told: Told) -> Iterator[tuple[Sequence[str], Told]]:
        """Take one and yield all whose turn has come."""
        self._held[number] = keys, told
        while self._next in self._held:
            yield self._held.pop(self._next)
            self._next += 1
