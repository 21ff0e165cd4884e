"""A backup holds all that is somebody's, also while it is written; a restore gives it back, and overwrites nothing."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
import tarfile
import threading
from contextlib import closing

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_backup import below, server, talk, texts

from simulator.cli import serve as command
from simulator.cli.main import parser
from simulator.files import CannotWrite
from simulator.practice.store import Store
from simulator.serve import accounts, backup, lock
from simulator.serve.backup import back_up
from simulator.serve.database import Book
from simulator.serve.errors import ServeError
from simulator.serve.restore import restore


@pytest.fixture
def data(tmp_path):
    return tmp_path / "server"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "toask.tar.gz"


def run(*words: object) -> int:
    return command.run(parser().parse_args(["serve", *map(str, words)]))


def names(path) -> list[str]:
    with tarfile.open(path) as tar:
        return tar.getnames()


def test_what_is_backed_up_comes_back(data, out, tmp_path):
    folders = server(data)
    made = back_up(data, out)
    assert (made.accounts, made.left, made.unsound) == (2, [], [])
    there = tmp_path / "elsewhere" / "new"
    done = restore(out, there)
    assert (done.accounts, done.aside, done.back) == (2, None, ())
    for number, folder in enumerate(folders):
        new = folder.__class__(there / "accounts" / folder.top.name)
        assert texts(new) == [f"Wat is jullie vraag, Cursist {number}?"]
        assert (new.exports / "verslag é.html").read_text("utf-8") == f"verslag van Cursist {number}"
        assert (new.top / "config" / "settings.json").is_file()
        assert not (new.top / "temporary").exists()
    for path in there.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_file_is_its_owners_and_holds_plain_files_below_one_folder(data, out):
    server(data)
    made = back_up(data, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with tarfile.open(out) as tar:
        members = tar.getmembers()
        said = json.load(tar.extractfile("manifest.json"))
    assert all(one.isreg() and one.mode == 0o600 and one.uid == 0 for one in members)
    assert not any(one.name.startswith("/") or ".." in one.name for one in members)
    assert members[-1].name == "manifest.json"
    assert [one.name for one in members[:-1]] == [one.path for one in made.parts]
    assert said["schemas"] == {"server": 1, "practice": 2}
    assert {row["schema"] for row in said["parts"] if row["path"].endswith("practice.db")} == {2}
    assert not [one for one in names(out) if "run" in one or "-wal" in one or "temporary" in one]
    assert [one.name for one in out.parent.iterdir() if one.name.startswith(".")] == []


def test_it_is_whole_while_people_practise(data, out, tmp_path):
    (folder,) = server(data, 1)
    stop, sent = threading.Event(), []
    store = Store(folder.database)
    conversation = talk(folder, "begin")

    def practise() -> None:
        while not stop.is_set():
            sent.append(store.add_turn(conversation, None, "trainee", f"beurt {len(sent)}"))

    thread = threading.Thread(target=practise)
    thread.start()
    try:
        while len(sent) < 5:
            pass
        before = len(sent)
        made = back_up(data, out)
    finally:
        stop.set()
        thread.join()
        store.close()
    assert made.unsound == []
    restore(out, tmp_path / "new")
    kept = texts(folder.__class__(tmp_path / "new" / "accounts" / folder.top.name))
    turns = [one for one in kept if one.startswith("beurt")]
    assert turns == [f"beurt {number}" for number in range(len(turns))]
    assert before <= len(turns) <= len(sent)


def test_the_log_that_was_not_written_back_yet_goes_along(data, out, tmp_path):
    (folder,) = server(data, 1)
    store = Store(folder.database)
    talk(folder, "nog in het logboek")
    assert folder.database.with_name("practice.db-wal").stat().st_size
    back_up(data, out)
    store.close()
    restore(out, tmp_path / "new")
    assert "nog in het logboek" in texts(folder.__class__(tmp_path / "new" / "accounts" / folder.top.name))


def test_links_and_odd_names_stay_and_are_told(data, out, capsys):
    (folder,) = server(data, 1)
    (folder.top / "link").symlink_to("/etc/passwd")
    (folder.top / "map").symlink_to("/etc")
    (folder.top / "a\\b").write_text("x")
    os.mkfifo(folder.top / "pipe")
    (data / "accounts" / "geen account").mkdir()
    (data / "accounts" / "geen account" / "x").write_text("x")
    assert run("--data", data, "backup", out) == 0
    said = capsys.readouterr()
    for name in ("link", "map", "a\\b", "geen account/x"):
        assert name in said.err
        assert not [one for one in names(out) if one.endswith(f"/{name}")]
    assert not [one for one in names(out) if one.endswith("pipe")]
    assert "1 account, 4 files" in said.out


def test_a_damaged_database_goes_along_as_it_is_and_is_told(data, out, capsys, tmp_path):
    one, two = server(data)
    two.database.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    two.database.with_name("practice.db-wal").write_bytes(b"wie weet")
    assert run("backup", out, "--data", data) == 1
    assert two.top.name in capsys.readouterr().err
    restore(out, tmp_path / "new")
    new = tmp_path / "new" / "accounts" / two.top.name / "data"
    assert (new / "practice.db").read_bytes() == two.database.read_bytes()
    assert (new / "practice.db-wal").read_bytes() == b"wie weet"
    assert len(texts(one.__class__(tmp_path / "new" / "accounts" / one.top.name))) == 1


def test_an_account_that_goes_meanwhile_is_left_out(data, out, monkeypatch):
    one, two = server(data)
    first, second = sorted([one, two], key=lambda folder: folder.top.name)
    put = backup._add

    def erasing(tar, name, *more):
        if first.top.name in name:
            second.erase()
        put(tar, name, *more)

    monkeypatch.setattr(backup, "_add", erasing)
    made = back_up(data, out)
    assert {part.path.split("/")[1] for part in made.parts if "/" in part.path} == {first.top.name}


def test_nothing_is_overwritten_unless_told(data, out):
    server(data, 1)
    out.write_text("older")
    with pytest.raises(ServeError, match="--replace"):
        back_up(data, out)
    assert out.read_text() == "older"
    back_up(data, out, replace=True)
    assert "manifest.json" in names(out)


def test_a_folder_gets_a_file_named_by_day_and_time(data, tmp_path):
    server(data, 1)
    (tmp_path / "kept").mkdir()
    made = back_up(data, tmp_path / "kept")
    assert made.out.parent == tmp_path / "kept"
    assert made.out.name.startswith("toask-2")
    assert made.out.is_file()


@pytest.mark.parametrize("name", ["toask.zip", "toask.tar", "toask"])
def test_another_ending_is_not_taken(data, tmp_path, name):
    server(data, 1)
    with pytest.raises(ServeError, match=r"\.tar\.gz"):
        back_up(data, tmp_path / name)


def test_no_server_no_backup(tmp_path, out):
    with pytest.raises(ServeError, match="--data"):
        back_up(tmp_path, out)
    assert not out.exists()


def test_a_full_disk_leaves_the_old_file_and_nothing_half(data, out, monkeypatch):
    server(data, 1)
    out.write_text("older")
    put = backup._put

    def full(tar, name, *more):
        put(tar, name, *more)
        if "accounts" in name:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "_put", full)
    with pytest.raises(CannotWrite, match="No space"):
        back_up(data, out, replace=True)
    assert out.read_text() == "older"
    assert sorted(one.name for one in out.parent.iterdir()) == ["server", out.name]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX limits")
def test_a_file_that_may_not_grow_leaves_the_old_one(data, out):
    import resource

    (folder,) = server(data, 1)
    (folder.exports / "groot").write_bytes(os.urandom(600_000))
    out.write_text("older")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        with pytest.raises(CannotWrite):
            back_up(data, out, replace=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert sorted(one.name for one in out.parent.iterdir()) == ["server", out.name]
    assert out.read_text() == "older"


def test_no_room_for_a_copy_of_a_database(data, out, monkeypatch):
    server(data, 1)

    def full(path, into):
        into.write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "copy_of", full)
    with pytest.raises(CannotWrite, match="full"):
        back_up(data, out)
    assert sorted(one.name for one in out.parent.iterdir()) == ["server"]


def test_a_folder_that_is_not_empty_is_refused_and_can_be_set_aside(data, out):
    folders = server(data)
    back_up(data, out)
    talk(folders[0], "daarna")
    (data / "lost+found").mkdir()
    with pytest.raises(ServeError, match="--set-aside"):
        restore(out, data)
    assert len(texts(folders[0])) == 2
    with closing(Book(data)) as book:
        accounts.remove(book, folders[1].top.name)
    folders[1].erase()
    kept = {name: held for name, held in below(data).items() if name.endswith(".html")}
    done = restore(out, data, set_aside=True)
    assert done.aside is not None
    assert done.aside.parent == data
    assert stat.S_IMODE(done.aside.stat().st_mode) == 0o700
    assert done.back == ("cursist-1",)
    assert len(texts(folders[0])) == 1
    assert {name: held for name, held in below(done.aside).items() if name.endswith(".html")} == kept
    assert len(texts(folders[0].__class__(done.aside / "accounts" / folders[0].top.name))) == 2
    again = restore(out, data, set_aside=True)
    assert again.aside not in (None, done.aside)
    assert done.aside.is_dir()


def test_what_stands_in_the_log_of_the_old_list_goes_aside_with_it(data, out):
    server(data, 1)
    back_up(data, out)
    book = Book(data)
    accounts.add(book, "Later Erbij", "trainee", 1.0)
    image = (data / "server.db").read_bytes(), (data / "server.db-wal").read_bytes()
    book.close()
    (data / "server.db").write_bytes(image[0])
    (data / "server.db-wal").write_bytes(image[1])
    done = restore(out, data, set_aside=True)
    assert done.aside is not None
    with closing(Book(done.aside)) as old, closing(Book(data)) as new:
        assert accounts.by_login(old, "later-erbij") is not None
        assert accounts.by_login(new, "later-erbij") is None


def test_after_a_restore_nobody_is_signed_in_and_no_old_link_works(data, out, tmp_path):
    server(data)
    with closing(Book(data)) as book:
        book.write("UPDATE links SET used = 5 WHERE rowid = 1")
    back_up(data, out)
    restore(out, tmp_path / "new")
    with closing(Book(tmp_path / "new")) as book:
        assert book.read("SELECT * FROM signins") == []
        assert [row["used"] for row in book.read("SELECT used FROM links")] == [5]
        assert len(book.read("SELECT * FROM accounts")) == 2


def test_a_running_servers_folder_is_backed_up_and_not_restored_into(data, out):
    server(data)
    with lock.held(data):
        back_up(data, out)
        before = below(data)
        with pytest.raises(ServeError, match="stop it"):
            restore(out, data, set_aside=True)
        assert below(data) == before
    assert not lock.running(data)


def test_two_servers_do_not_share_a_folder(data):
    with lock.held(data), pytest.raises(ServeError, match="A server runs"), lock.held(data):
        pass
    with lock.held(data):
        pass


def test_a_restore_that_is_cut_off_lets_no_server_start_and_can_be_done_again(data, out, monkeypatch):
    folders = server(data)
    back_up(data, out)
    rename = type(data).rename

    def dies(path, to):
        if path.parent.name == lock.STAGE and path.name == "server.db":
            raise KeyboardInterrupt
        return rename(path, to)

    monkeypatch.setattr(type(data), "rename", dies)
    with pytest.raises(KeyboardInterrupt):
        restore(out, data, set_aside=True)
    monkeypatch.undo()
    with pytest.raises(ServeError, match="cut off"):
        Book(data)
    with pytest.raises(ServeError, match="cut off"):
        back_up(data, out, replace=True)
    restore(out, data, set_aside=True)
    with closing(Book(data)) as book:
        assert len(book.read("SELECT * FROM accounts")) == 2
    assert len(texts(folders[0])) == 1
    asides = sorted(one for one in data.iterdir() if one.name.startswith("before-restore-"))
    assert (asides[0] / "server.db").is_file()


def test_no_room_to_restore_changes_nothing(data, out, tmp_path, monkeypatch):
    folders = server(data)
    back_up(data, out)
    before = below(data)

    def full(pieces, path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("simulator.serve.restore._written", full)
    with pytest.raises(ServeError, match="No space"):
        restore(out, data, set_aside=True)
    assert {name: held for name, held in below(data).items() if name != lock.NAME} == before
    assert len(texts(folders[0])) == 1


def test_the_commands_say_what_they_did(data, out, tmp_path, capsys):
    folders = server(data)
    assert run("--data", data, "backup", out) == 0
    assert "2 accounts, 7 files" in capsys.readouterr().out
    assert run("restore", out, "--data", tmp_path / "new") == 0
    said = capsys.readouterr()
    assert "2 accounts" in said.out
    assert "new link" in said.err
    with closing(Book(data)) as book:
        accounts.remove(book, folders[1].top.name)
    assert run("restore", out, "--data", data, "--set-aside") == 0
    said = capsys.readouterr()
    assert "before-restore-" in said.err
    assert "cursist-1" in said.err


def test_accounts_that_have_nothing_yet_are_counted(data, out, capsys):
    with closing(Book(data)) as book:
        for name in ("Ada", "Bo", "Cas"):
            accounts.add(book, name, "trainee", 1.0)
    assert run("backup", out, "--data", data) == 0
    assert "3 accounts, 1 file" in capsys.readouterr().out
