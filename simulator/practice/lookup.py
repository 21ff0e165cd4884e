"""What is looked up in the log over all conversations, without reading their turns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.practice.api import RESUME, WARMUP, UnknownName
from simulator.practice.decoded import meta_of
from simulator.practice.records import ConversationRow
from simulator.practice.store import Store
from simulator.transcripts.clean import clean

LAST = "last"
"""Stands for the latest conversation, where the id of one is asked."""
SHORT = 8
"""Characters of an id that a list shows."""
_NAMED = 5
_HEAD = "id, scenario_id, language, title, mode, created, status, meta"


@dataclass(frozen=True, slots=True)
class Head:
    """A conversation without its turns.

    Attributes:
        scenario: id of it. `title`: the trainee's own name for the talk, or the school's.
        created: UTC, ISO 8601. `ended`: a way of it came to its end.
        result: what was kept of it at its end (`summary.result`), whatever is there; None: nothing.
    """

    id: str
    scenario: str
    language: str
    title: str
    mode: str = "practice"
    created: str = ""
    ended: bool = True
    result: object = None


def find(store: Store, wanted: str) -> ConversationRow:
    """Return the conversation that an id, the beginning of one, or `last` names.

    Raises:
        UnknownName: there is none, or several begin so.
    """
    if wanted == LAST:
        latest = store.conversations(limit=1)
        if not latest:
            raise UnknownName("There are no conversations yet; `toask practice` starts one.")
        return latest[0]
    start, name = wanted.removeprefix(RESUME).strip().lower(), " ".join(clean(wanted).split())[:40]
    found = beginning(store, start, _NAMED + 1)
    if not found:
        raise UnknownName(f"There is no conversation '{name}'; `toask report` lists them.")
    if len(found) > 1:
        ids = ", ".join(one[: max(SHORT, len(start) + 2)] for one in found[:_NAMED])
        raise UnknownName(f"'{name}' begins several conversations ({ids}); give more of the id.")
    return store.conversation(found[0])


def beginning(store: Store, start: str, most: int) -> list[str]:
    """Return at most `most` ids that begin so; none for no beginning at all."""
    if not start:
        return []
    rows = store.read("SELECT id FROM conversations WHERE substr(id, 1, ?) = ? LIMIT ?", (len(start), start, most))
    return [row["id"] for row in rows]


def finished(store: Store) -> list[Head]:
    """Return those of which a way ended with a turn of the trainee, oldest first.

    Those put away and the warm-up are left out.
    """
    rows = store.read(
        f"SELECT {_HEAD} FROM conversations WHERE archived = 0 AND mode <> ? ORDER BY created, rowid", (WARMUP,)
    )
    return [one for one in map(_head, rows) if one.ended and not _silent(one.result)]


def _silent(result: object) -> bool:
    return isinstance(result, dict) and result.get("turns") == 0


def talked(store: Store) -> list[Head]:
    """Return those with a turn of the trainee, latest first; without those put away and the warm-up."""
    rows = store.read(
        f"SELECT {_HEAD} FROM conversations c WHERE archived = 0 AND mode <> ?"
        " AND EXISTS (SELECT 1 FROM turns WHERE conversation = c.id AND role = 'trainee') ORDER BY updated DESC",
        (WARMUP,),
    )
    return [_head(row) for row in rows]


def titles(store: Store, conversations: Sequence[str]) -> dict[str, str]:
    """Return the titles of those that are still in the log, by id."""
    marks = ", ".join("?" for _ in conversations)
    rows = store.read(f"SELECT id, title FROM conversations WHERE id IN ({marks})", tuple(conversations))
    return {row["id"]: row["title"] for row in rows}


def sources(store: Store) -> list[str]:
    """Return the YAML of every scenario that was talked with, as it was, each once."""
    return [row["source"] for row in store.read("SELECT DISTINCT source FROM conversations")]


def _head(row: sqlite3.Row) -> Head:
    ended, meta = row["status"] == "ended", meta_of(row["meta"])
    result = meta.get("result" if ended else "last_result")
    return Head(
        row["id"], row["scenario_id"], row["language"], row["title"], row["mode"], row["created"],
        ended or result is not None, result,
    )  # fmt: skip
