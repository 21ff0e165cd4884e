"""What a debrief counts and says: turns in phases, words taken up, a school that hides nothing, example questions."""

from __future__ import annotations

from dataclasses import replace

import debrief_fixture
import pytest
from helpers_debrief import GOOD, PITCH, SCENARIO, talked
from helpers_practice import say, session
from helpers_scenario import build, control_scenario
from helpers_scoring import unit

from simulator.app.screens.debrief_text import Look, phases, short
from simulator.coding.reasons import no_words
from simulator.debrief.build import _why, debrief
from simulator.debrief.effects import ACTS, effect
from simulator.debrief.follow_ups import follow_ups
from simulator.debrief.model import Turning
from simulator.debrief.talk import talk_of
from simulator.practice.hints import hint, worth_picking_up
from simulator.practice.records import unsaved
from simulator.practice.store import Store
from simulator.report.words import Words
from simulator.school.acts import Target
from simulator.scoring.tally import takes_up

SHORT = Look(held=True)


def test_phases_count_turns(tmp_path):
    store, one = talked(tmp_path, ["[OPEN] [CLOSED] Hoe ging het, en wanneer?", *GOOD[1:4], *PITCH])
    found = debrief(store, one.id, "nl")
    assert sum(each.ask for each in found.phases) == sum(line.main == "ask" for line in found.lines) == 4
    assert sum(each.tell for each in found.phases) == sum(line.main == "tell" for line in found.lines) == 3
    store.close()


def test_the_screen_names_what_it_counts_and_what_the_figure_is_taken_over():
    found = debrief_fixture.debrief()
    said = short(found, SHORT).plain
    assert said.count("in the parts of your turns that ask or tell") == 1
    assert "What you did, in parts of your turns:" in said
    assert "turns that ask: 9, that tell: 1" in phases(found, SHORT).plain
    assert "in the parts of your turns" not in short(found, Look(held=True, numbers=False)).plain


def test_a_pasted_turn_stands_on_one_line_where_it_turned():
    turn = Turning(2, "to_telling", "Een.\n\n\n  Twee.", "Hier.")
    found = debrief_fixture.debrief(turning=(turn,))
    assert "“Een. Twee.”" in short(found, SHORT).plain


@pytest.mark.parametrize(
    ("units", "taken"),
    [
        ((unit("DEEP", "uptake"),), True),
        ((unit("OFFER", "uptake"),), False),
        ((unit("NEUTRAL", "uptake"),), False),
        ((unit("OFFER", "uptake"), unit("REFL-S", "uptake")), True),
        ((unit("REFL-S", "uptake", "parrot"),), False),
    ],
)
def test_a_pitch_with_the_words_of_the_school_takes_nothing_up(units, taken):
    assert takes_up(units) is taken


@pytest.mark.parametrize("hides", [True, False])
def test_where_nothing_is_hidden_a_hesitation_hides_nothing(tmp_path, hides):
    store = Store(tmp_path / "practice.db")
    scenario = build(control_scenario())
    one = session(store, scenario)
    say(one, "[OPEN] Hoe ging het?")
    row = store.conversation(one.id)
    talk = talk_of(scenario, store.path_to(one.id), row.seed)
    here = talk.moves[0]
    hesitates = replace(here.decision, act="hesitate", target=Target("more"))
    move = replace(here, decision=hesitates)
    if hides:
        talk = replace(talk, scenario=scenario.model_copy(update={"need": SCENARIO.need}))
    assert (ACTS["hesitate"] in effect(talk, move, Words("en"))) is hides
    store.close()


@pytest.mark.parametrize(
    ("cue", "language", "said"),
    [
        ("Als icc'er hoef je gelukkig niet alles zelf te kunnen, zeg ik maar.", "nl", "niet alles zelf te kunnen"),
        ("There are things you take along to school and bring home again.", "en", "bring home again"),
        ("Of een plan doorgaat, hangt hier ook een beetje af van hoe de koffie smaakt.", "nl", "hoe de koffie smaakt"),
    ],
)
def test_where_no_thought_is_short_enough_the_sentence_is_said_back(cue, language, said):
    for seed in range(8):
        asked = follow_ups(cue, language, "je" if language == "nl" else "you", seed)
        assert len(asked) == 2
        assert all(said in one and "zeg ik maar" not in one for one in asked), asked


def test_a_turn_without_words_has_one_reason_in_the_language_of_the_reader():
    smile = replace(unit("NEUTRAL"), reason=no_words("nl"))
    assert (_why(smile, Words("nl")), _why(smile, Words("en"))) == (no_words("nl"), no_words("en"))
    assert _why(unit("NEUTRAL"), Words("en")).startswith("Greets")


def rows(*answers):
    """Return a talk of the school's first words and these (act, words) after a turn of the trainee each."""
    found = [unsaved(1, "school", "We willen een dag met trommels.")]
    for number, (act, words) in enumerate(answers):
        mine = unsaved(2 * number + 2, "trainee", "Hoe dan?")
        found += [replace(mine, data={"decided": {"act": act}}), unsaved(2 * number + 3, "school", words)]
    return found


def test_help_goes_back_a_turn_where_the_school_only_asks_or_puts_off():
    told, asks = ("tell", "De sleutel hangt bij Wim en niemand vraagt erom."), "Heb je in het voorjaar nog plek?"
    assert "niemand vraagt erom" in hint("nl", rows(told)).words
    assert hint("nl", rows(told, ("ask_back", asks))).words == hint("nl", rows(told)).words
    assert hint("nl", rows(told, ("ask_back", asks), ("deflect", "Zet het maar in een mailtje."))).words == ()


def test_no_phrase_begins_with_a_word_that_a_verb_is_tied_to():
    found = worth_picking_up("The first cupboard's empty, and that one's full of costumes.", "en")
    assert not [one for one in found if one.lower().startswith("one's")], found
