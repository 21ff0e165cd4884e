"""Rows of SQLite as records; what was damaged by hand is said, or counts as nothing."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from simulator.practice.database import StoreError
from simulator.practice.records import ConversationRow, TurnRow


def meta_of(text: str) -> dict[str, Any]:
    """Return the small facts about a conversation; those that cannot be read any more count as none."""
    try:
        held = json.loads(text)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def turn_of(row: sqlite3.Row) -> TurnRow:
    """Return a turn.

    Raises:
        StoreError: what was kept with its words cannot be read any more.
    """
    try:
        data = json.loads(row["data"])
    except ValueError as error:
        raise StoreError(
            f"Turn {row['id']} is damaged, its words are kept: put a copy of the database back, or delete that "
            f"conversation with `toask data delete --conversation {row['conversation'][:8]}`."
        ) from error
    return TurnRow(**{**dict(row), "data": data})


def conversation_of(row: sqlite3.Row) -> ConversationRow:
    """Return a conversation."""
    values = dict(row)
    values["archived"] = bool(values["archived"])
    values["meta"] = meta_of(values["meta"])
    return ConversationRow(**values)
