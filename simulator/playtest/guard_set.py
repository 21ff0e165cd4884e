"""The guard measured by itself: replies that may be shown and replies that may not, labelled (`models/voice/guard`)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.voice.guard import Guard
from simulator.voice.types import Ask, Line, Persona

GOOD = "good"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One reply in its context. `fault`: what is wrong with it by its writer; empty: nothing."""

    id: str
    ask: Ask
    locked: tuple[str, ...]
    text: str
    fault: str


@dataclass(slots=True)
class Found:
    """Counts of one language: replies and those judged right, by label, and which were judged wrongly."""

    replies: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Labelled, tuple[str, ...]]] = field(default_factory=list)

    @property
    def kept(self) -> float:
        """Share of good replies that pass."""
        return self.right[GOOD] / max(1, self.replies[GOOD])

    @property
    def rejected(self) -> float:
        """Share of bad replies that do not pass."""
        bad = sum(count for label, count in self.replies.items() if label != GOOD)
        return sum(count for label, count in self.right.items() if label != GOOD) / max(1, bad)


def labelled(folder: Path) -> Iterator[Labelled]:
    """Yield the replies of `*.jsonl` in a folder, one context a line."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            held: dict[str, Any] = json.loads(line)
            ask, locked = _ask(held), tuple(held["locked"])
            for text in held["good"]:
                yield Labelled(held["id"], ask, locked, text, "")
            for row in held["bad"]:
                yield Labelled(held["id"], ask, locked, row["text"], row["fault"])


def measured(guard: Guard, replies: Iterator[Labelled]) -> dict[str, Found]:
    """Return for each language how the guard judged."""
    found: dict[str, Found] = {}
    for one in replies:
        row = found.setdefault(one.ask.language, Found())
        label = one.fault or GOOD
        faults = guard.check(one.text, one.ask, one.locked)
        row.replies[label] += 1
        if bool(faults) == bool(one.fault):
            row.right[label] += 1
        else:
            row.wrong.append((one, faults))
    return found


def _ask(held: dict[str, Any]) -> Ask:
    who = held["persona"]
    persona = Persona(
        who["name"].split()[0].lower(), who["name"], who["role"], who["manner"], who["address"], who["school"]
    )
    history = tuple(Line("school" if row["who"] == "school" else "trainee", row["text"]) for row in held["history"])
    wordings, known = tuple(held["wordings"]), tuple(held["known"])
    return Ask(held["language"], persona, held["act"], "say", wordings, held["trainee"], history, known=known)
