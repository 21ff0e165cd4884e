"""The properties of the school's mind, over any turns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_scenario import build, control_scenario, minimal_scenario, two_speakers_scenario
from helpers_school import TELLING, honest, targets, turn, turns, unit
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scenario.model import wanted
from simulator.school import mind
from simulator.school.acts import Hit, State, Target, TurnInput
from simulator.school.gates import core, met, rapport_asked

ONE = build(minimal_scenario())
TWO = build(two_speakers_scenario())
NONE = build(control_scenario())
LONG = build(minimal_scenario(difficulty={"rapport": 1, "patience": 60, "rupture": 1}))


def play(scenario, inputs, seed=0):
    """Yield (state before, input, decision, state after), echoes kept true."""
    state = mind.start(scenario, seed)
    for one in inputs:
        one = honest(state, one)
        decision, after = mind.step(scenario, state, one)
        yield state, one, decision, after
        state = after


@pytest.mark.parametrize("scenario", [ONE, TWO, NONE], ids=["one", "two", "none"])
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_run_of_turns_skips_a_gate(scenario, data):
    inputs = data.draw(st.lists(turns(scenario), max_size=30))
    for before, one, decision, _after in play(scenario, inputs):
        assert decision.wordings
        if decision.act != "tell":
            continue
        item = scenario.item(decision.target.id)
        assert met(item.needs, before.said)
        assert not item.never_surface
        if item.id in before.said:
            continue  # said stays said: in other words it is told to who asks again, whatever the question's form
        # At most one step may be earned by this very turn, and a repair may come with it.
        gained = before.rapport[decision.speaker] + 1
        assert gained >= item.opens_on.rapport
        assert {u.code for u in one.units if u.value > 0} & {*item.opens_on.moves, "DEEP", "OPEN"}


@given(inputs=st.lists(turns(ONE), max_size=25))
@settings(max_examples=150, deadline=None)
def test_a_telling_turn_never_raises_rapport_nor_opens(inputs):
    for before, one, decision, after in play(ONE, inputs):
        if any(u.code in ("OFFER", "FILL", "JUDGE") and u.value < 0 for u in one.units):
            assert after.rapport["marieke"] <= before.rapport["marieke"]
            assert after.said == before.said
            assert after.cued == before.cued
            assert decision.act in ("deflect", "hold_request", "go_along", "close", "not_known", "unknown")


@given(inputs=st.lists(turns(LONG, TELLING), min_size=40, max_size=40))
@settings(max_examples=100, deadline=None)
def test_forty_telling_turns_reach_nothing(inputs):
    for *_rest, decision, after in play(LONG, inputs):
        assert decision.act not in ("tell", "cue", "own_question", "choose", "commit")
        assert after.said == ()


@given(inputs=st.lists(turns(ONE), max_size=25), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_the_log_alone_replays_the_same_acts(inputs, seed):
    rows = list(play(ONE, inputs, seed))
    again = mind.replay(ONE, [one for _b, one, _d, _a in rows], seed)
    assert again == [(decision, after) for *_rest, decision, after in rows]


@given(inputs=st.lists(turns(NONE), max_size=30))
@settings(max_examples=100, deadline=None)
def test_the_control_school_never_invents_a_need(inputs):
    for *_rest, decision, after in play(NONE, inputs):
        assert decision.act != "own_question"
        assert after.stage != "own_question"


@given(inputs=st.lists(turns(TWO), max_size=30))
@settings(max_examples=100, deadline=None)
def test_the_speaker_who_is_never_asked_never_tells(inputs):
    for before, one, decision, _after in play(TWO, inputs):
        if before.broke_in or decision.speaker == "henk" or any(e.id == "stil-overleg" for e in one.echoes):
            break
        assert not (decision.act == "tell" and decision.target.id == "stil-overleg")


def test_the_other_breaks_in_once_with_a_cue_only():
    one = turn("OPEN", hits=(("item", "stil-overleg"),))
    decision, state = mind.step(TWO, mind.start(TWO), one)
    assert (decision.act, decision.speaker) == ("cue", "henk")
    _decision, state = mind.step(TWO, state, replace(one, addressed="marieke"))
    decision, _state = mind.step(TWO, state, replace(one, addressed="marieke"))
    assert decision.speaker == "marieke"


@given(inputs=st.lists(turns(ONE), max_size=12), left=st.integers(0, 10), right=st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_swapping_two_independent_facts_changes_nothing_else(inputs, left, right):
    names = [ONE.fact_id(left), ONE.fact_id(right)]
    swap = {names[0]: names[1], names[1]: names[0]}

    def other(target: Target) -> Target:
        return Target(target.kind, swap.get(target.id, target.id)) if target.kind == "fact" else target

    def swapped(one: TurnInput) -> TurnInput:
        hits = tuple(Hit(other(h.target), h.score) for h in one.hits)
        return replace(one, hits=hits, echoes=tuple(other(e) for e in one.echoes))

    rows = [(d.act, a.rapport, a.said, a.stage) for _b, _o, d, a in play(ONE, inputs)]
    again = [(d.act, a.rapport, a.said, a.stage) for _b, _o, d, a in play(ONE, [swapped(one) for one in inputs])]
    assert rows == again


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_eight_good_turns_on_the_schools_own_words_reach_the_need(data):
    """From every reachable state with patience left: any good move, always taking up what the school said last."""
    state = mind.start(LONG)
    for one in data.draw(st.lists(turns(LONG), max_size=12)):
        decision, state = mind.step(LONG, state, honest(state, one))
    if state.ended:
        return
    reached = state.stage not in ("contact", "exploring")
    for _ in range(8):
        code = data.draw(st.sampled_from(["DEEP", "OPEN", "REFL-C"]))
        echo = () if state.last is None else (state.last,)
        decision, state = mind.step(LONG, state, TurnInput("x", turn(code).units, echoes=echo))
        reached = reached or decision.act == "own_question"
    assert reached


def test_good_turns_raise_rapport_by_one_for_every_two():
    state = mind.start(ONE)
    seen = []
    for _ in range(6):
        _decision, state = mind.step(ONE, state, turn("OPEN", novel=True))
        seen.append(state.rapport["marieke"])
    assert seen == [1, 2, 2, 3, 3, 4]


def test_a_rupture_asks_one_step_more_until_it_is_repaired():
    item = next(i for i in ONE.items if i.opens_on.rapport == 0)
    _d, state = mind.step(ONE, mind.start(ONE), turn("OFFER"))
    assert rapport_asked(item, state, "marieke") == item.opens_on.rapport + 1
    sorry = TurnInput("sorry", (turn("NEUTRAL").units[0].__class__("sorry", "NEUTRAL", 0, ("repair",)),))
    decision, state = mind.step(ONE, state, sorry)
    assert decision.act == "repair"
    assert state.ruptured["marieke"]
    _d, state = mind.step(ONE, state, turn("OPEN", novel=True))
    assert not state.ruptured["marieke"]


def test_closed_neutral_and_info_never_raise():
    state = mind.start(ONE)
    for code in ("CLOSED", "AFFIRM", "NEUTRAL", "INFO", "LEAD") * 2:
        _d, state = mind.step(ONE, state, turn(code))
    assert state.rapport["marieke"] == ONE.difficulty.rapport


def test_the_same_question_again_earns_nothing_and_is_noticed():
    state = mind.start(ONE)
    decision, state = mind.step(ONE, state, turn("OPEN", hits=(("fact", ONE.fact_id(0)),), repeats=True))
    assert decision.variant == "again"
    assert state.good["marieke"] == 0


def test_second_guess_in_a_row_is_filling_in():
    guess = TurnInput("g", (turn("REFL-C").units[0].__class__("g", "REFL-C", 1, ("guess",)),))
    first, state = mind.step(ONE, mind.start(ONE), guess)
    assert first.act == "correct"
    before = state.rapport["marieke"]
    second, state = mind.step(ONE, state, guess)
    assert second.act == "go_along"
    assert state.rapport["marieke"] == before - 1


def test_the_need_told_as_filling_in_stays_unsaid():
    state = replace(mind.start(ONE), said=tuple(i.id for i in ONE.items), rapport={"marieke": 4})
    decision, after = mind.step(ONE, state, turn("FILL", hits=(("need", ""),)))
    assert decision.act == "go_along"
    assert after.stage == "contact"
    decision, after = mind.step(ONE, state, turn("REFL-C", hits=(("need", ""),)))
    assert decision.act == "own_question"


def test_cooperation_after_the_own_question():
    state = replace(mind.start(ONE), stage="own_question", rapport={"marieke": 3})
    decision, state = mind.step(ONE, state, turn("OPEN", hits=(("want", ""),)))
    assert decision.act == "choose"
    decision, _ = mind.step(ONE, state, turn("OFFER"))
    assert decision.act == "go_along"
    decision, state = mind.step(ONE, state, turn("OPEN", hits=(("begin", ""),)))
    assert (decision.act, state.stage) == ("commit", "committing")
    decision, state = mind.step(ONE, state, turn("NEUTRAL"))
    assert decision.act == "close"
    assert state.ended
    again, same = mind.step(ONE, state, turn("OPEN"))
    assert again.act == "close"
    assert same == state


def said_aloud() -> State:
    return replace(
        mind.start(ONE), stage="own_question", rapport={"marieke": 3}, last=Target("need"),
        said=tuple(item.id for item in ONE.items),
    )  # fmt: skip


def test_what_it_is_like_to_have_said_it_gets_no_plan():
    step = targets_of("step")[0]
    asked = replace(turn("DEEP", hits=(step,)), text="Hoe is het om dat zo te horen?")
    assert mind.step(ONE, said_aloud(), asked)[0].act == "hesitate"


def test_only_what_looks_ahead_gets_a_choice_or_step():
    step = targets_of("step")[0]
    back, ahead = (
        replace(turn("DEEP", hits=(step,)), text=text, units=(unit("DEEP", text=text),))
        for text in (
            "Is er weleens een moment geweest dat het bijna gezegd werd?",
            "Hoe zou je daarmee willen beginnen?",
        )
    )
    assert mind.step(ONE, said_aloud(), back)[0].act not in ("choose", "commit")
    assert mind.step(ONE, said_aloud(), ahead)[0].act == "commit"


def targets_of(kind: str) -> list[tuple[str, str]]:
    return [(one.kind, one.id) for one in targets(ONE) if one.kind == kind]


def test_a_cold_talk_ends_early_but_small_talk_does_not():
    cold = replace(mind.start(ONE), rapport={"marieke": 0})
    state = cold
    for _ in range(4):
        decision, state = mind.step(ONE, state, turn("OFFER"))
    assert decision.act == "close"
    warm = mind.start(ONE)
    for _ in range(5):
        _d, warm = mind.step(ONE, warm, turn("NEUTRAL"))
    assert not warm.ended
    assert warm.rapport["marieke"] == ONE.difficulty.rapport


def test_the_clock_ends_it():
    state = replace(mind.start(ONE), left=1)
    decision, state = mind.step(ONE, state, turn("OPEN"))
    assert decision.act == "close"
    assert (state.ended, state.stage, state.left) == (True, "closed", 0)


def test_off_the_conversation_moves_nothing():
    before = mind.start(ONE)
    decision, state = mind.step(ONE, before, turn("OPEN", hits=(("off", ""), ("own", ""))))
    assert decision.act == "not_known"
    assert (state.rapport, state.said, state.cued, state.good) == (before.rapport, (), (), before.good)


def test_core_is_what_leads_to_the_need():
    assert core(ONE) >= set(wanted(ONE.need.needs)[1])
    assert core(NONE) == frozenset()


def test_a_judgement_is_not_put_off_like_an_offer():
    decision, _ = mind.step(ONE, mind.start(ONE), turn("JUDGE"))
    assert decision.act == "go_along"


def test_a_reflection_gets_no_fact():
    fact = ("fact", ONE.fact_id(0))
    decision, _ = mind.step(ONE, mind.start(ONE), turn("REFL-C", hits=(fact,)))
    assert decision.act != "fact"
    decision, _ = mind.step(ONE, mind.start(ONE), turn("OPEN", hits=(fact,)))
    assert decision.act == "fact"


def test_a_guess_that_names_the_need_opens_it_when_all_under_it_is_said():
    state = replace(mind.start(ONE), said=tuple(i.id for i in ONE.items), rapport={"marieke": 4})
    unit = turn("REFL-C").units[0].__class__("g", "REFL-C", 1, ("guess",))
    guess = TurnInput("g", (unit,), hits=(Hit(Target("need"), 1.0),))
    assert mind.step(ONE, state, guess)[0].act == "own_question"
    assert mind.step(ONE, mind.start(ONE), guess)[0].act in ("not_known", "hesitate")


@pytest.mark.parametrize("text", ["Klopt dat?", "Is that right?"])
def test_a_bare_check_is_no_question_for_a_colleague(text):
    unit = turn("CLOSED").units[0].__class__(text, "CLOSED", 1, ())
    decision, _ = mind.step(ONE, mind.start(ONE), TurnInput(text, (unit,)))
    assert decision.act in ("confirm", "hesitate")


def test_only_an_apology_is_forgiven_where_nothing_was_broken():
    unit = turn("NEUTRAL").units[0].__class__("me too", "NEUTRAL", 0, ("repair",))
    _d, state = mind.step(ONE, mind.start(ONE), turn("NEUTRAL"))
    assert mind.step(ONE, state, TurnInput("me too", (unit,)))[0].act != "repair"


def test_a_plain_question_does_not_cool():
    state = replace(mind.start(ONE), rapport={"marieke": 0})
    for _ in range(6):
        decision, state = mind.step(ONE, state, turn("CLOSED", novel=True))
        assert decision.act != "close"
