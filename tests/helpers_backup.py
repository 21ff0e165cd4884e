"""A server's folder with a few accounts in it, and archives that were made to harm."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.practice.store import Store
from simulator.serve import accounts, tokens
from simulator.serve.archive import FORMAT, WHAT
from simulator.serve.database import Book
from simulator.serve.folders import Folder, folder_of

FIRST = "0" * 32


def server(data: Path, people: int = 2) -> list[Folder]:
    """A server with so many trainees, each with a conversation, a setting, an export and a key."""
    book = Book(data)
    made = [accounts.add(book, f"Cursist {number}", "trainee", 1000.0) for number in range(people)]
    for one in made:
        tokens.sign_in(book, one.id, 1000.0)
        tokens.make_link(book, one.id, 1000.0, 7, "test")
        folder = folder_of(data, one.id)
        folder.make()
        talk(folder, f"Wat is jullie vraag, {one.name}?")
        folder.exports.mkdir()
        (folder.exports / "verslag é.html").write_text(f"verslag van {one.name}", "utf-8")
        (folder.top / "config" / "settings.json").write_text("{}", "utf-8")
        (folder.top / "temporary" / "half").write_text("weg", "utf-8")
    book.close()
    (data / "run").mkdir()
    (data / "run" / "scoring").write_text("an address", "utf-8")
    return [folder_of(data, one.id) for one in made]


def talk(folder: Folder, *turns: str) -> str:
    """Keep a conversation with these turns of the trainee in an account's log; return its id."""
    store = Store(folder.database)
    found = store.new_conversation(
        scenario_id="dans", version=1, language="nl", title="Dans", source="id: dans", seed=1, voice="scripted"
    )
    parent = None
    for one in turns:
        parent = store.add_turn(found, parent, "trainee", one)
    store.close()
    return found


def texts(folder: Folder) -> list[str]:
    """What the trainee said in an account's log."""
    store = Store(folder.database)
    try:
        return [str(row["text"]) for row in store.read("SELECT text FROM turns ORDER BY id")]
    finally:
        store.close()


def below(data: Path) -> dict[str, bytes]:
    """Every file in a folder with its content."""
    return {one.relative_to(data).as_posix(): one.read_bytes() for one in sorted(data.rglob("*")) if one.is_file()}


def archive(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], **said: Any) -> Path:
    """An archive with these members and a manifest that fits them, but for what is said otherwise."""
    rows = [
        {"path": one.name, "bytes": len(held), "sha256": hashlib.sha256(held).hexdigest(), "schema": None}
        for one, held in members
    ]
    manifest = {
        "what": WHAT, "format": FORMAT, "toask": __version__, "made": "2026-01-01T00:00:00+00:00",
        "schemas": {"server": 1, "practice": 1}, "parts": rows, **said,
    }  # fmt: skip
    text = json.dumps(manifest).encode()
    with tarfile.open(path, "w:gz") as tar:
        for one, held in [*members, (tarfile.TarInfo("manifest.json"), text)]:
            one.size = len(held) if one.isreg() else 0
            tar.addfile(one, io.BytesIO(held))
    return path


def book_bytes(folder: Path) -> bytes:
    """The file of a server's database."""
    book = Book(folder)
    accounts.add(book, "Anna", "trainee", 1.0)
    book.read("PRAGMA wal_checkpoint(TRUNCATE)")
    book.close()
    return (folder / "server.db").read_bytes()


def again(path: Path, change: Any) -> Path:
    """The same archive with one byte or more changed in the tar itself, packed anew so that gzip finds nothing."""
    held = bytearray(gzip.decompress(path.read_bytes()))
    change(held)
    path.write_bytes(gzip.compress(bytes(held), 1))
    return path
