"""Where a talk turned, which doors were passed, who took which step; and nothing hidden outside `hidden`."""

from __future__ import annotations

import json

import pytest
from helpers_debrief import GOOD, PITCH, SCENARIO, talked
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.debrief import selfview
from simulator.debrief.build import debrief
from simulator.debrief.model import SelfView
from simulator.debrief.turning import borders
from simulator.practice.api import PracticeError
from simulator.practice.corrections import correct

CLOSED = "[CLOSED] Hoeveel groepen zijn het?"


@pytest.fixture
def made(tmp_path):
    opened = []

    def make(turns, reader="nl", before=None):
        store, one = talked(tmp_path, turns)
        opened.append(store)
        if before:
            before(store, one)
        return debrief(store, one.id, reader)

    yield make
    for store in opened:
        store.close()


def test_a_good_talk_turns_where_the_school_says_its_own_question(made):
    found = made(GOOD)
    assert (found.reached, found.held) == (True, False)
    assert (found.turning[0].kind, found.turning[0].turn) == ("own_question", 7)
    assert [step.by for step in found.arc[:2]] == ["school", "school"]
    assert found.best
    assert all(line.main == "ask" for line in found.lines)


def test_drifting_into_telling_is_the_turning_point(made):
    found = made([*GOOD[:4], *PITCH, "[OFFER] En het is niet duur."])
    assert (found.turning[0].kind, found.turning[0].turn) == ("to_telling", 5)
    assert found.tip.rule in ("OMA", "NIVEA")
    assert found.tip.line


def test_taking_it_back_is_the_turning_point(made):
    found = made([*PITCH, "[NEUTRAL +repair] [OPEN] Sorry, ik loop vooruit. Vertel eens.", *GOOD[:6]])
    assert (found.turning[0].kind, found.turning[0].turn) == ("repaired", 4)


def test_what_is_said_of_a_repair_is_what_the_map_shows(made):
    back = "[NEUTRAL +repair] [OPEN] Sorry, ik loop vooruit. Vertel eens."
    opens = "[OPEN +repair @item:losse-middagen] Sorry. En?"
    said = {}
    for name, turns in {
        "later": [*PITCH, back, *GOOD[:6]],
        "asked on": [*GOOD[:2], PITCH[0], *GOOD[2:6]],
        "at once": [PITCH[0], GOOD[0], PITCH[1], opens, *GOOD[1:6]],
        "never": [*PITCH, back, *["[CLOSED] Is dat zo?"] * 4],
    }.items():
        found = made(turns, "en")
        point = next(one for one in found.turning if one.kind == "repaired")
        line = found.lines[point.turn - 1]
        back_here = any("repair" in one.unit.flags for one in line.units)
        assert ("could trust you again" in point.why) == (back_here and line.rapport[1] > line.rapport[0])
        said[name] = point.why
    assert "after that the school came to trust you more" in said["later"]
    assert said["asked on"].startswith("The school had closed up; here you asked again")


def test_only_telling_closes_the_school(made):
    found = made([*PITCH, "[OFFER] En het is niet duur."])
    assert found.turning[0].kind == "closed"
    assert found.deepest == ""
    assert found.held is True
    assert found.best == ()


def test_nothing_hidden_stands_outside_hidden(made):
    found = made([*PITCH, GOOD[0], "[OFFER] Wij komen langs."])
    said = json.dumps([repr(getattr(found, name)) for name in found.__slots__ if name not in ("hidden", "guesses")])
    assert SCENARIO.need.statement in found.hidden.need
    assert SCENARIO.need.statement not in said
    for content, _layer in found.hidden.items:
        assert content not in said


def cued(made, after):
    """Return a talk in which the cue of an item was heard, and then `after`."""
    for turns in (GOOD[:4], GOOD[:5]):
        found = made([*turns, *after])
        if found.lines[len(turns) - 1].doors:
            return found, len(turns)
    raise AssertionError("no cue in the first turns")


def test_a_cue_passed_by_is_a_missed_door_with_questions_in_the_schools_own_words(made):
    found, turn = cued(made, ["[OFFER] Wij hebben daar iets voor.", CLOSED])
    door = next(one for one in found.doors if one.turn == turn)
    assert door.passed == turn + 1
    assert door.back is None
    assert 2 <= len(door.examples) <= 3
    assert len(set(door.examples)) == len(door.examples)


def test_a_cue_taken_up_is_no_missed_door(made):
    found, turn = cued(made, ["[DEEP +uptake ~last] Wat bedoel je daarmee?", CLOSED])
    assert turn not in [one.turn for one in found.doors]


