"""What a portfolio takes from the log: everything that must be stated, and nothing that was not said."""

from __future__ import annotations

import json
from threading import Event

import pytest
from helpers_portfolio import TELLING, asked, filled, reflection, talk
from helpers_practice import TO_THE_NEED, say
from helpers_scenario import TEXT

from simulator.portfolio import evidence
from simulator.portfolio.facts import fact_of
from simulator.portfolio.gather import gathered
from simulator.portfolio.page import page
from simulator.portfolio.view import view
from simulator.practice import corrections
from simulator.practice.documents import LONGEST
from simulator.practice.store import Store
from simulator.report.words import Words


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "practice.db")
    yield found
    found.close()


def test_met_and_missing(tmp_path):
    store = filled(tmp_path / "practice.db")
    found = gathered(store, asked(tmp_path), "Sanne")
    store.close()
    status = {one["key"]: (one["found"], one["met"], one["where"]) for one in found["status"]}
    assert status == {
        "attendance": (0, False, []),
        "conversations": (3, True, [1, 2, 3]),
        "assessment": (1, True, [2]),
        "depth": (2, True, [1, 2]),
        "ask_share": (2, True, [1, 2]),
        "reflections": (1, True, []),
        "assessor": (0, False, []),
    }


def test_every_retry_and_hint_is_stated_with_its_words(store):
    one = talk(store, TO_THE_NEED[:5], hint=True, end=False)
    one.regenerate(Event(), lambda clause: None)
    one.edit("[OPEN] Anders gevraagd?", Event(), lambda clause: None)
    first = next(row for row in one.rows() if row.role == "trainee")
    one.fork(first.id)
    say(one, "[OPEN] Heel anders?")
    (found,) = evidence.conversations(store, 5)
    assert (found["retries"], found["regenerated"], len(found["hints"])) == (2, 1, 1)
    texts = {turn["text"]: turn["shown"] for turn in found["turns"] if turn["role"] == "trainee"}
    assert texts == {
        **dict.fromkeys(TO_THE_NEED[:5], False),
        "[OPEN] Anders gevraagd?": False,
        "[OPEN] Heel anders?": True,
    }
    assert found["figures"]["turns"] == 1


@pytest.mark.parametrize(
    ("source", "turns", "end", "why"),
    [
        ("id: x", TO_THE_NEED, True, "scenario"),
        ("\x00", TO_THE_NEED, True, "scenario"),
        (TEXT.replace("id: losse-middagen", "id: andere-middagen"), TO_THE_NEED, True, "scenario"),
        (TEXT, TO_THE_NEED, False, "unfinished"),
        (TEXT, TO_THE_NEED[:1], True, "few_turns"),
        (TEXT, TELLING, True, ""),
    ],
)
def test_what_does_not_count_is_said_and_never_a_crash(store, source, turns, end, why):
    one = talk(store, turns, end=False, source=source)
    if end:
        store.set_status(one.id, "ended")
    (found,) = evidence.conversations(store, 5)
    # Eight asking turns end by themselves where the school takes a first step.
    assert found["left_out"] == why


def test_a_log_of_another_form_is_said_and_not_counted(store):
    one = talk(store, TO_THE_NEED)
    store.write(
        ("UPDATE turns SET data = json_set(data, '$.coded', json('{\"units\": 3}')) WHERE role = 'trainee'", ())
    )
    (found,) = evidence.conversations(store, 5)
    assert (found["id"], found["left_out"]) == (one.id, "scenario")


def test_a_conversation_in_which_the_trainee_said_nothing_is_left_out(store):
    talk(store, [], end=False)
    assert evidence.conversations(store, 5) == []


def test_the_warm_up_never_counts(store):
    talk(store, TO_THE_NEED, "warmup")
    assert fact_of(evidence.conversations(store, 5)[0]).left_out == "warmup"


def test_own_corrections_stand_beside_the_figure_and_do_not_change_it(store):
    one = talk(store, TELLING)
    for row in [row for row in one.rows() if row.role == "trainee"]:
        corrections.correct(store, row.id, 0, "INFO", "DEEP", "vind ik")
    (found,) = evidence.conversations(store, 5)
    assert found["figures"]["ask_share"] < 0.5
    assert found["figures"]["ask_share_corrected"] == 1.0
    assert [row["reason"] for row in found["corrections"]] == ["vind ik"] * 5


def test_nothing_that_the_school_did_not_say_goes_along(store):
    from helpers_portfolio import SCENARIO

    talk(store, TELLING)
    whole = json.dumps(evidence.conversations(store, 5), ensure_ascii=False)
    assert SCENARIO.need is not None
    assert SCENARIO.need.statement not in whole
    for item in SCENARIO.items:
        assert item.id not in whole
        assert item.content not in whole


def test_a_report_of_fifty_pages_with_all_its_versions(tmp_path, store):
    long = ("Een zin over vragen en vertellen. " * 6000)[: LONGEST - 200]
    first = reflection(store, "Kort.")
    reflection(store, long, document=first)
    empty = reflection(store, "   ")
    found = gathered(store, asked(tmp_path), "")
    assert [len(one["versions"]) for one in found["reflections"]] == [2, 1]
    assert found["reflections"][0]["versions"][0]["body"]["answers"]["aim"] == "Kort."
    assert found["reflections"][1]["document"] == empty
    assert {one["key"]: one["found"] for one in found["status"]}["reflections"] == 1
    html = page(view(found, None, None, Words("nl")), Words("nl")).decode()
    assert long.strip()[-100:] in html


def test_a_report_of_an_unknown_form_is_shown_as_its_texts(tmp_path, store):
    from simulator.practice import documents

    documents.keep(store, "reflection", "Los", {"text": ["een", {"x": "twee"}], "n": 3}, language="nl")
    found = gathered(store, asked(tmp_path), "")
    shown = view(found, None, None, Words("en"))
    assert [part["answer"] for part in shown["reflections"][0]["sections"]] == ["een", "twee"]


@pytest.mark.parametrize("reader", ["nl", "en"])
def test_the_page_holds_no_markup_of_people_and_no_control_codes(tmp_path, reader):
    store = filled(tmp_path / "practice.db")
    found = gathered(store, asked(tmp_path), "<script>x</script>\u202e", reader=reader)
    store.close()
    html = page(view(found, None, None, Words(reader)), Words(reader)).decode()
    assert "<script" not in html
    assert "<b>Wat</b>" not in html
    assert "&lt;b&gt;Wat" in html
    assert not any(char in html for char in "\x1b\u202e\x9b")
    assert "http:" not in html
    assert "src=" not in html
    assert "Marieke" in html
    assert f'<html lang="{reader}">' in html
