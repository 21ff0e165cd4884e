"""Deleting for good: rows, the words of the search index, and what SQLite leaves of them in its files.

A deleted row's bytes stay in free pages and in the write-ahead log. So every deletion overwrites what it frees, builds
the search index anew, writes the database anew (VACUUM) and empties the log.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from simulator.migrate import forget
from simulator.practice.database import StoreError, connect, said_plainly
from simulator.practice.documents import Document, documents, versions
from simulator.practice.store import Store
from simulator.review.erase import Holding, holding, inside, leave_out
from simulator.review.places import ENDING

SHORTEST_QUOTE = 12
"""Characters of a line from which on it is a quotation that a document holds it; shorter ones anybody says."""


def quoted_in(store: Store, conversation: str) -> list[Document]:
    """Return documents that are about a conversation or quote a line of it in any version, latest first."""
    lines = [row.text for row in store.tree(conversation)] + [note.text for note in store.notes(conversation)]
    quotes = {_flat(line) for text in lines for line in text.splitlines() if len(_flat(line)) >= SHORTEST_QUOTE}
    found = []
    for one in documents(store):
        every = versions(store, one.document)
        if any(old.conversation == conversation or _holds(old, conversation, quotes) for old in every):
            found.append(one)
    return found


def erase(path: Path, conversation: str, also: Sequence[str] = ()) -> bool:
    """Delete a conversation with all its branches, notes and corrections, and documents by their ids.

    What people coded of it goes from the review projects in the data folder, which keep their other transcripts.

    Args:
        path: the practice log.
        conversation: its id.
        also: ids of documents that go with it, in every version.

    Returns:
        Whether its last traces are gone too; False: they go when the other toask windows are closed.

    Raises:
        StoreError: no such conversation, no room to write the database anew, or it cannot be used; it is there still.
        CannotWrite: a review project cannot be written; it is there still.
    """
    with _opened(path) as database:
        if not database.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone():
            raise StoreError("That conversation is not in the database; pick one from the history.")
        with _transaction(database), _without_triggers(database):
            # The triggers would look through the whole index once a turn; this looks through it once.
            database.execute("DELETE FROM found WHERE conversation = ?", (conversation,))
            database.executemany("DELETE FROM documents WHERE document = ?", [(one,) for one in also])
            # Each turn that goes looks for its children and notes: for this once, in an index.
            database.execute("CREATE INDEX erase_turns ON turns (parent)")
            database.execute("CREATE INDEX erase_notes ON notes (turn)")
            database.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
            database.execute("DROP INDEX erase_turns")
            database.execute("DROP INDEX erase_notes")
            leave_out(conversation, reviews(path))  # before the commit: what fails can be asked for again
        return _scrub(database)


def reviewed_in(path: Path, conversation: str, known: Sequence[str] = ()) -> tuple[list[Holding], list[Holding]]:
    """Return the review projects that hold a conversation: those that it goes from, and those where it stays.

    Args:
        path: the practice log.
        conversation: its id.
        known: files of projects that were opened before; the data folder's own are found anyhow.
    """
    top = reviews(path)
    own = inside(top)
    seen = {one.resolve() for one in own}
    others = {one.resolve(): one for one in (*map(Path, known), *_links(top)) if one.resolve() not in seen}
    return holding(conversation, own), holding(conversation, others.values())


def reviews(path: Path) -> Path:
    """Return where the review projects of a practice log lie; it need not exist."""
    return path.parent / "reviews"


def _links(top: Path) -> list[Path]:
    return [one for one in top.glob(f"*{ENDING}") if one.is_symlink()] if top.is_dir() else []


def erase_all(path: Path) -> bool:
    """Empty every table of the practice log; returns and raises as `erase`."""
    with _opened(path) as database:
        # All goes: nothing has to be looked up in what refers to it.
        database.execute("PRAGMA foreign_keys = OFF")
        with _transaction(database), _without_triggers(database):
            database.execute("DELETE FROM found")
            for table in tables(database):
                database.execute(f'DELETE FROM "{table}"')
            database.execute("DELETE FROM sqlite_sequence")
        return _scrub(database)


def scrub(path: Path) -> bool:
    """Remove what earlier deletions, renamings and crashes left in the files; returns and raises as `erase`."""
    with _opened(path) as database:
        return _scrub(database)


def tables(database: sqlite3.Connection) -> list[str]:
    """Return the tables with rows of the user: all but the search index and SQLite's own."""
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name <> 'found' AND name NOT LIKE 'found\\_%' ESCAPE '\\' ORDER BY rowid"
    )
    return [row["name"] for row in rows]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the log on a connection of its own, having seen that there is room to write it anew."""
    database, _ = connect(path)
    try:
        with said_plainly(path):
            size = path.stat().st_size
            free = shutil.disk_usage(path.parent).free
            if free < 2 * size:
                raise StoreError(
                    f"Deleting for good writes the database anew: that takes {2 * size // 1_000_000 + 1} MB and "
                    f"{free // 1_000_000} MB are free in {path.parent}; free some space first."
                )
            database.execute("PRAGMA secure_delete = ON")
            database.execute("PRAGMA temp_store = MEMORY")
            yield database
            forget(path)  # copies from before a newer schema hold what goes
    finally:
        database.close()


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            database.execute("ROLLBACK")
        raise


@contextmanager
def _without_triggers(database: sqlite3.Connection) -> Iterator[None]:
    """Put away the triggers that keep the index in step, within a transaction."""
    kept = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for row in kept:
        database.execute(f'DROP TRIGGER "{row["name"]}"')
    yield
    for row in kept:
        database.execute(row["sql"])


def _scrub(database: sqlite3.Connection) -> bool:
    database.execute("INSERT INTO found (found) VALUES ('rebuild')")
    database.execute("VACUUM")
    return not database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def _holds(one: Document, conversation: str, quotes: set[str]) -> bool:
    texts = list(_texts(one.body))
    said = _flat("\n".join(texts))
    return conversation in texts or any(quote in said for quote in quotes)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for held in value.values() if isinstance(value, dict) else value:
            yield from _texts(held)


def _flat(text: str) -> str:
    return " ".join(text.split())
