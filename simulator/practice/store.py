"""The practice log: conversations, the tree of their turns, notes. Every call is saved when it returns."""

from __future__ import annotations

import json
import sqlite3
import threading
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator.practice.database import StoreError, connect, default_path, said_plainly
from simulator.practice.decoded import conversation_of, turn_of
from simulator.practice.records import ConversationRow, NoteRow, Step, TurnRow

__all__ = ["Store", "StoreError"]

_LISTED = (
    "SELECT c.*, (WITH RECURSIVE up (id, parent, role) AS ("
    "SELECT id, parent, role FROM turns WHERE id = c.head UNION ALL"
    " SELECT t.id, t.parent, t.role FROM turns t JOIN up ON t.id = up.parent)"
    " SELECT count(*) FROM up WHERE role = 'trainee') AS turns FROM conversations c"
)
"""Conversations, each with the number of trainee turns on the branch that is shown."""


class Store:
    """SQLite in the platform's data folder; one connection, safe to use from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        """Open (or make) the database.

        Raises:
            StoreError: it cannot be used; the message says what to do.
        """
        self.path = path or default_path()
        self._lock = threading.RLock()
        self._db, self.notice = connect(self.path)

    def close(self) -> None:
        """Close the connection; safe to call twice."""
        with self._lock:
            self._db.close()

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query.

        Raises:
            StoreError: the database cannot be used; the message says what to do.
        """
        with self._lock, said_plainly(self.path):
            return self._db.execute(sql, values).fetchall()

    def write(self, *steps: tuple[str, Sequence[Any]]) -> int:
        """Run statements in one transaction; return the last row id.

        Raises:
            StoreError: nothing of it was kept; the message says what to do.
        """
        last = 0
        with self._together() as database:
            for sql, values in steps:
                last = database.execute(sql, values).lastrowid or last
        return last

    @contextmanager
    def _together(self) -> Iterator[sqlite3.Connection]:
        """Run several statements, all or none."""
        with self._lock, said_plainly(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:  # whatever it is: a transaction that stays open refuses every later write
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def new_conversation(
        self,
        *,
        scenario_id: str,
        version: int,
        language: str,
        title: str,
        source: str,
        seed: int,
        voice: str,
        mode: str = "practice",
        meta: dict[str, Any] | None = None,
    ) -> str:
        """Make a conversation and return its id; `source` is the scenario's YAML, so that it can always be resumed."""
        found, when = uuid.uuid4().hex, now()
        self.write(
            (
                "INSERT INTO conversations (id, scenario_id, scenario_version, language, title, source, seed, voice,"
                " mode, created, updated, meta) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    found,
                    scenario_id,
                    version,
                    language,
                    title,
                    source,
                    seed,
                    voice,
                    mode,
                    when,
                    when,
                    _dump(meta or {}),
                ),
            )
        )
        return found

    def add_turn(
        self,
        conversation: str,
        parent: int | None,
        role: str,
        text: str,
        *,
        speaker: str = "",
        step: Step = "sent",
        data: dict[str, Any] | None = None,
    ) -> int:
        """Add a turn under `parent`, make it the head, and return its id."""
        when = now()
        with self._together() as database:
            found = database.execute(
                "INSERT INTO turns (conversation, parent, role, speaker, text, step, data, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (conversation, parent, role, speaker, text, step, _dump(data or {}), when),
            ).lastrowid
            database.execute("UPDATE conversations SET head = ?, updated = ? WHERE id = ?", (found, when, conversation))
        assert found is not None
        return found

    def save_step(self, turn: int, step: Step, data: dict[str, Any] | None = None) -> None:
        """Keep what a step of this turn found, under the step's name, before the next step begins."""
        self.write(
            (
                "UPDATE turns SET step = ?, data = json_set(data, '$.' || ?, json(?)) WHERE id = ?",
                (step, step, _dump(data or {}), turn),
            )
        )

    def set_head(self, conversation: str, turn: int | None) -> None:
        """Make `turn` the end of the branch that is shown."""
        self.write(
            ("UPDATE conversations SET head = ?, updated = ? WHERE id = ?", (turn, now(), conversation)),
        )

    def turn(self, turn: int) -> TurnRow:
        """Return one turn.

        Raises:
            StoreError: there is no such turn.
        """
        rows = self.read("SELECT * FROM turns WHERE id = ?", (turn,))
        if not rows:
            raise StoreError(f"Turn {turn} is not in the database; open the conversation again from the history.")
        return turn_of(rows[0])

    def path_to(self, conversation: str, head: int | None = None) -> list[TurnRow]:
        """Return the branch that ends in `head` (default: the conversation's own head), oldest first."""
        end = head if head is not None else self.conversation(conversation).head
        rows = self.read(
            "WITH RECURSIVE up (id, depth) AS (SELECT ?, 0 UNION ALL SELECT t.parent, up.depth + 1 FROM turns t"
            " JOIN up ON t.id = up.id WHERE t.parent IS NOT NULL)"
            " SELECT turns.* FROM up JOIN turns ON turns.id = up.id ORDER BY up.depth DESC",
            (end,),
        )
        return [turn_of(row) for row in rows]

    def tree(self, conversation: str) -> list[TurnRow]:
        """Return every turn of all branches, in order of writing."""
        return [
            turn_of(r) for r in self.read("SELECT * FROM turns WHERE conversation = ? ORDER BY id", (conversation,))
        ]

    def conversation(self, conversation: str) -> ConversationRow:
        """Return one conversation.

        Raises:
            StoreError: there is no such conversation.
        """
        rows = self.read(f"{_LISTED} WHERE c.id = ?", (conversation,))
        if not rows:
            raise StoreError("That conversation is not in the database; pick one from the history.")
        return conversation_of(rows[0])

    def conversations(
        self, *, archived: bool | None = False, status: str | None = None, query: str = "", limit: int = 500
    ) -> list[ConversationRow]:
        """Return conversations, latest first; `query` searches titles, turns and notes."""
        where, values = ["1"], []  # type: tuple[list[str], list[Any]]
        if archived is not None:
            where.append("c.archived = ?")
            values.append(int(archived))
        if status is not None:
            where.append("c.status = ?")
            values.append(status)
        if wanted := _match(query):
            where.append("c.id IN (SELECT conversation FROM found WHERE found MATCH ?)")
            values.append(wanted)
        sql = f"{_LISTED} WHERE {' AND '.join(where)} ORDER BY c.updated DESC, c.rowid DESC LIMIT ?"
        return [conversation_of(row) for row in self.read(sql, (*values, limit))]

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title (1 to 200 characters)."""
        kept = " ".join(title.split())[:200]
        if not kept:
            raise StoreError("A title needs at least one character; type a name and try again.")
        self.write(("UPDATE conversations SET title = ? WHERE id = ?", (kept, conversation)))

    def archive(self, conversation: str, archived: bool = True) -> None:
        """Put a conversation away, or take it back."""
        self.write(("UPDATE conversations SET archived = ? WHERE id = ?", (int(archived), conversation)))

    def set_status(self, conversation: str, status: str) -> None:
        """Mark a conversation `active` or `ended`."""
        self.write(
            ("UPDATE conversations SET status = ?, updated = ? WHERE id = ?", (status, now(), conversation)),
        )

    def set_meta(self, conversation: str, **values: object) -> None:
        """Keep small facts about a conversation, such as its result."""
        for key, value in values.items():
            self.write(
                (
                    "UPDATE conversations SET meta = json_set(iif(json_valid(meta), meta, '{}'), '$.' || ?, json(?))"
                    " WHERE id = ?",
                    (key, json.dumps(value, ensure_ascii=False), conversation),
                )
            )

    def delete(self, conversation: str) -> None:
        """Remove a conversation, its turns and its notes for good."""
        self.write(("DELETE FROM conversations WHERE id = ?", (conversation,)))

    def note(self, conversation: str, turn: int | None, kind: str, text: str) -> int:
        """Keep a note (`hypothesis`, `note`, `hint`) beside a turn; return its id."""
        return self.write(
            (
                "INSERT INTO notes (conversation, turn, kind, text, created) VALUES (?, ?, ?, ?, ?)",
                (conversation, turn, kind, text, now()),
            )
        )

    def notes(self, conversation: str) -> list[NoteRow]:
        """Return a conversation's notes, oldest first."""
        rows = self.read("SELECT * FROM notes WHERE conversation = ? ORDER BY id", (conversation,))
        return [NoteRow(**dict(row)) for row in rows]

    def results(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the latest kept result by (scenario id, language); of a conversation without a turn there is none."""
        rows = self.read(
            "SELECT scenario_id, language,"
            " coalesce(json_extract(meta, '$.result'), json_extract(meta, '$.last_result')) AS result"
            " FROM conversations WHERE json_valid(meta) AND result IS NOT NULL"
            " AND coalesce(json_extract(result, '$.turns'), 1) > 0 ORDER BY updated"
        )
        return {(row["scenario_id"], row["language"]): json.loads(row["result"]) for row in rows}


def now() -> str:
    """Return the time of writing: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _match(query: str) -> str:
    """Return an FTS5 query in which what was typed is words only, never syntax; the last word may be a beginning.

    Control codes part words: SQLite ends a query at a NUL. Empty: there are no words to look for.
    """
    plain = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in query)
    words = ['"' + word.replace('"', '""') + '"' for word in plain.split()]
    return " ".join(words) + "*" if words else ""
