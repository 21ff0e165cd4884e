"""What a proposal gets, with or without the question what the school makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_school_answers import ITEM, SCHOOL, after_an_item, said

from simulator.school import mind
from simulator.school.acts import Hit, Target
from simulator.school.proposals import OPINION

NEAR = (Hit(Target("item", ITEM), 0.9), Hit(Target("fact", "fact-2"), 0.9))


def answer(*units: tuple[str, str], **state: object):
    text = " ".join(one for one, _ in units)
    now = replace(after_an_item(), turn=10, **state)
    return mind.step(SCHOOL, now, said(text, *units, hits=NEAR))[0]


@pytest.mark.parametrize(
    "asks", ["Wat vind je daarvan?", "Hoe klinkt dat?", "Lijkt je dat wat?", "wat zou u daarvan vinden"]
)
def test_who_proposes_to_come_and_asks_what_they_make_of_it_hears_a_yes(asks):
    found = answer(("Zal ik een middag langskomen bij je collega's?", "OFFER-P"), (asks, "OPEN"))
    assert found.wordings == tuple(SCHOOL.acts.appointment or SCHOOL.acts.permission)


def test_an_idea_with_the_question_what_they_make_of_it_is_put_off_before_their_own_question_and_taken_after():
    idea = ("Wat als we het uur gebruiken om te horen wat je collega's willen, wat denk je daarvan?", "OPEN")
    assert answer(idea).act == "deflect"
    assert answer(idea, stage="choosing").act == "build_on"


def test_what_they_make_of_their_own_words_is_no_proposal():
    told = ("Dus jullie eten elk in een eigen kamer.", "REFL-S")
    assert answer(told, ("Wat vind je daarvan?", "DEEP")).act not in ("deflect", "build_on", "confirm")


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("What would you both think of that?", True),
        ("How does that sound?", True),
        ("Would that be something for your team?", True),
        ("What do you think of the new building?", False),
        ("Wat vind je daarvan het moeilijkste?", False),
        ("Hoe lijkt dat op vorig jaar?", False),
    ],
)
def test_an_opinion_is_asked_of_what_was_just_laid_before_them_only(text, yes):
    assert bool(OPINION.search(text)) == yes
