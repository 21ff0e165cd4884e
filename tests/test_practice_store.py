"""The store: what is kept, found, refused, and what happens to a damaged or locked file."""

from __future__ import annotations

import sqlite3
import sys

import pytest
from bench.kill import run

from simulator.practice import database
from simulator.practice.store import Store, StoreError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "practice.db"


def make(store, title="Een vakdocent", **more):
    values = {
        "scenario_id": "dans",
        "version": 1,
        "language": "nl",
        "source": "id: dans",
        "seed": 3,
        "voice": "scripted",
    }
    return store.new_conversation(title=title, **{**values, **more})


def test_turns_are_a_tree_and_the_head_is_a_branch(path):
    store = Store(path)
    one = make(store)
    opening = store.add_turn(one, None, "school", "Kom binnen.", speaker="karin")
    first = store.add_turn(one, opening, "trainee", "Hoe gaat het?")
    other = store.add_turn(one, opening, "trainee", "Vertel eens.")
    assert [row.id for row in store.path_to(one)] == [opening, other]
    assert [row.id for row in store.path_to(one, first)] == [opening, first]
    store.set_head(one, first)
    assert store.conversation(one).head == first
    assert len(store.tree(one)) == 3


def test_steps_gather_what_they_found(path):
    store = Store(path)
    one = make(store)
    turn = store.add_turn(one, None, "trainee", "Hoe?")
    store.save_step(turn, "coded", {"units": [{"code": "OPEN"}]})
    store.save_step(turn, "decided", {"act": "tell"})
    row = store.turn(turn)
    assert row.step == "decided"
    assert row.data == {"coded": {"units": [{"code": "OPEN"}]}, "decided": {"act": "tell"}}


@pytest.mark.parametrize("typed", ["koffiekamer", "KOFFIE", "geen naam", '"', "OR AND", "a* b:", "(", "koffiekamer -x"])
def test_search_takes_what_is_typed_as_words(path, typed):
    store = Store(path)
    one = make(store, "Geen naam")
    store.add_turn(one, None, "school", "In de koffiekamer, met een stapel schriften.")
    found = [row.id for row in store.conversations(query=typed)]
    assert found in ([one], [])
    if typed in ("koffiekamer", "KOFFIE", "geen naam"):
        assert found == [one]


@pytest.mark.parametrize("typed", ["koffie\0kamer", "\0koffie", "koffie\x1b", "\ud800koffie"])
def test_control_codes_in_a_search_part_words(path, typed):
    store = Store(path)
    one = make(store, "Koffie in de kamer")
    assert [row.id for row in store.conversations(query=typed)] == [one]
    assert [row.id for row in store.conversations(query="\0")] == [one]  # no word to look for, so all


def test_a_write_that_fails_outside_the_database_leaves_no_transaction_open(path):
    store = Store(path)
    one = make(store)
    for broken in (
        lambda: store.note(one, None, "note", "half een teken: \ud83d"),
        lambda: store.add_turn(one, None, "trainee", "half een teken: \ud83d"),
    ):
        with pytest.raises(UnicodeEncodeError):
            broken()
        assert store.add_turn(one, None, "trainee", "Hoe gaat het?")
    assert [row.text for row in store.tree(one)] == ["Hoe gaat het?"] * 2


@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
def test_a_new_database_is_for_its_owner_alone_and_what_was_there_stays_as_it_was(path, tmp_path):
    store = Store(path)
    make(store)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {0o600}
    store.close()
    path.parent.chmod(0o755)
    path.chmod(0o640)
    Store(path).close()
    assert path.parent.stat().st_mode & 0o777 == 0o755
    assert path.stat().st_mode & 0o777 == 0o640


def test_rename_archive_delete(path):
    store = Store(path)
    one = make(store)
    store.rename(one, "  Mijn   eerste\npoging ")
    assert store.conversation(one).title == "Mijn eerste poging"
    assert [r.id for r in store.conversations(query="poging")] == [one]
    assert store.conversations(query="vakdocent") == []
    with pytest.raises(StoreError, match="at least one character"):
        store.rename(one, " \n")
    store.archive(one)
    assert store.conversations() == []
    assert [row.id for row in store.conversations(archived=True)] == [one]
    turn = store.add_turn(one, None, "school", "Dag")
    store.note(one, turn, "note", "iets")
    store.delete(one)
    assert store.conversations(archived=None) == []
    assert store.conversations(archived=None, query="Dag") == []


