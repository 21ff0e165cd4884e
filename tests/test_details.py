"""What is told to those who ask on: only after its holder, once, and nothing else with it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from helpers_school import turn
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario.catalog import resolve
from simulator.scenario.model import Scenario
from simulator.school import mind
from simulator.school.acts import Hit, State, Target
from simulator.school.details import holder_of, holders, target

NAMES = ["nl/vakdocent-dans", "en/vakdocent-dans", "nl/kant-en-klaar", "en/kant-en-klaar"]


@cache
def school(name: str) -> Scenario:
    return resolve(name).usable


def named(scenario: Scenario) -> list[Target]:
    return [target(holder, n) for holder, rows in holders(scenario) for n in range(len(rows))]


def told(scenario: Scenario, item: str) -> State:
    state = mind.start(scenario, 3)
    return mind.step(scenario, state, turn("OPEN", hits=(("item", item),)))[1]


@pytest.mark.parametrize("name", NAMES)
def test_every_item_has_details_that_only_come_after_it(name):
    scenario = school(name)
    for holder, rows in holders(scenario):
        if holder.kind == "item":
            assert len(rows) >= 6
        for n in range(len(rows)):
            hit = target(holder, n)
            assert holder_of(hit) == holder
            decision, state = mind.step(scenario, mind.start(scenario, 1), turn("OPEN", hits=(("detail", hit.id),)))
            assert decision.variant.startswith("details") == (holder.kind == "request")
            assert hit.id not in state.told or holder.kind == "request"


def test_a_detail_is_told_once_by_its_own_lines_and_opens_nothing():
    scenario = school("nl/vakdocent-dans")
    item = scenario.items[0]
    state = told(scenario, item.id)
    assert state.said == (item.id,)
    asked = turn("CLOSED", hits=(("detail", f"item:{item.id}/1"),))
    decision, state = mind.step(scenario, state, asked)
    assert (decision.act, decision.target, decision.variant) == ("tell", Target("item", item.id), "details.1")
    assert decision.wordings == tuple(item.details[0].say)
    assert state.said == (item.id,)
    decision, _ = mind.step(scenario, state, asked)
    assert decision.variant != "details.1"


def test_what_fits_better_is_answered_first():
    scenario = school("nl/vakdocent-dans")
    item, other = scenario.items[0], scenario.items[1]
    news, on = Target("item", other.id), Target("detail", f"item:{item.id}/1")
    state = told(scenario, item.id)
    for scores, variant in (((0.91, 0.9), "say"), ((0.8, 0.9), "details.1"), ((0.9, 0.9), "details.1")):
        hits = (Hit(news, scores[0]), Hit(on, scores[1]))
        decision, _ = mind.step(scenario, state, replace(turn("OPEN"), hits=hits))
        assert decision.variant == variant


def test_a_follow_up_that_nothing_answers_gets_two_details_that_it_leans_to_and_then_the_next_matter():
    scenario = school("nl/vakdocent-dans")
    item = scenario.items[0]
    leans = tuple(Hit(Target("detail", f"item:{item.id}/{n}"), 0.5) for n in (2, 3, 4))
    asked = replace(turn("DEEP", echoes=(("item", item.id),)), leans=leans)
    decision, state = mind.step(scenario, told(scenario, item.id), asked)
    assert (decision.target, decision.variant) == (Target("item", item.id), "details.2")
    decision, state = mind.step(scenario, state, asked)
    assert decision.variant == "details.3"
    decision, _ = mind.step(scenario, state, asked)
    assert not decision.variant.startswith("details")
    again = replace(turn("DEEP", hits=(("item", item.id),)), leans=leans)
    decision, _ = mind.step(scenario, told(scenario, item.id), again)
    assert decision.variant == "details.2", "who asks for what was told gets more of it, not a cue of something else"
    elsewhere = replace(asked, leans=(Hit(Target("detail", f"item:{scenario.items[1].id}/1"), 0.5),))
    decision, _ = mind.step(scenario, told(scenario, item.id), elsewhere)
    assert not decision.variant.startswith("details")  # Of what was not told there is nothing to ask on about.


@given(st.data())
def test_details_never_open_what_is_closed(data):
    scenario = school(data.draw(st.sampled_from(NAMES)))
    first = data.draw(st.sampled_from([item for item in scenario.items if item.layer == "surface"]))
    state = mind.step(scenario, mind.start(scenario), turn("OPEN", hits=(("item", first.id),)))[1]
    details = named(scenario)
    own = [one for one in details if holder_of(one) == Target("item", first.id)]
    for _ in range(12):
        hit = data.draw(st.one_of(st.sampled_from(own), st.sampled_from(details)))
        code = data.draw(st.sampled_from(["DEEP", "OPEN", "CLOSED", "OFFER", "REFL-C", "NEUTRAL"]))
        before = state
        decision, state = mind.step(scenario, state, turn(code, hits=(("detail", hit.id),)))
        if decision.variant.startswith("details"):
            assert decision.target is not None
            kind, held = decision.target.kind, decision.target.id
            assert kind == "request" or held in (*before.said, *before.told) or before.stage == "own_question"
            assert code in ("DEEP", "OPEN", "CLOSED")
            assert state.said == before.said
