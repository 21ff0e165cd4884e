"""What nobody wrote an answer to: heard as what it asks for; and who is named stays the subject."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_school import turn, unit

from simulator.scenario.catalog import resolve
from simulator.school import mind
from simulator.school.acts import Hit, Target
from simulator.school.entries import details_of, entries_of
from simulator.school.kinds import asked_for, mostly, now, particular
from simulator.school.named import Named

SCHOOL = resolve("nl/vakdocent-dans").usable
LINES = SCHOOL.wording(SCHOOL.speakers[0].id).no_answer


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hoe was dat voor je", "feeling"),
        ("Wat deed dat met je?", "feeling"),
        ("What was that like for you?", "feeling"),
        ("Wat houdt je dan de rest van de dag zo in beweging?", "feeling"),
        ("Wat houdt u 's nachts wakker?", "feeling"),
        ("Wat houdt je tegen?", None),
        ("Wat drijft u eigenlijk?", "feeling"),
        ("Wat drijft die prijzen op?", None),
        ("What keeps you going on a day like that?", "feeling"),
        ("Wat zou je het liefst zien gebeuren?", "wish"),
        ("What would you want them to know?", "wish"),
        ("Waarom eigenlijk?", "reason"),
        ("What made you hesitate?", "reason"),
        ("Wat versta je daaronder?", "meaning"),
        ("The same shoe, what do you mean by that?", "meaning"),
        ("Hoe is dat voor je collega's?", "others"),
        ("Waar is ze bang voor, denk je?", "others"),
        ("What do the parents say?", "others"),
        ("Wat gebeurde er daarna?", "happened"),
        ("How did that go?", "happened"),
        ("Heb je het daar wel eens over gehad?", "ever"),
        ("Does that bother you?", "ever"),
        ("Hoeveel kinderen zijn er?", None),
        ("Wie heeft dat bedacht?", None),
        ("When does it start?", None),
        ("Wat stond erin?", None),
    ],
)
def test_a_question_is_heard_as_what_it_asks_for(question, kind):
    assert asked_for(question, "en" if question.split()[0] in {"What", "How", "Does", "When", "The"} else "nl") == kind


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("Wie was dat eigenlijk", "nl", True),
        ("Wat voor grappen zijn dat dan?", "nl", True),
        ("Hoe zag die optocht eruit?", "nl", True),
        ("What was on that sheet?", "en", True),
        ("What did it look like?", "en", True),
        ("Hoe leef je daarmee?", "nl", False),
        ("How do you live with that?", "en", False),
        ("Was het koud?", "nl", False),
    ],
)
def test_a_question_for_a_particular_is_told_from_others(question, language, found):
    assert particular(question, language) is found


def test_who_asks_for_a_particular_that_nobody_wrote_is_not_told_that_it_is_a_hard_question():
    asked = replace(turn("DEEP", novel=True), text="Welk liedje?", units=(unit("DEEP", text="Welk liedje was dat?"),))
    decision, _ = mind.step(SCHOOL, replace(after_an_item(), turn=4, last=None), asked)
    assert (decision.act, decision.variant) == ("hesitate", "no_answer.concrete")
    assert decision.wordings == tuple(LINES["concrete"])


def test_a_choice_asked_for_too_early_is_no_particular():
    text = "Welke keuze maken jullie dan?"
    asked = replace(turn("OPEN", hits=(("want", ""),)), text=text, units=(unit("OPEN", text=text),))
    decision, _ = mind.step(SCHOOL, replace(after_an_item(), turn=6, last=None), asked)
    assert decision.because == "8 too early to choose"
    assert decision.variant != "no_answer.concrete"


def after_an_item():
    return mind.step(SCHOOL, mind.start(SCHOOL, 2), turn("OPEN", hits=(("item", SCHOOL.items[0].id),)))[1]


def test_a_question_about_feeling_that_nobody_answered_is_heard_as_one():
    text = "Wat dacht je oma op Mars ervan, en hoe voelde dat?"
    asked = replace(turn("DEEP", novel=True), text=text, units=(unit("DEEP", text="Hoe was dat voor je?"),))
    decision, state = mind.step(SCHOOL, replace(after_an_item(), turn=4, last=None), asked)
    assert (decision.act, decision.variant) == ("hesitate", "no_answer.feeling")
    assert decision.wordings == tuple(LINES["feeling"])
    assert state.hesitated == state.turn


def test_without_such_lines_it_hesitates_as_before():
    bare = SCHOOL.model_copy(update={"acts": SCHOOL.acts.model_copy(update={"no_answer": {}})})
    asked = replace(turn("DEEP", novel=True), text="Wat vond je oma van Mars?")
    decision, _ = mind.step(bare, mind.start(bare), asked)
    assert not decision.variant.startswith("no_answer")


def test_who_fills_in_and_asks_is_heard_and_nothing_opens():
    asked = turn("FILL", "DEEP", hits=(("item", SCHOOL.items[0].id),))
    units = (asked.units[0], unit("DEEP", text="Wat zouden je collega's daarvan zeggen?"))
    decision, state = mind.step(SCHOOL, mind.start(SCHOOL), replace(asked, units=units))
    assert decision.act == "go_along"
    assert decision.variant == "no_answer.others"
    assert not state.said


@pytest.fixture(scope="module")
def people():
    school = resolve("en/instrumenten").usable
    entries = (*entries_of(school), *details_of(school))
    return Named(entries, (one.name for one in school.speakers))


def hit(kind, name, score=0.9):
    return Hit(Target(kind, name), score)


def test_what_knows_nothing_of_who_is_named_answers_nothing_about_them(people):
    asked = people.asked(["Does Yusuf have music at home?"], "Does Yusuf have music at home?")
    assert asked == {"yusuf"}
    hits = (hit("detail", "item:accordeon/2"), hit("item", "viooltje"), hit("need", ""))
    assert people.about(hits, asked) == hits[1:]
    plain = (hit("detail", "item:accordeon/2", 0.99),)
    assert people.about(plain, asked) == plain


def test_who_was_named_before_is_meant_by_a_pronoun_only(people):
    text = "I keep thinking of Yusuf."
    assert people.asked(["What is he like in your class?"], f"{text} What is he like in your class?") == {"yusuf"}
    assert people.asked(["What are your lessons like?"], f"{text} What are your lessons like?") == frozenset()


def test_days_languages_and_those_who_speak_are_nobody(people):
    for text in ("Are Mondays busy?", "Jolien, what do you hope for?", "Is it in Dutch?"):
        assert people.asked([text], text) == frozenset()


def test_a_detail_that_answers_the_same_kind_of_question_goes_before_another_story():
    item = SCHOOL.items[0]
    asked = replace(turn("DEEP"), text="Waarom eigenlijk?", units=(unit("DEEP", text="Waarom eigenlijk?"),))
    decision, _ = mind.step(SCHOOL, replace(after_an_item(), turn=4), asked)
    number = int(decision.variant.removeprefix("details."))
    assert decision.target == Target("item", item.id)
    assert mostly(tuple(item.details[number - 1].topics), "nl") == "reason"


def test_a_question_that_names_nothing_is_for_who_spoke_last():
    school = resolve("nl/wereldmuziek").usable
    marjan, jos = (one.id for one in school.speakers)
    his = next(one.id for one in school.items if one.speaker == jos or one.id in school.speaker(jos).knows)
    text = "Hoe is dat voor jou"
    asked = replace(turn("DEEP", hits=(("item", his),)), text=text, units=(unit("DEEP", text=text),))
    decision, state = mind.step(school, replace(mind.start(school), turn=4), asked)
    assert decision.speaker == marjan
    assert not state.broke_in


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who do you have in mind when you say that?", "person"),
        ("Wie bedoel je dan?", "person"),
        ("Wie heeft daar last van?", "person"),
        ("Who do you mean, then?", "person"),
        ("Who will be there?", None),
        ("Wie had daar last van?", None),
        ("Wie heeft de sleutel?", None),
        ("Wat zit er volgens u achter die stoerheid?", "unclear"),
        ("Wat houdt ze tegen?", "unclear"),
        ("What is it that people in the team don't get?", "unclear"),
        ("What was behind it?", None),
        ("Wat staat er op dat bord?", None),
        ("Hoe gaat dat?", None),
    ],
)
def test_whom_they_mean_now_and_what_lies_behind_it_are_no_matter_of_remembering(question, kind):
    assert now(question, "en" if question.startswith(("Who ", "What ")) else "nl") == kind


def test_asked_whom_they_mean_they_name_nobody_and_without_such_lines_they_have_it_not_at_hand():
    text = "Aan wie denk je dan?"
    asked = replace(turn("DEEP", novel=True), text=text, units=(unit("DEEP", text=text),))
    named = ["Ik noem liever geen namen.", "Niemand in het bijzonder."]
    for lines, wanted in (({**LINES, "person": named}, "person"), ({"concrete": LINES["concrete"]}, "concrete")):
        school = SCHOOL.model_copy(update={"acts": SCHOOL.acts.model_copy(update={"no_answer": lines})})
        decision, _ = mind.step(school, replace(after_an_item(), turn=4, last=None), asked)
        assert decision.variant == f"no_answer.{wanted}"