def test_unfinished_and_results(path):
    store = Store(path)
    one, two = make(store), make(store, scenario_id="klei", language="en")
    store.set_status(one, "ended")
    store.set_meta(one, result={"ask_share": 0.5, "reached": False})
    assert [row.id for row in store.conversations(status="active")] == [two]
    assert store.results() == {("dans", "nl"): {"ask_share": 0.5, "reached": False}}


def test_a_damaged_file_is_kept_aside_never_overwritten(path):
    path.parent.mkdir()
    path.write_bytes(b"this is no database at all" * 500)
    store = Store(path)
    assert "kept as" in store.notice
    kept = list(path.parent.glob("practice.damaged-*"))
    assert kept[0].read_bytes().startswith(b"this is no database")
    assert make(store)


def test_a_file_damaged_in_the_middle_is_noticed(path):
    store = Store(path)
    one = make(store)
    for number in range(300):
        store.add_turn(one, None, "school", f"regel {number} " * 40)
    store.close()
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 6] = b"\x13" * (4096 * 5)
    path.write_bytes(bytes(data))
    assert Store(path).notice
    assert list(path.parent.glob("practice.damaged-*"))


def test_a_database_found_damaged_while_used_is_kept_aside_at_the_next_start(path):
    store = Store(path)
    one = make(store)
    store.note(one, None, "note", "iets over durf")
    page = store._db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'notes'").fetchone()[0]
    size = store._db.execute("PRAGMA page_size").fetchone()[0]
    store.close()
    with path.open("r+b") as held:
        held.seek((page - 1) * size)
        held.write(b"\x13" * size)
    used = Store(path)
    assert not used.notice  # opening does not touch the notes
    with pytest.raises(StoreError, match="restart toask"):
        used.notes(one)
    used.close()
    again = Store(path)
    assert "kept as" in again.notice
    assert list(path.parent.glob("practice.damaged-*.db"))
    assert make(again)
    again.close()
    assert not Store(path).notice


def test_a_locked_database_says_so(path, monkeypatch):
    store = Store(path)
    monkeypatch.setattr(database, "BUSY_MS", 100)
    second = Store(path)
    store._db.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="close other toask windows"):
        make(second)
    store._db.execute("ROLLBACK")
    assert make(second)


def test_a_full_disk_says_so_and_loses_nothing(path):
    store = Store(path)
    one = make(store)
    store._db.execute(f"PRAGMA max_page_count = {store._db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StoreError, match=r"full.*nothing was lost"):
        store.add_turn(one, None, "trainee", "x" * 40_000)
    store._db.execute("PRAGMA max_page_count = 1000000")
    assert store.add_turn(one, None, "trainee", "weer verder")


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="TOASK_DATA"):
        Store(tmp_path / "data" / "practice.db")


def test_a_newer_schema_is_left_alone(path):
    Store(path).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StoreError, match="newer toask"):
        Store(path)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_killed_at_random_moments_nothing_sent_is_missing():
    found = run(kills=12, seed=5)
    assert (found["lost"], found["damaged"], found["check"]) == (0, 0, "ok")
    assert found["sent"] > 12


def test_facts_that_cannot_be_read_any_more_hold_nothing_up(path):
    store = Store(path)
    made = make(store)
    store.write(("UPDATE conversations SET meta = '{' WHERE id = ?", (made,)))
    assert store.conversation(made).meta == {}
    assert store.results() == {}
    store.set_meta(made, result={"turns": 3})
    assert store.conversation(made).meta == {"result": {"turns": 3}}
    store.close()


def test_a_damaged_turn_is_said_with_the_next_step(path):
    store = Store(path)
    made = make(store)
    turn = store.add_turn(made, None, "trainee", "Hoe gaat het?")
    store.write(("UPDATE turns SET data = '{' WHERE id = ?", (turn,)))
    with pytest.raises(StoreError, match="data delete --conversation"):
        store.path_to(made)
    store.close()
