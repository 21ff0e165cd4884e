"""Corrections and documents: nothing is overwritten, and what does not hold is refused in one sentence."""

import sqlite3
from importlib import resources

import pytest

from simulator.coding.codebook import Unit
from simulator.practice import corrections, documents
from simulator.practice.api import PracticeError
from simulator.practice.store import Store


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "practice.db")
    yield found
    found.close()


def talk(store):
    made = store.new_conversation(
        scenario_id="x", version=1, language="nl", title="X", source="", seed=0, voice="scripted"
    )
    return made, store.add_turn(made, None, "trainee", "Hoe gaat dat dan?")


def test_a_correction_keeps_what_was_before_it(store):
    made, turn = talk(store)
    corrections.correct(store, turn, 0, "OPEN", "DEEP", "het gaat over hun woord")
    corrections.correct(store, turn, 0, "DEEP", "CLOSED", "toch niet", who="assessor")
    found = corrections.corrections(store, made)
    assert [(one.was, one.code, one.who) for one in found] == [
        ("OPEN", "DEEP", "trainee"),
        ("DEEP", "CLOSED", "assessor"),
    ]
    assert corrections.latest(found)[turn, 0].code == "CLOSED"


def test_a_corrected_unit_takes_the_value_of_its_new_code(store):
    made, turn = talk(store)
    corrections.correct(store, turn, 1, "OFFER", "DEEP", "zij vroegen erom")
    held = corrections.latest(corrections.corrections(store, made))
    units = (Unit("a", "OPEN", 2), Unit("b", "OFFER", 0, ("asked", "uptake")))
    first, second = corrections.corrected(turn, units, held)
    assert first is units[0]
    assert (second.code, second.value, second.flags) == ("DEEP", 3, ("uptake",))


@pytest.mark.parametrize(("code", "reason", "says"), [("VRAAG", "want", "not a code"), ("OPEN", "  ", "reason")])
def test_a_correction_that_says_nothing_is_refused(store, code, reason, says):
    _, turn = talk(store)
    with pytest.raises(PracticeError, match=says):
        corrections.correct(store, turn, 0, "LEAD", code, reason)


def test_documents_keep_every_version_and_leave_with_all_of_them(store):
    first = documents.keep(store, "reflection", "Mijn verslag", {"answers": ["a"]}, language="nl")
    documents.keep(store, "reflection", "Mijn verslag", {"answers": ["b"]}, language="nl", document=first)
    other = documents.keep(store, "goal", "Doel", {"text": "vaker doorvragen"}, language="nl")
    assert [one.body["answers"] for one in documents.versions(store, first)] == [["a"], ["b"]]
    assert [one.document for one in documents.documents(store)] == [other, first]
    assert [one.document for one in documents.documents(store, "goal")] == [other]
    documents.remove(store, first)
    assert documents.versions(store, first) == []


def test_fifty_pages_are_the_most(store):
    with pytest.raises(PracticeError, match="Shorten"):
        documents.keep(store, "reflection", "Lang", {"text": "x" * 200_001}, language="nl")


def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path):
    path = tmp_path / "practice.db"
    raw = sqlite3.connect(path)
    raw.executescript(resources.files("simulator.practice").joinpath("schema.sql").read_text(encoding="utf-8"))
    raw.execute("PRAGMA user_version = 1")
    raw.close()
    with_both = Store(path)
    assert documents.documents(with_both) == []
    with_both.close()
