"""What is kept where, and deleted so that no byte of it is left."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
import tempfile
from types import SimpleNamespace

import pytest
from helpers_privacy import TOASK, WORD, found_in, make_home, talk, toask

from simulator.practice import database, documents
from simulator.practice.store import Store, StoreError
from simulator.privacy import erase, places


@pytest.fixture
def home(tmp_path, monkeypatch):
    return make_home(tmp_path, monkeypatch)


# -- deleting -------------------------------------------------------------------------------------------------------


def test_no_byte_of_a_deleted_conversation_is_left(home):
    store = Store()
    kept, _ = talk(store, "koperwiek")
    gone, report = talk(store)
    assert found_in(home / "data") != []
    assert [one.document for one in erase.quoted_in(store, gone)] == [report]
    assert erase.erase(store.path, gone, [report])  # while another connection is open, as in the app
    assert found_in(home / "data") == []
    assert store.conversations(archived=None, query="koperwiek")[0].id == kept
    assert store.conversations(archived=None, query=WORD) == []
    assert len(store.tree(kept)) == 5
    store.close()
    assert found_in(home / "data") == []


def test_what_was_renamed_or_deleted_the_old_way_is_a_trace_that_goes(home):
    store = Store()
    one, report = talk(store)
    documents.remove(store, report)
    store.rename(one, "Anders")
    store.delete(one)
    assert found_in(home / "data") != []
    assert erase.scrub(store.path)
    assert found_in(home / "data") == []


def test_a_report_that_quotes_a_deleted_conversation_stays_unless_it_goes_along(home):
    store = Store()
    gone, about = talk(store)
    quoting = documents.keep(
        store, "reflection", "Ander", {"answers": ["Ik vroeg: Wat doet die zilverreiger dan?"]}, language="nl"
    )
    other = documents.keep(store, "goal", "Doel", {"text": "vaker doorvragen"}, language="nl")
    documents.keep(store, "reflection", "Ander", {"answers": ["herschreven"]}, language="nl", document=quoting)
    assert {one.document for one in erase.quoted_in(store, gone)} == {about}
    mine = documents.keep(
        store, "reflection", "Citaat", {"quotes": [{"text": "„het gaat over de zilverreiger”"}]}, language="nl"
    )
    assert {one.document for one in erase.quoted_in(store, gone)} == {about, mine}
    erase.erase(store.path, gone)
    assert {one.document for one in documents.documents(store)} == {about, quoting, other, mine}


def test_all_goes_with_every_kind_of_leftover(home, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    store = Store()
    talk(store)
    store.close()
    places = [
        home / "data" / "practice.damaged-20260101-000000.db", home / "data" / "observations" / "x.jsonl",
        home / "config" / "settings.json", home / "config" / "settings.json.bad", home / "tmp" / "toask-abc.md",
        home / "models" / "vectors-encoder-2" / "nl-dans.npz",
    ]  # fmt: skip
    stay = [home / "share" / "toask" / "scenarios" / "eigen.yaml", home / "data" / "van-mij.txt"]
    for path in (*places, *stay):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WORD)
    done = toask("delete", "--all", "--yes")
    assert done.returncode == 0, done.stderr
    assert not any(path.exists() for path in places)
    assert all(path.exists() for path in stay)
    assert all(str(path.parent) in done.stderr for path in stay)
    assert set(found_in(home)) == {"eigen.yaml", "van-mij.txt"}
    assert Store().conversations(archived=None) == []


def test_deleting_needs_room_and_says_how_much(home, monkeypatch):
    store = Store()
    one, _ = talk(store)
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=5_000))
    with pytest.raises(StoreError, match=r"takes 1 MB and 0 MB are free"):
        erase.erase(store.path, one)
    assert store.conversation(one)


def test_a_reader_in_another_window_keeps_traces_until_it_closes(home, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MS", 50)
    store = Store()
    gone, report = talk(store)
    reader = sqlite3.connect(store.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turns").fetchone()
    assert not erase.erase(store.path, gone, [report])
    assert store.conversations(archived=None) == []
    reader.close()
    store.close()
    assert erase.scrub(store.path)
    assert found_in(home / "data") == []


def test_a_turn_in_a_conversation_that_another_window_deleted_is_refused_and_nothing_seems_damaged(home):
    other = Store()
    gone, _ = talk(other)
    erase.erase(other.path, gone)
    with pytest.raises(StoreError, match="not in the database"):
        other.add_turn(gone, None, "trainee", "Hoe gaat het?")
    assert not list((home / "data").glob("*.suspect"))


def test_a_conversation_that_is_not_there_is_refused_and_nothing_goes(home):
    store = Store()
    talk(store)
    with pytest.raises(StoreError, match="pick one"):
        erase.erase(store.path, "0" * 32)
    assert found_in(home / "data") != []


def test_the_command_deletes_by_the_beginning_of_an_id(home):
    store = Store()
    one, _ = talk(store)
    store.close()
    unnamed = toask("delete")
    assert (unnamed.returncode, one[:8] in unnamed.stderr) == (2, True)
    for name, says in (("zzzz", "There is no conversation zzzz."), (one[:3], "too short")):
        wrong = toask("delete", "--conversation", name)
        assert (wrong.returncode, says in wrong.stderr, one[:8] in wrong.stderr) == (2, True, True)
    refused = toask("delete", "--conversation", one[:8])
    assert (refused.returncode, "--yes" in refused.stderr) == (2, True)
    kept = toask("delete", "--conversation", one[:8], "--yes")
    assert (kept.returncode, "Verslag" in kept.stderr, "--documents" in kept.stderr) == (0, True, True)
    assert Store().conversations(archived=None) == []
    assert found_in(home / "data") == ["practice.db"]  # the report that stayed
    assert toask("delete", "--documents", "--yes").returncode == 2


def test_with_documents_the_report_goes_too(home):
    store = Store()
    one, _ = talk(store)
    store.close()
    assert toask("delete", "--conversation", one, "--documents", "--yes").returncode == 0
    assert found_in(home / "data") == []


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("typed", "code", "left"), [("nee\n", 1, 1), ("Delete\n", 0, 0)])
def test_a_terminal_is_asked_to_type_the_word(home, typed, code, left):
    store = Store()
    talk(store)
    store.close()
    main, other = pty.openpty()
    with subprocess.Popen([*TOASK, "delete", "--all"], stdin=other, stdout=other, stderr=other) as done:
        os.write(main, typed.encode())
        assert done.wait(30) == code
    os.close(other)
    os.close(main)
    assert len(Store().conversations(archived=None)) == left


# -- where ----------------------------------------------------------------------------------------------------------


def test_where_names_every_place_with_its_size(home):
    store = Store()
    talk(store)
    store.close()
    sheet = home / "data" / "observations" / "x.jsonl"
    sheet.parent.mkdir()
    sheet.write_text("12345")
    found = {one["kind"]: one for one in json.loads(toask("where", "--json").stdout)["places"]}
    assert found["observations"] == {"kind": "observations", "path": str(sheet.parent), "files": 1, "bytes": 5}
    assert found["database"]["path"] == str(home / "data" / "practice.db")
    assert found["database"]["bytes"] >= (home / "data" / "practice.db").stat().st_size
    assert found["exports"]["files"] == 0
    shown = toask("where", env={**os.environ, "TOASK_LANG": "nl"})
    assert (shown.returncode, str(home / "data" / "practice.db") in shown.stdout) == (0, True)


def test_a_link_is_removed_and_never_what_it_points_to(home):
    precious = home / "precious"
    precious.mkdir()
    (precious / "x.jsonl").write_text("van een ander")
    (home / "data").mkdir()
    (home / "data" / "observations").symlink_to(precious)
    assert toask("delete", "--all", "--yes").returncode == 0
    assert (precious / "x.jsonl").exists()
    assert not (home / "data" / "observations").is_symlink()


def test_the_places_are_those_of_the_settings_and_the_database(home):
    kinds = [one.kind for one in places.places(home / "config" / "settings.json")]
    assert kinds == [
        "database", "aside", "observations", "reviews", "drafts", "settings", "vectors", "scenarios", "other",
        "exports",
    ]  # fmt: skip
