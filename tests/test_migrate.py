"""Old files become new ones, with a copy as they were; an old toask leaves new ones alone; tabs' files likewise."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import threading
import time
from contextlib import closing
from importlib import resources

import pytest

from simulator.migrate import KEPT_DAYS, before, is_copy, migrate
from simulator.practice import database as practice
from simulator.practice.store import Store, StoreError
from simulator.privacy import erase, places

TALK = "Wat is jullie vraag?"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "practice.db"


def first_version(path) -> str:
    """A practice log as the first toask wrote it, with one turn; returns the id of the conversation."""
    path.parent.mkdir(parents=True, exist_ok=True)
    script = resources.files("simulator.practice").joinpath("schema.sql").read_text("utf-8")
    with closing(sqlite3.connect(path)) as made, made:
        made.executescript(script)
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("PRAGMA user_version = 1")
        made.execute(
            "INSERT INTO conversations (id, scenario_id, scenario_version, language, title, source, seed, voice,"
            " created, updated) VALUES ('c1', 'dans', 1, 'nl', 'Dans', 'id: dans', 1, 'scripted', '2026', '2026')"
        )
        made.execute(
            "INSERT INTO turns (conversation, role, text, step, created) VALUES ('c1', 'trainee', ?, 'sent', '2026')",
            (TALK,),
        )
        made.execute("UPDATE conversations SET head = 1")
    return "c1"


def version(path) -> int:
    with closing(sqlite3.connect(path)) as made:
        return int(made.execute("PRAGMA user_version").fetchone()[0])


def turns(path) -> list[str]:
    with closing(sqlite3.connect(path)) as made:
        return [row[0] for row in made.execute("SELECT text FROM turns ORDER BY id")]


def test_an_old_log_becomes_a_new_one_and_its_copy_stays(path):
    first_version(path)
    store = Store(path)
    assert [row.text for row in store.path_to("c1")] == [TALK]
    store.write(
        ("INSERT INTO corrections (turn, unit, was, code, reason, created) VALUES (1, 0, 'a', 'b', 'c', 'd')", ())
    )
    store.close()
    (copy,) = before(path)
    assert copy.name == "practice.db.before-v2"
    assert (version(path), version(copy)) == (2, 1)
    assert turns(copy) == [TALK]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert is_copy(copy.name)
    assert sorted(one.name for one in path.parent.iterdir()) == ["practice.db", copy.name]


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("practice.db.before-v2", True), (".practice.db.before-v12.4711", True), ("server.db.before-v2-wal", True),
        ("practice.db", False), ("verslag.before-v2.html", False), ("les.before-voorbeeld.yaml", False),
        ("practice.db.before-v2.txt", False), ("practice.damaged-2026.db", False),
    ],
)  # fmt: skip
def test_which_files_are_copies(path, name, copy):
    path.parent.mkdir()
    (path.parent / name).touch()
    assert is_copy(name) is copy
    assert bool(before(path)) is (copy and "practice" in name)


def test_a_new_log_and_one_that_is_up_to_date_get_no_copy(path):
    for _ in range(2):
        Store(path).close()
    assert before(path) == []


def test_an_older_toask_leaves_a_newer_log_alone_and_the_copy_is_the_way_back(path, monkeypatch):
    first_version(path)
    Store(path).close()
    (copy,) = before(path)
    held = path.read_bytes()
    monkeypatch.setattr(practice, "MIGRATIONS", ("schema.sql",))
    with pytest.raises(StoreError, match="newer toask"):
        Store(path)
    assert path.read_bytes() == held
    copy.replace(path)
    store = Store(path)
    assert [row.text for row in store.path_to("c1")] == [TALK]
    store.close()


def test_several_windows_open_an_old_log_together(path):
    first_version(path)
    problems: list[Exception] = []
    start = threading.Barrier(6)

    def open_it() -> None:
        start.wait()
        try:
            Store(path).close()
        except StoreError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert problems == []
    (copy,) = before(path)
    assert (version(path), version(copy)) == (2, 1)


def test_no_room_for_the_copy_changes_nothing(path, monkeypatch):
    first_version(path)

    def full(source, into):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("simulator.migrate.copy_of", full)
    with pytest.raises(StoreError, match="full"):
        Store(path)
    assert (version(path), turns(path)) == (1, [TALK])
    assert [one.name for one in path.parent.iterdir() if "before" in one.name] == []
    monkeypatch.undo()
    Store(path).close()
    assert version(path) == 2


def steps(folder, *scripts: str) -> tuple[str, ...]:
    """Scripts in files; a whole path goes before the package's own folder."""
    found = []
    for number, text in enumerate(scripts, 1):
        (folder / f"{number}.sql").write_text(text)
        found.append(str(folder / f"{number}.sql"))
    return tuple(found)


