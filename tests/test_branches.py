"""Going back to a turn, over the real log: branches, the result, assessment, what the app asks afterwards."""

from __future__ import annotations

import io
from threading import Event

import pytest
from helpers_practice import minds, say
from helpers_ways import FIRST, SECOND, THIRD, begun, ended, mine, never
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.app import plain
from simulator.app.real import RealServices
from simulator.app.talk import Talk
from simulator.cli.main import main
from simulator.debrief.model import SelfView
from simulator.practice.api import PracticeError
from simulator.practice.begin import begin
from simulator.practice.branches import branches, fork
from simulator.practice.store import Store
from simulator.privacy.export import render
from simulator.scenario import catalog
from simulator.voice.types import Cancelled


@pytest.fixture
def services(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_MODELS", str(tmp_path / "no-weights"))
    made = RealServices()
    yield made
    made.close()


@pytest.fixture
def talk(services):
    return ended(services)


def test_a_fork_stands_before_the_turn_and_keeps_the_old_branch(services, talk):
    store, rows = services.store(), talk.rows()
    assert talk.fork(mine(talk)[1]) == SECOND
    assert [row.id for row in talk.rows()] == [row.id for row in rows[:3]]
    row = store.conversation(talk.id)
    assert (row.status, "result" in row.meta, row.earlier) == ("active", False, rows[-1].id)
    say(talk, "[OPEN] En toen?")
    say(talk, "[OPEN] Wat deed dat?")
    talk.end()
    assert {one.id for one in rows} < {one.id for one in store.tree(talk.id)}
    old, new = branches(store, talk.id)
    assert (old.head, old.turns, old.leaves, old.words, old.shown) == (rows[-1].id, 3, 2, SECOND, False)
    assert (new.turns, new.leaves, new.words, new.shown) == (3, 0, "", True)
    assert [one.text for one in store.path_to(talk.id, old.head)] == [one.text for one in rows]
    assert store.results()[("vakdocent-dans", "nl")]["turns"] == 3


def test_the_talk_goes_on_as_it_would_have_from_there(services, talk):
    """The state is that before the turn: the same words again get the same act."""
    before = talk.rows()[3].data["decided"]
    talk.fork(mine(talk)[1])
    say(talk, SECOND)
    assert talk.rows()[3].data["decided"] == before


def test_before_the_first_turn_it_is_still_in_the_lists(services, talk):
    talk.fork(mine(talk)[0])
    assert [one.id for one in services.unfinished()] == [talk.id]
    assert [one.id for one in services.history()] == [talk.id]


def test_going_back_is_left_again_as_if_nothing_happened(services, talk):
    store, one = services.store(), Talk(talk)
    head, result = talk.rows()[-1].id, store.conversation(talk.id).meta["result"]
    assert one.fork(mine(talk)[2]) == THIRD
    closed = one.back()
    row = store.conversation(talk.id)
    assert (row.head, row.status, closed.summary.turns, one.forked) == (head, "ended", 3, None)
    kept = row.meta["result"]
    assert {**kept, "when": ""} == {**result, "when": ""}


@pytest.mark.parametrize("wrong", [0, 10**9])
def test_what_is_no_turn_of_mine_is_refused_and_nothing_moves(services, talk, wrong):
    head = services.store().conversation(talk.id).head
    with pytest.raises(PracticeError):
        talk.fork(wrong)
    with pytest.raises(PracticeError, match="no turn of yours"):
        talk.fork(talk.rows()[0].id)
    other = begun(services)
    say(other, FIRST)
    with pytest.raises(PracticeError, match="no turn of yours"):
        talk.fork(mine(other)[0])
    with pytest.raises(PracticeError, match="not of this conversation"):
        talk.show_again(mine(other)[0])
    assert services.store().conversation(talk.id).head == head


def test_stopped_turns_end_no_branch_and_other_words_do(services, talk):
    talk.fork(mine(talk)[2])
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        talk.turn("[OPEN] Anders?", cancel, never)
    assert len(branches(services.store(), talk.id)) == 1
    say(talk, "[OPEN] Anders?")
    talk.regenerate(Event(), never)
    found = branches(services.store(), talk.id)
    assert [(one.turns, one.shown) for one in found] == [(3, False), (3, True)]
    # An answer in other words from which nothing went on is no way of its own; one that was gone on from is.
    first = talk.rows()[-1]
    say(talk, "[OPEN] En toen?")
    talk.fork(talk.rows()[-2].id)
    assert talk.rows()[-1].id == first.id
    talk.regenerate(Event(), never)
    say(talk, "[OPEN] En daarna?")
    kept = [one for one in branches(services.store(), talk.id) if one.turns == 4 and not one.shown]
    assert [(one.leaves, one.words, one.answer) for one in kept] == [(3, first.text, True)]


def test_of_the_same_words_sent_again_the_answer_is_shown(services, talk):
    answer = talk.rows()[-1].text
    talk.fork(mine(talk)[2])
    say(talk, THIRD)
    talk.regenerate(Event(), never)
    old = branches(services.store(), talk.id)[0]
    assert (old.leaves, old.words, old.answer) == (3, answer, True)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=6))
