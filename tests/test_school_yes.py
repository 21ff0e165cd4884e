"""What the school says yes to: what it said, a summary, an idea; not to what was never said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_school import turn
from test_school_answers import ITEM, SCHOOL, after_an_item, said

from simulator.scenario.catalog import entries
from simulator.school import mind, words
from simulator.school.acts import Hit, Target
from simulator.school.manner import SUMMED_UP

HIDDEN = "Ik heb het gevoel dat er meer achter zit. Klopt dat?"
GUESS = ("Het gaat erom dat ze het niet durven.", "Zeg alleen ja of nee.")


@pytest.mark.parametrize(
    ("text", "units"),
    [(HIDDEN, ((HIDDEN, "REFL-C"),)), (" ".join(GUESS), ((GUESS[0], "REFL-C"), (GUESS[1], "REFL-S")))],
)
def test_a_check_on_what_nobody_said_gets_no_yes(text, units):
    decision, state = mind.step(SCHOOL, mind.start(SCHOOL, 1), said(text, *units))
    assert decision.act == "hesitate"
    assert not state.said


def test_a_reflection_that_asks_for_nothing_is_still_nodded_at():
    text = "Dat is een heel jaar."
    decision, _ = mind.step(SCHOOL, after_an_item(), said(text, (text, "REFL-S")))
    assert decision.act == "confirm"


@pytest.mark.parametrize(
    "check",
    [
        "Zeg ik dat goed?", "Snap ik dat goed", "Vat ik dat zo goed samen?", "Klopt deze samenvatting?",
        "Do I have that right?", "Do I understand you correctly?", "Does that sound right?", "Is that a fair summary?",
    ],
)  # fmt: skip
def test_a_summary_ends_in_many_kinds_of_checks(check):
    assert SUMMED_UP.search(check)
    parts = (("Elk jaar wat leuks en dan is het klaar.", "NEUTRAL"), (check, "CLOSED"))
    summary = said(f"Elk jaar wat leuks en dan is het klaar. {check}", *parts, echoes=(Target("item", ITEM),))
    near = (Hit(Target("fact", SCHOOL.fact_id(1)), 0.99, unit=1),)
    decision, _ = mind.step(SCHOOL, after_an_item(), replace(summary, hits=near))
    assert decision.act == "confirm"


@pytest.mark.parametrize("more", ["Mis ik iets?", "Am I missing anything?"])
def test_who_asks_whether_something_is_missing_does_not_hear_a_yes(more):
    assert not SUMMED_UP.search(more)


@pytest.mark.parametrize(
    ("idea", "asks"),
    [
        ("I could come and just sit in for a morning with your class.", "What would you make of that?"),
        ("Ik kan me voorstellen dat we met trillingen werken.", "Wat zou dat voor jouw klas zijn?"),
        ("We zouden samen een les kunnen maken.", "Hoe klinkt dat?"),
    ],
)
def test_an_idea_laid_down_in_other_words_is_weighed_and_earns_no_story(idea, asks):
    near = (Hit(Target("item", SCHOOL.items[1].id), 0.9),)
    heard = said(f"{idea} {asks}", (idea, "NEUTRAL"), (asks, "OPEN"), hits=near)
    decision, state = mind.step(SCHOOL, replace(after_an_item(), turn=10), heard)
    assert decision.act in ("deflect", "confirm")
    assert state.said == (ITEM,)


def test_a_command_gets_no_could_be():
    for entry in entries():
        if not entry.shipped or entry.scenario is None:
            continue
        for one in entry.scenario.speakers:
            lines = words.not_known(entry.scenario, one.id, "").wordings
            assert len(lines) >= 4
            if len(lines) < len(entry.scenario.wording(one.id).not_known):
                assert not any(
                    line.lower().startswith(("zou kunnen", "could be", "perhaps", "wie weet")) for line in lines
                )


def test_one_word_means_no_item_that_was_not_said():
    echo = said("Gang.", ("Gang.", "REFL-S"), hits=(Hit(Target("item", SCHOOL.items[1].id), 0.98),))
    decision, state = mind.step(SCHOOL, after_an_item(), echo)
    assert decision.act != "tell"
    assert state.said == (ITEM,)


def test_a_detail_that_is_plainly_asked_for_again_is_said_again_once_and_not_at_once():
    def ask(number: int):
        return turn("OPEN", hits=(("detail", f"item:{ITEM}/{number}"),))

    state = mind.step(SCHOOL, after_an_item(), ask(1))[1]
    assert mind.step(SCHOOL, state, ask(1))[0].variant != "details.1"
    state = mind.step(SCHOOL, state, ask(2))[1]
    decision, state = mind.step(SCHOOL, state, ask(1))
    assert (decision.variant, decision.because) == ("details.1", "5 asked on: a detail once more")
    state = mind.step(SCHOOL, state, ask(2))[1]
    assert mind.step(SCHOOL, state, ask(1))[0].variant != "details.1"