def test_a_step_that_fails_is_taken_back_and_tried_again(tmp_path):
    good = ("CREATE TABLE a (x);\n", "INSERT INTO a VALUES (2);\n", "INSERT INTO a VALUES (3);\n")
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        migrate(made, path, "simulator", steps(tmp_path, *good[:1]))
        bad = steps(tmp_path, good[0], good[1], "INSERT INTO a VALUES (3);\nINSERT INTO nowhere VALUES (1);\n")
        with pytest.raises(sqlite3.OperationalError):
            migrate(made, path, "simulator", bad)
        assert made.execute("SELECT x FROM a").fetchall() == [(2,)]
        migrate(made, path, "simulator", steps(tmp_path, *good))
        assert made.execute("SELECT x FROM a").fetchall() == [(2,), (3,)]
    (copy,) = before(path)
    assert version(copy) == 2  # as it was before the last start


def test_copies_go_after_thirty_days_and_with_what_is_erased(path):
    first_version(path)
    Store(path).close()
    (copy,) = before(path)
    old = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(copy, (old, old))
    Store(path).close()
    assert before(path) == []

    for what in (lambda: erase.erase(path, "c1"), lambda: erase.scrub(path), lambda: erase.erase_all(path)):
        path.unlink()
        first_version(path)
        Store(path).close()
        place = next(one for one in places.places(path.parent / "settings.json", path) if one.kind == "database")
        assert before(path)[0] in place.files
        what()
        assert before(path) == []
    assert not any(TALK.encode() in one.read_bytes() for one in path.parent.iterdir())


def test_the_servers_list_becomes_new_and_goes_back(tmp_path, monkeypatch):
    pytest.importorskip("argon2")
    from simulator.serve import accounts, database
    from simulator.serve.database import Book
    from simulator.serve.errors import ServeError

    with closing(Book(tmp_path)) as book:
        accounts.add(book, "Tessa", "trainer", 1.0)
    (more,) = steps(tmp_path, "ALTER TABLE accounts ADD COLUMN note TEXT NOT NULL DEFAULT 'x';\n")
    monkeypatch.setattr(database, "MIGRATIONS", ("schema.sql", more))
    with closing(Book(tmp_path)) as book:
        assert book.one("SELECT name, note FROM accounts")["note"] == "x"
    (copy,) = before(tmp_path / "server.db")
    assert (copy.name, version(copy)) == ("server.db.before-v2", 1)
    monkeypatch.undo()
    with pytest.raises(ServeError, match="newer toask"):
        Book(tmp_path)
    copy.replace(tmp_path / "server.db")
    with closing(Book(tmp_path)) as book:
        assert accounts.by_login(book, "tessa") is not None


def test_a_tabs_log_becomes_new_where_its_app_is_held_to_its_folder(tmp_path):
    pytest.importorskip("starlette")
    pytest.importorskip("textual_serve")
    from helpers_serve import hall_in, school, serving, signed_in

    from simulator.serve import child

    hall = hall_in(tmp_path)
    people = school(hall)
    folder = hall.folder(people.trainee.id)
    folder.make()
    first_version(folder.database)
    with serving(hall) as client:
        seen = signed_in(hall, client, people.trainee).get("/home")
        assert seen.status_code == 200
        assert version(folder.database) == 1  # counting reads it as it is
        environ = child.environment(hall.config, people.trainee, folder, 80, 24, dict(os.environ))
        command = [*child.COMMAND, "report", "--json"]
        done = subprocess.run(command, env=environ, cwd=folder.top, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    assert (version(folder.database), turns(folder.database)) == (2, [TALK])
    assert [one.name for one in before(folder.database)] == ["practice.db.before-v2"]


def test_a_backup_of_old_logs_is_restored_and_then_becomes_new(tmp_path):
    pytest.importorskip("argon2")
    from helpers_backup import server

    from simulator.serve.backup import back_up
    from simulator.serve.restore import restore

    (folder,) = server(tmp_path / "server", 1)
    folder.database.unlink()
    first_version(folder.database)
    folder.database.with_name("practice.db.before-v1").write_bytes(b"SQLite format 3\0 older")
    made = back_up(tmp_path / "server", tmp_path / "x.tar.gz")
    assert [one.schema for one in made.parts if one.path.endswith("practice.db")] == [1]
    assert not [one for one in made.parts if is_copy(one.path)]
    restore(tmp_path / "x.tar.gz", tmp_path / "new")
    log = folder.__class__(tmp_path / "new" / "accounts" / folder.top.name).database
    Store(log).close()
    assert (version(log), turns(log)) == (2, [TALK])
