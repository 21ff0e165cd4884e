"""What who asks on about a cue hears while its story stays closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_scenario import at, build, changed, minimal_scenario, one
from helpers_school import unit
from test_school_answers import said

from simulator.coding.hash_encoder import HashEncoder
from simulator.practice.serial import turn_from_json, turn_to_json
from simulator.scenario.model import Scenario
from simulator.school import mind
from simulator.school.acts import Hit, State, Target, TurnInput
from simulator.school.topics import Topics

PLAN = "plan-in-kast"
ANSWERS = [
    "Ja, op papier. Ik bedoel: er staat een vinkje bij, meer hoeft de inspectie niet.",
    "Een gewone map, rood, boven op de kast. Er ligt al een vaas op.",
    "Voor mijn tijd was dat. Het zal wel ergens genotuleerd zijn.",
    "Grondig, ja, tot en met de tabbladen. Ik ben meer van de losse blaadjes.",
]


def school() -> Scenario:
    data = minimal_scenario()
    data["items"][3]["asked_on"] = ANSWERS
    return build(data)


SCHOOL = school()


def heard(cue: int = 1) -> tuple[State, int]:
    """Return a mind that has just let the cue slip, and which line of it."""
    start = replace(mind.start(SCHOOL), turn=3, stage="exploring", said=("losse-middagen",), cued=(PLAN,))
    return replace(start, last=Target("item", PLAN)), cue


def asked(text: str, code: str = "DEEP", *hits: Hit, **more: object) -> TurnInput:
    return said(text, (text, code), echoes=(Target("item", PLAN),), hits=hits, cue=1, **more)


@pytest.mark.parametrize("text", ["Welke map is dat?", "Hoe bedoel je, een map?", "Een map. Wat is daarmee?"])
def test_who_asks_on_about_a_cue_is_answered_in_its_own_image(text):
    state, _ = heard()
    near = (Hit(Target("item", "alleen-kiezen"), 0.7), Hit(Target("fact", "fact-2"), 0.8))
    decision, after = mind.step(SCHOOL, state, asked(text, "DEEP", *near))
    assert decision.wordings == (ANSWERS[1],)
    assert decision.variant == "asked_on"
    assert after.said == state.said, "nothing opens by it"


def test_what_plainly_asks_for_something_else_gets_that():
    state, _ = heard()
    fact = Hit(Target("fact", "fact-2"), 0.99)
    assert mind.step(SCHOOL, state, asked("Welke map is dat?", "DEEP", fact))[0].target == fact.target


def test_a_story_that_opens_now_is_told():
    state, _ = heard()
    ready = replace(state, said=("losse-middagen", "alleen-kiezen"), rapport={"marieke": 3})
    decision, _ = mind.step(SCHOOL, ready, asked("Welke map is dat?"))
    assert (decision.act, decision.target) == ("tell", Target("item", PLAN))


def test_only_the_words_of_just_now_count():
    state, _ = heard()
    late = replace(asked("Welke map is dat?"), cue=-1)
    assert mind.step(SCHOOL, state, late)[0].variant != "asked_on"
    other = replace(state, last=Target("item", "losse-middagen"))
    assert mind.step(SCHOOL, other, asked("Welke map is dat?"))[0].variant != "asked_on"


def test_a_turn_knows_which_cue_the_school_just_said():
    topics, units = Topics(SCHOOL, HashEncoder()), [unit("DEEP", text="Welke map?")]
    spoken = [(Target("item", PLAN), "Tja. Er is wel een map.")]
    found = topics.read("Welke map?", units, spoken, ())
    assert found.cue == 1
    assert turn_from_json(turn_to_json(found)) == found
    assert topics.read("Welke map?", units, [*spoken, (None, "Koffie?")], ()).cue == -1
    old = {key: value for key, value in turn_to_json(found).items() if key != "cue"}
    assert turn_from_json(old).cue == -1, "a talk kept before cues had answers plays on"


def test_an_author_hears_of_an_answer_too_few():
    text = changed(
        (
            "guard: goes_quiet\n    topics: [waar past",
            "asked_on: [Dat is een rode map.]\n    guard: goes_quiet\n    topics: [waar past",
        )
    )
    found = one(text, "asked-on")
    assert found.line == at(text, "asked_on:")[0]
    assert "4" in found.message
