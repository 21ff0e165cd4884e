"""What has nothing to do with the school is answered as such, and only that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.coding.codebook import Unit, value_of
from simulator.scenario import catalog
from simulator.scenario.model import Scenario
from simulator.school import mind
from simulator.school.acts import Decision, Hit, State, Target, TurnInput

OFF = ("off_topic",)


def turn(*units: Unit, hits: tuple[Hit, ...] = (), echoes: tuple[Target, ...] = ()) -> TurnInput:
    text = " ".join(unit.text for unit in units)
    return TurnInput(text, units, hits, echoes, None, False, False, ())


def unit(text: str, code: str = "OPEN", flags: tuple[str, ...] = OFF) -> Unit:
    return Unit(text, code, value_of(code, flags), flags)


@pytest.fixture(scope="module")
def school() -> Scenario:
    found = next(one.scenario for one in catalog.entries() if (one.language, one.id) == ("nl", "vakdocent-dans"))
    assert found is not None
    return found


def after_hello(school: Scenario) -> State:
    _, state = mind.step(school, mind.start(school, 1), turn(unit("Fijn dat ik mocht komen.", "NEUTRAL", ())))
    return state


def answered(school: Scenario, heard: TurnInput) -> Decision:
    return mind.step(school, after_hello(school), heard)[0]


def test_football_gets_a_line_that_leads_back_and_nothing_opens(school: Scenario) -> None:
    football = turn(unit("kijkt u vanavond nog voetbal"))
    decision, state = mind.step(school, after_hello(school), football)
    assert decision.because == "1 nothing to do with the school"
    assert set(decision.wordings) == set(school.acts.elsewhere or ())
    assert not state.said
    assert state.rapport == mind.start(school, 1).rapport


def test_a_question_beside_it_is_answered_instead(school: Scenario) -> None:
    mixed = turn(unit("kijkt u vanavond nog voetbal"), unit("En wat maakt dat je aan dans denkt?", "OPEN", ()))
    assert answered(school, mixed).because != "1 nothing to do with the school"


@pytest.mark.parametrize(
    "known", [{"hits": (Hit(Target("fact", "fact-1"), 0.97, 0),)}, {"echoes": (Target("request"),)}]
)
def test_a_flag_that_the_schools_own_words_gainsay_counts_for_nothing(
    school: Scenario, known: dict[str, tuple[Hit]]
) -> None:
    heard = replace(turn(unit("hoe groot zijn de groepen")), **known)
    assert answered(school, heard).because != "1 nothing to do with the school"


def test_for_what_lies_beside_the_matter_no_colleague_is_named(school: Scenario) -> None:
    near = (Hit(Target("item", school.items[-1].id), 0.8, 0),)
    asked = answered(school, turn(unit("Waar woon je eigenlijk?", "CLOSED"), hits=near))
    assert asked.act == "hesitate"
    assert asked.because == "4 nobody else could know"
    about_the_school = answered(school, turn(unit("Hoeveel lokalen hebben jullie?", "CLOSED", ()), hits=near))
    assert about_the_school.act == "unknown"


def test_a_school_without_such_lines_cannot_say(school: Scenario) -> None:
    bare = school.model_copy(update={"acts": school.acts.model_copy(update={"elsewhere": None})})
    assert set(answered(bare, turn(unit("Heb je huisdieren?"))).wordings) == set(school.acts.not_known)


def test_every_school_that_ships_has_lines_of_its_own() -> None:
    held = [
        tuple(entry.scenario.wording(one.id).elsewhere or ())
        for entry in catalog.entries()
        if entry.scenario is not None
        for one in entry.scenario.speakers
    ]
    assert all(len(lines) >= 8 for lines in held)
    every = [line for lines in held for line in lines]
    assert len(every) == len(set(every))
