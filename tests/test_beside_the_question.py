"""What a school says to a question that nothing written answers, or that asks on about a choice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_scenario import build, control_scenario
from helpers_school import unit
from test_school_answers import ITEM, SCHOOL, after_an_item, said

from simulator.school import mind
from simulator.school.acts import Hit, Target
from simulator.school.asking import asks_for
from simulator.school.kinds import asked_for
from simulator.school.words import step_id

CHOICE = step_id("choice", SCHOOL.choices[0], 0)


def test_a_question_in_words_of_its_own_hears_no_story_that_it_does_not_lean_to():
    text = "Hebben de buren nog last van al die bussen?"
    state, asked = after_an_item(), said(text, (text, "DEEP"), echoes=(Target("item", ITEM),))
    decision, heard = mind.step(SCHOOL, state, asked)
    assert decision.act == "hesitate"
    again, _ = mind.step(SCHOOL, heard, asked)
    assert again.target is not None, "who was given no answer just now hears what else there is"
    leans = (Hit(again.target, 0.3),)
    assert mind.step(SCHOOL, state, replace(asked, leans=leans))[0].target == again.target


def test_a_question_is_asked_by_its_own_question_word():
    late = "Wanneer u aan die klas denkt, wat hoopt u dan?"
    found = [asks_for(text, "nl") for text in (late, "Wanneer begon dat?", "Sinds wanneer is dat zo?")]
    assert found == ["what", "when", "when"]
    assert (asked_for(late, "nl"), asked_for("Wanneer begon dat?", "nl")) == ("wish", None)
    assert asked_for("When you think of that class, how do you feel?", "en") == "feeling"
    others = ("How do the ones who'd do it feel?", "When you walk in, where do you look?", "And who decided?")
    assert [asks_for(text, "en") for text in others] == ["how", "where", "who"]


def test_who_asks_on_about_a_choice_hears_no_other_choice():
    state = replace(after_an_item(), stage="committing", told=(CHOICE,), turn=8, last=Target("choice", CHOICE))
    text = "Waar is ze bang voor, denk je."
    asked = said(text, (text, "DEEP"), hits=(Hit(Target("choice", CHOICE), 0.95),))
    assert mind.step(SCHOOL, state, asked)[0].act != "choose"


def test_words_of_a_suggestion_ask_for_no_detail():
    state = after_an_item()
    detail = Hit(Target("detail", f"item:{ITEM}/1"), 0.99)
    proposal = said("Zal ik een les voordoen in je klas?", ("Zal ik een les voordoen in je klas?", "OFFER-P"))
    decision, _ = mind.step(SCHOOL, state, replace(proposal, hits=(detail,)))
    assert not decision.variant.startswith("details")


def test_an_open_question_gets_a_cue_without_an_announced_swerve():
    text = "Vertel daar eens wat meer over."
    asked = said(text, (text, "OPEN"), hits=(Hit(Target("item", ITEM), 0.9),))
    told = mind.step(SCHOOL, after_an_item(), asked)[0]
    assert told.act == "cue"
    assert told.reaction == ""


@pytest.mark.parametrize("reflects", [True, False])
def test_who_asks_on_about_what_only_sounded_through_hears_that_it_is_held_back(reflects):
    deep = next(item for item in SCHOOL.items if item.layer == "underlying" and item.cue and item.guard)
    state = replace(after_an_item(), cued=(deep.id, deep.id), last=Target("item", deep.id), turn=5, hesitated=-9)
    text = "Hebben de buren daar nog iets van gezegd?"
    asked = said(text, (text, "DEEP"), echoes=(Target("item", deep.id),))
    if reflects:
        units = (unit("REFL-S", text="Daar zit iets."), *asked.units)
        asked = replace(asked, units=units, hits=(Hit(Target("item", deep.id), 0.95),))
    decision, _ = mind.step(SCHOOL, state, asked)
    assert (decision.act, decision.variant) == ("hesitate", f"guards.{deep.guard}")


def test_who_asks_what_it_was_like_or_for_a_moment_hears_no_next_story():
    state = after_an_item()
    for text, kind in (
        ("Hoe was dat voor je, daar in die hal?", "feeling"),
        ("Kun je een moment noemen waarop je dat echt aan haar zag?", "concrete"),
    ):
        decision, _ = mind.step(SCHOOL, state, said(text, (text, "DEEP"), echoes=(Target("item", ITEM),)))
        assert decision.variant == f"no_answer.{kind}"
    aim = "What do you still remember of that Christmas?"
    assert asked_for(aim, "en") is None


def test_asked_on_about_a_fact_a_school_says_no_first_step():
    fact = Target("fact", SCHOOL.fact_id(0))
    state = replace(after_an_item(), stage="choosing", turn=8, last=fact, told=(fact.id,), hesitated=7)
    text = "Je zegt wel: het kost niks. Wat bedoel je daarmee?"
    asked = said(text, (text, "DEEP"), echoes=(fact,), hits=(Hit(Target("more"), 0.99),))
    decision, _ = mind.step(SCHOOL, state, asked)
    assert decision.target == fact
    on = "Wat zou je dan willen?"
    wish = said(on, (on, "DEEP"), hits=(Hit(Target("want"), 0.97),))
    assert mind.step(SCHOOL, replace(state, last=Target("choice", CHOICE)), wish)[0].act in ("choose", "commit")


def test_a_visit_proposed_with_a_question_mark_is_no_goodbye():
    state = replace(after_an_item(), stage="committing", turn=10)
    text = "Zou je het wat vinden als we samen eens in je klas komen kijken?"
    assert mind.step(SCHOOL, state, said(text, (text, "LEAD")))[0].act != "close"


def test_a_school_that_hides_nothing_says_what_it_wants_where_its_own_question_sounds_through():
    school = build(control_scenario())
    state = replace(mind.start(school), turn=6, stage="exploring", said=(school.items[0].id,))
    text = "Wat zou je hetzelfde willen als toen, en wat mag er anders?"
    own, want = Hit(Target("own"), 0.97), Hit(Target("want"), 0.8)
    warm = replace(state, rapport=dict.fromkeys(state.rapport, 3))
    assert mind.step(school, warm, said(text, (text, "DEEP"), hits=(own, want)))[0].act == "choose"
    assert mind.step(school, warm, said(text, (text, "DEEP"), hits=(own,)))[0].act == "not_known"
