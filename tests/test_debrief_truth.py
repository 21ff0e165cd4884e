"""What a debrief says is so: of a greeting, a goodbye, a doubt of the coder, a talk of one turn, a school that hides
nothing; and who said the need for the school does not learn from it that it was the need."""

from __future__ import annotations

import json

import pytest
from helpers_debrief import GOOD, PITCH, SCENARIO, talked

from simulator.coding.codebook import Unit
from simulator.debrief.arc import untold
from simulator.debrief.as_json import to_json
from simulator.debrief.build import debrief
from simulator.debrief.follow_ups import follow_ups
from simulator.debrief.model import Arc
from simulator.debrief.moments import _follows
from simulator.debrief.paper.sentences import happened
from simulator.debrief.shown import kept
from simulator.debrief.turning import borders
from simulator.growth.progress import Past
from simulator.report.words import Words
from simulator.scoring.batch import UNSURE_BELOW

EN = Words("en")
BYE = "[NEUTRAL @bye] Tot ziens!"


@pytest.fixture
def made(tmp_path):
    opened = []

    def make(turns, reader="en", ended=False):
        store, one = talked(tmp_path, turns)
        opened.append(store)
        if ended:
            one.end()
        return debrief(store, one.id, reader)

    yield make
    for store in opened:
        store.close()


def test_a_greeting_and_a_goodbye_are_called_so(made):
    found = made(["[NEUTRAL] Goedemiddag.", *GOOD[:3], BYE])
    assert "friendly word" in found.lines[0].effect
    assert "request" not in found.lines[0].effect
    assert "took your leave" in found.lines[-1].effect
    assert "ended the conversation" not in found.lines[-1].effect


def test_hesitation_means_that_there_is_something_only_where_there_is(made):
    found = made(["[DEEP ~last] En jij?", "[OPEN @want] Wat zou je willen?"])
    assert not any("there is something here" in line.effect for line in found.lines)


def test_a_look_ahead_walks_past_a_cue_and_a_short_follow_up_does_not(made):
    for turns in (GOOD[:4], GOOD[:5]):
        cued = len(turns)
        ahead = made([*turns, "[DEEP @want] Wat zou je willen?", "[CLOSED] Hoeveel groepen zijn het?"])
        if ahead.lines[cued - 1].doors:
            break
    assert cued in [one.turn for one in ahead.doors]
    on = made([*turns, "[DEEP ~last] En toen?", "[CLOSED] Hoeveel groepen zijn het?"])
    assert cued not in [one.turn for one in on.doors]


def test_an_offer_put_off_goes_back_to_what_the_school_told_before(made):
    found = made([*GOOD[:2], "[OFFER] Koop dit.", "[OFFER] Wij hebben een heel mooi programma."])
    told = [line for line in found.lines if line.main == "ask"][-1].reply
    assert found.tip.turn == 4
    assert found.lines[2].reply not in found.tip.rewritten
    quoted = found.tip.rewritten.partition("‘")[2].partition("’")[0].strip(".")
    assert quoted.lower() in told.lower()


def test_before_the_school_said_anything_nothing_of_its_welcome_is_quoted(made):
    found = made([*PITCH, "[OFFER] En het is niet duur."])
    assert "koffie" not in found.tip.rewritten.lower()
    assert found.tip.rewritten.endswith("?")


def test_a_short_talk_gets_no_praise_and_one_that_stopped_short_is_sent_back(made):
    short, stopped, whole = made(GOOD[:1]), made(GOOD[:5]), made(GOOD)
    assert "too few turns" in short.tip.why
    assert "more to hear" in stopped.tip.why
    assert stopped.tip.rewritten.endswith("?")
    assert "harder" in whole.tip.why


def test_a_short_talk_is_too_short_to_turn_and_an_ended_one_cannot_go_on(made):
    assert "too short" in " ".join(happened(made(GOOD[:1]), EN, True))
    assert "Go on with this conversation" in " ".join(happened(made([]), EN, True))
    assert "new conversation" in " ".join(happened(made([], ended=True), EN, True))


def test_who_said_the_need_for_the_school_does_not_learn_that_it_was_the_need(made):
    found = made([f"[FILL] {SCENARIO.need.statement}", *PITCH])
    assert {one.by for one in found.arc[:2]} == {"trainee"}
    assert {one.by for one in kept(found).arc[:2]} == {"nobody"}
    assert {one.by for one in kept(found, hidden=True).arc[:2]} == {"trainee"}
    shown = json.dumps(to_json(found)["arc"], ensure_ascii=False)
    assert SCENARIO.need.statement not in shown
    for language in ("nl", "en"):
        steps = untold(kept(found).arc, Words(language))
        assert all(not one.words and one.turn is None for one in steps[:2])


def test_a_step_the_school_took_stays_as_it_is():
    own = Arc("responsibility", "Responsibility", "school", "It said it.", 7, "Hoe durven wij?")
    assert untold([own], EN) == (own,)


@pytest.mark.parametrize(
    ("signs", "kinds"),
    [
        ([1, 1, 1, -1, -1, -1, 1, 0], ["to_telling"]),
        ([-1, -1, -1, 1, 0, 0], []),
        ([-1, -1, -1, 1, 1, 0], ["to_asking"]),
    ],
)
def test_one_question_and_a_goodbye_make_no_stretch_of_asking(signs, kinds):
    assert [one.kind for one in borders(signs, 1)] == kinds


def test_what_the_coder_doubts_is_no_best_moment():
    sure = Unit("Dus dat is het.", "REFL-S", 1, (), UNSURE_BELOW)
    doubted = Unit("Tot dan Jorien!", "REFL-S", 1, (), UNSURE_BELOW - 0.01)
    assert _follows(sure)
    assert not _follows(doubted)


def test_hearing_the_own_question_again_is_no_better_than_any_answer(made):
    found = made([*GOOD, "[OPEN @own] En wat is dan jullie vraag?"])
    assert len([one for one in found.best if "own question" in one.why]) == 1


def test_a_talk_that_broke_off_does_not_pull_the_depth_down():
    broke = Past("a", "x", "nl", "X", "practice", "2026-01-01", turns=1, reached=False, deepest="")
    shallow = Past("b", "x", "nl", "X", "practice", "2026-01-02", turns=8, reached=False, deepest="")
    quick = Past("c", "x", "nl", "X", "practice", "2026-01-03", turns=3, reached=False, deepest="visible")
    assert [one.value("deepest") for one in (broke, shallow, quick)] == [None, 0.0, 2.0]


def test_a_name_keeps_its_capital_where_it_stands_alone():
    cue = "In Ruurveld, daar moet je eens luisteren."
    asked = [one for seed in range(8) for one in follow_ups(cue, "nl", "je", seed)]
    assert any("Ruurveld" in one for one in asked)
    assert not any("ruurveld" in one for one in asked)
