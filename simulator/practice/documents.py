"""What a trainee writes beside the conversations, such as reflections and goals: every version is kept."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.practice.api import PracticeError
from simulator.practice.store import Store, now

LONGEST = 200_000
"""Characters in one version: some 50 pages."""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document.

    Attributes:
        id: of this version. `document`: of the document, the same for all its versions.
        kind: such as `reflection`, `goal`, `observation`. `conversation`: what it is about, if one.
        body: what it holds, plain JSON. `created`: UTC, ISO 8601.
    """

    id: int
    document: str
    kind: str
    conversation: str | None
    language: str
    title: str
    body: dict[str, Any]
    created: str


def keep(
    store: Store,
    kind: str,
    title: str,
    body: Mapping[str, Any],
    *,
    language: str,
    conversation: str | None = None,
    document: str | None = None,
) -> str:
    """Keep a new version (of a new document, unless one is named) and return the document's id.

    Raises:
        PracticeError: it is longer than fifty pages.
        StoreError: it cannot be kept.
    """
    text = json.dumps(dict(body), ensure_ascii=False)
    if len(text) > LONGEST:
        raise PracticeError(f"That is {len(text)} characters; at most {LONGEST} are kept. Shorten it and save again.")
    found = document or uuid.uuid4().hex
    store.write(
        (
            "INSERT INTO documents (document, kind, conversation, language, title, body, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (found, kind, conversation, language, " ".join(title.split())[:200], text, now()),
        )
    )
    return found


def documents(store: Store, kind: str | None = None, conversation: str | None = None) -> list[Document]:
    """Return the latest version of every document, latest first."""
    rows = store.read(
        "SELECT * FROM documents WHERE id IN (SELECT max(id) FROM documents GROUP BY document)"
        " AND (? IS NULL OR kind = ?) AND (? IS NULL OR conversation = ?) ORDER BY id DESC",
        (kind, kind, conversation, conversation),
    )
    return [_document(dict(row)) for row in rows]


def versions(store: Store, document: str) -> list[Document]:
    """Return every version of a document, oldest first."""
    rows = store.read("SELECT * FROM documents WHERE document = ? ORDER BY id", (document,))
    return [_document(dict(row)) for row in rows]


def remove(store: Store, document: str) -> None:
    """Remove a document with all its versions."""
    store.write(("DELETE FROM documents WHERE document = ?", (document,)))


def _document(row: dict[str, Any]) -> Document:
    return Document(**{**row, "body": json.loads(row["body"])})