def test_whatever_is_tried_again_no_turn_is_lost_and_one_branch_is_shown(tmp_path_factory, picks):
    store = Store(tmp_path_factory.mktemp("b") / "practice.db")
    entry = catalog.resolve("nl/vakdocent-dans")
    one = begin(store, entry.usable, entry.text, minds(), seed=7)
    say(one, FIRST)
    say(one, SECOND)
    for number, pick in enumerate(picks):
        earlier = {row.id for row in store.tree(one.id)}
        turns = mine(one)
        if turns and pick < len(turns):
            fork(store, one.id, turns[pick])
        say(one, f"[OPEN] Vraag {number}?")
        assert earlier < {row.id for row in store.tree(one.id)}
        found = branches(store, one.id)
        assert [branch.head for branch in found if branch.shown] == [one.rows()[-1].id]
        heads = [branch.head for branch in found]
        assert len(set(heads)) == len(heads)
    store.close()


# -- assessment ----------------------------------------------------------------------------------------------------


def test_an_assessment_refuses_with_one_sentence_and_keeps_everything(services):
    one = begun(services, "assessment")
    say(one, FIRST)
    say(one, SECOND)
    rows = [row.id for row in one.rows()]
    calls = (
        lambda: one.fork(mine(one)[0]),
        lambda: one.edit("[OPEN] Anders?", Event(), never),
        lambda: one.regenerate(Event(), never),
        one.meter,
        one.hint,
    )
    for call in calls:
        with pytest.raises(PracticeError, match=r"^This is an assessment[^.]*\.$"):
            call()
    assert [row.id for row in one.rows()] == rows
    assert len(services.store().tree(one.id)) == len(rows)
    assert services.store().notes(one.id) == []
    shot = Talk(one).snapshot()
    assert (shot.view.mode, shot.meter.share) == ("assessment", None)
    one.end()
    with pytest.raises(PracticeError, match="assessment"):
        one.edit("[OPEN] Anders?", Event(), never)
    assert services.store().conversation(one.id).status == "ended"


def test_line_by_line_an_assessment_goes_on_after_what_it_refuses(services):
    one = begun(services, "assessment")
    out, err = io.StringIO(), io.StringIO()
    status = plain.talk(one, io.StringIO("/hint\n/meter\n/edit Iets\n[OPEN] Hoe ging het?\n/end\n"), out, err)
    assert status == 0
    assert err.getvalue().count("assessment") + err.getvalue().count("toetsgesprek") == 3
    assert one.summary().turns == 1


def test_the_command_line_wants_a_scenario_for_an_assessment(capsys):
    for words in (["practice", "--assessment"], ["practice", "resume:x", "--assessment", "--plain"]):
        assert main(words) == 2
        assert "--assessment" in capsys.readouterr().err


# -- what the app asks afterwards ----------------------------------------------------------------------------------


def test_the_own_view_is_kept_beside_the_branch_and_stays_out_of_notes_and_exports(services, talk):
    one, store = Talk(talk), services.store()
    assert not one.summary().looked_back
    one.own_view('{"share": 60, "layer": "visible", "well": "w", "other": "o"}', "Ze durven niet.")
    assert one.summary().looked_back
    head = talk.rows()[-1].id
    assert [(note.kind, note.turn) for note in store.notes(talk.id)] == [("self", head), ("hypothesis", head)]
    assert talk.notes() == [("hypothesis", "Ze durven niet.")]
    page = render(store.conversation(talk.id), talk.rows(), store.notes(talk.id), "markdown")
    assert "Ze durven niet." in page
    assert "layer" not in page
    found = services.debrief(talk.id)
    assert found.mine == SelfView(60, "visible", "w", "o")
    assert [(guess.when, guess.text) for guess in found.guesses] == [("end", "Ze durven niet.")]


def test_a_guess_stays_in_the_debrief_when_its_turn_is_edited_and_knows_what_had_been_told(services, talk):
    talk.note("hypothesis", "Ze durven niet.")
    told = services.debrief(talk.id).guesses[0].said
    talk.fork(mine(talk)[2])
    old = services.branches(talk.id)[0].head
    say(talk, "[OPEN] Anders?")
    talk.note("hypothesis", "Toch wel.")
    talk.end()
    found = services.debrief(talk.id).guesses
    assert [(one.when, one.turn, one.text) for one in found] == [
        ("middle", 2, "Ze durven niet."),
        ("end", 3, "Toch wel."),
    ]
    assert found[0].said == told
    # What was thought on the new way was not thought on the old one.
    assert [one.text for one in services.debrief(talk.id, old).guesses] == ["Ze durven niet."]


def test_skipping_keeps_nothing_but_that_it_was_asked_and_a_new_branch_asks_again(services, talk):
    one = Talk(talk)
    one.own_view("", "  ")
    assert one.summary().looked_back
    assert services.store().notes(talk.id) == []
    one.fork(mine(talk)[2])
    one.say("turn", "[OPEN] Anders?", never)
    assert one.forked is None
    assert not one.end().looked_back


def test_the_debrief_of_each_branch_and_after_another_code(services, talk):
    talk.fork(mine(talk)[1])
    say(talk, "[OPEN] En toen?")
    talk.end()
    old, new = services.branches(talk.id)
    before = services.debrief(talk.id, old.head)
    assert [line.text for line in before.lines] == [FIRST, SECOND, THIRD]
    assert [line.text for line in services.debrief(talk.id).lines] == [FIRST, "[OPEN] En toen?"]
    line = before.lines[1]
    services.correct(line.row, 0, line.units[0].unit.code, "INFO", "zij vroeg erom")
    after = services.debrief(talk.id, old.head).lines[1]
    assert (after.units[0].unit.code, after.units[0].was, after.weight) == ("INFO", "OFFER", -1)
    assert [one.reason for one in services.corrections(talk.id)] == ["zij vroeg erom"]
    with pytest.raises(PracticeError, match="reason"):
        services.correct(line.row, 0, "INFO", "OPEN", "  ")
    assert new.shown