def test_a_cue_in_the_last_words_was_not_passed(made):
    found, turn = cued(made, [])
    assert found.lines[turn - 1].doors
    assert turn not in [one.turn for one in found.doors]


def test_a_correction_changes_the_figure_and_keeps_what_the_machine_said(made):
    def before(store, one):
        turn = next(row for row in one.rows() if row.role == "trainee" and "OFFER" in row.text)
        correct(store, turn.id, 0, "OFFER", "OPEN", "zij vroegen het")

    plain = made([*PITCH, *GOOD[:3]])
    found = made([*PITCH, *GOOD[:3]], before=before)
    unit = found.lines[0].units[0]
    assert (unit.was, unit.unit.code, unit.why, unit.who) == ("OFFER", "OPEN", "zij vroegen het", "trainee")
    assert found.corrected == 1
    assert found.ask_share > plain.ask_share


def test_hypotheses_stand_with_what_was_said_by_then(made):
    def before(store, one):
        rows = one.rows()
        store.note(one.id, rows[0].id, "hypothesis", "Ze zoeken iets voor de zomer")
        store.note(one.id, rows[6].id, "hypothesis", "Het gaat om samen kiezen")
        store.set_status(one.id, "ended")
        store.note(one.id, rows[-1].id, "hypothesis", SCENARIO.need.statement)

    found = made(GOOD, before=before)
    assert [(one.when, one.turn) for one in found.guesses] == [("start", 0), ("middle", 3), ("end", 8)]
    assert found.guesses[0].said == ()
    assert set(found.guesses[2].said) > set(found.guesses[1].said)
    assert found.guesses[2].shared


def test_my_own_view_is_laid_beside_the_figures(made):
    def before(store, one):
        store.note(one.id, None, "self", "geen json")
        store.note(one.id, None, "self", selfview.to_text(SelfView(20, "surface", "rustig", "korter")))

    found = made(GOOD, before=before)
    assert found.mine == SelfView(20, "surface", "rustig", "korter")
    assert next(one.found for one in found.differences) == "100%"
    assert "80" in found.differences[0].says


@pytest.mark.parametrize("text", ['{"share": "veel"}', '{"share": 1e99, "layer": 3}', "[1]", "null"])
def test_an_own_view_that_was_tampered_with_is_read_as_far_as_it_goes(made, text):
    found = made(GOOD[:2], before=lambda store, one: store.note(one.id, None, "self", text))
    assert found.mine is None or found.mine.layer == ""


def test_a_talk_without_a_turn_or_with_one_has_a_debrief(made):
    empty = made([])
    assert (empty.turns, empty.lines, empty.tip, empty.ask_share) == (0, (), None, None)
    single = made(GOOD[:1])
    assert (single.turns, single.ask_share) == (1, None)
    assert single.tip is not None


def test_sentences_are_in_the_readers_language_and_english_for_any_other(made):
    dutch, english, other = (made(GOOD, reader=reader) for reader in ("nl", "en", "fr"))
    assert (dutch.reader, english.reader, other.reader) == ("nl", "en", "en")
    assert [step.name for step in english.arc] == ["Awareness", "Responsibility", "Choice", "Action"]
    assert not {line.effect for line in dutch.lines} & {line.effect for line in english.lines}
    assert [line.effect for line in other.lines] == [line.effect for line in english.lines]


def test_a_scenario_that_cannot_be_read_any_more_is_said(tmp_path):
    store, one = talked(tmp_path, GOOD[:1])
    store.write(("UPDATE conversations SET source = 'id: [' WHERE id = ?", (one.id,)))
    with pytest.raises(PracticeError, match="export the conversation"):
        debrief(store, one.id)
    store.close()


@given(st.integers(3, 15), st.integers(3, 15), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_clean_change_is_found_where_it_is(before, after, up):
    signs = [-1 if up else 1] * before + [1 if up else -1] * after
    found = borders(signs, 1)
    assert [(one.turn, one.kind) for one in found] == [(before + 1, "to_asking" if up else "to_telling")]


@given(st.lists(st.just(1), min_size=0, max_size=30), st.data())
@settings(max_examples=60, deadline=None)
def test_one_slip_does_not_turn_a_talk(signs, data):
    if signs:
        signs[data.draw(st.integers(0, len(signs) - 1))] = -1
    assert borders(signs, 1) == []


def test_a_branch_that_is_not_finished_says_so(made):
    def before(store, one):
        store.add_turn(one.id, one.rows()[-1].id, "trainee", "En toen viel het licht uit")

    found = made(GOOD[:3], before=before)
    assert (found.ended, found.unanswered, found.turns) == (False, "En toen viel het licht uit", 3)
