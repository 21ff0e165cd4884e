"""The measures of the codebook: what counts, what does not, and how sure they are."""

from __future__ import annotations

import time

import numpy as np
import pytest
from helpers_scoring import school, talk, trainee, unit
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.coding.codebook import CODES
from simulator.coding.measures import ask_share
from simulator.scoring.bootstrap import sums
from simulator.scoring.measures import measure, until_own_question
from tests.pace import slowness

CODE = st.sampled_from(CODES)
TURNS = st.lists(st.lists(CODE, min_size=0, max_size=4).map(lambda held: trainee(*held)), min_size=5, max_size=14)


def test_all_figures_of_a_small_conversation():
    turns = talk(
        trainee("OPEN", "OPEN"), trainee("OFFER"), trainee("INFO", "CLOSED"), trainee("OFFER", "FILL"),
        trainee("REFL-C uptake"), trainee("DEEP uptake", "AFFIRM"),
    )  # fmt: skip
    found = measure(turns)
    assert (found["trainee_turns"], found["units"]) == (6, 9)
    assert found["ask_share"] == pytest.approx(4 / 8)
    assert found["tell_share"] == pytest.approx(4 / 9)
    assert found["mean_value"] == pytest.approx((2 - 2 - 1 + 1 - 4 + 2 + 3 + 0) / 9)
    assert found["thirds"] == [pytest.approx(1 / 2), pytest.approx(1 / 4), 1.0]
    assert found["slope"] == pytest.approx(1 / 2)
    assert found["uptake"] == pytest.approx(2 / 6)
    assert found["talk_share"] == pytest.approx(12 / (12 + 24))
    assert found["longest_tell_run"] == 1
    assert found["codes"] == dict.fromkeys(CODES, 0) | {
        "OPEN": 1, "OFFER": 2, "INFO": 1, "CLOSED": 1, "FILL": 1, "REFL-C": 1, "DEEP": 1, "AFFIRM": 1,
    }  # fmt: skip
    assert found["background"] == {"reflections_to_questions": pytest.approx(1 / 3), "complex_reflections": 1.0}
    for name in ("ask_share", "tell_share", "mean_value", "uptake", "talk_share", "slope"):
        ends = found["intervals"][name]
        if name == "talk_share":  # as many words in every turn
            assert (ends["low"], ends["high"]) == (None, None)
        else:
            assert ends["low"] <= ends["value"] <= ends["high"]


def test_a_run_of_telling_turns_is_broken_by_a_neutral_one():
    tells = [trainee("OFFER")] * 2
    assert measure(talk(*tells, trainee("NEUTRAL"), *tells, trainee("FILL"), trainee("OPEN")))["longest_tell_run"] == 3


def test_fewer_than_five_turns_get_no_figure():
    found = measure(talk(*[trainee("OPEN")] * 4))
    assert found["trainee_turns"] == 4
    assert {name for name, value in found.items() if value is not None} == {"trainee_turns", "units"}
    assert measure([]) == found | {"trainee_turns": 0, "units": 0}
    silent = measure(talk(*[trainee("OPEN")] * 4, trainee("NEUTRAL", text="...")))
    assert silent["ask_share"] is None


def test_nothing_that_counts_is_no_figure_rather_than_zero():
    found = measure(talk(*[trainee("NEUTRAL")] * 6))
    assert (found["ask_share"], found["thirds"], found["slope"]) == (None, [None] * 3, None)
    assert (found["tell_share"], found["mean_value"], found["intervals"]["ask_share"]) == (0, 0, None)


def test_thirds_split_as_evenly_as_they_can():
    turns = [trainee("OPEN")] * 3 + [trainee("OFFER")] * 2 + [trainee("OPEN"), trainee("OFFER")]
    assert measure(talk(*turns))["thirds"] == [1, 0, 0.5]


def test_thirds_end_where_the_school_says_its_own_question():
    asked, told = [trainee("OPEN")] * 6, [trainee("OFFER")] * 6
    turns = talk(*asked, *told)
    acts = ["" if turn.role == "trainee" else "tell" for turn in turns]
    acts[11] = acts[13] = "own_question"
    until = until_own_question([turn.role for turn in turns], acts)
    assert until == 6
    whole, covered = measure(turns), measure(turns, until)
    assert (whole["slope"], covered["slope"], covered["thirds"]) == (-1, 0, [1, 1, 1])
    assert covered["ask_share"] == whole["ask_share"] == 0.5
    assert measure(turns, 4)["thirds"] is None
    assert until_own_question(["school"], ["tell"]) is None


@pytest.mark.parametrize(
    "empty",
    [
        trainee("NEUTRAL", text=""),
        trainee(text=""),
        trainee("REFL-S parrot uptake"),
        trainee("OPEN off_topic uptake"),
        trainee("NEUTRAL", text="fine"),
        trainee("CLOSED interrogation"),
        trainee("SEEK no_pause"),
    ],
)
def test_empty_parroted_or_pasted_turns_earn_nothing(empty):
    honest = [trainee("OPEN uptake"), trainee("OFFER"), trainee("CLOSED"), trainee("INFO"), trainee("DEEP uptake")]
    before, after = measure(talk(*honest)), measure(talk(*honest, *[empty] * 5))
    assert after["ask_share"] == before["ask_share"]
    assert after["uptake"] <= before["uptake"]
    assert after["mean_value"] <= before["mean_value"]
    alone = measure(talk(*[empty] * 8))
    assert alone["ask_share"] is None
    assert not alone["uptake"]
    assert not alone["mean_value"]


def test_a_unit_without_words_waters_down_no_mean():
    told = [trainee("OFFER")] * 6
    silent = [trainee("NEUTRAL", text="") for _ in range(6)]
    silent = [one.__class__("Anna", "trainee", "", (unit("NEUTRAL", text=""),), "neutral", "other") for one in silent]
    assert measure(talk(*told, *silent))["mean_value"] == -2
    assert measure(talk(*told, *silent))["tell_share"] == 1


@given(TURNS)
@settings(max_examples=60, deadline=None)
def test_figures_stay_in_their_bounds_and_agree_with_the_meter(turns):
    found = measure(talk(*turns), resamples=200)
    assert found["ask_share"] == ask_share([turn.units for turn in turns])
    for name in ("ask_share", "tell_share", "uptake", "talk_share"):
        assert found[name] is None or 0 <= found[name] <= 1
    assert found["mean_value"] is None or -3 <= found["mean_value"] <= 3
    for ends in found["intervals"].values():
        for one in ends if isinstance(ends, list) else [ends]:
            assert one is None or one["low"] is None or one["low"] <= one["high"]


@given(TURNS, st.integers(0, 13), CODE)
@settings(max_examples=60, deadline=None)
def test_saying_the_same_kind_of_thing_twice_in_a_turn_changes_nothing(turns, place, code):
    place %= len(turns)
    once = [*turns[:place], trainee(*[unit.code for unit in turns[place].units], code), *turns[place + 1 :]]
    twice = [*turns[:place], trainee(*[unit.code for unit in turns[place].units], code, code), *turns[place + 1 :]]
    assert measure(talk(*once), resamples=50) == measure(talk(*twice), resamples=50)


def test_the_same_seed_gives_the_same_intervals_whatever_the_length():
    rows = np.random.default_rng(1).random((90_000, 3))
    for n in (1, 7, 64, 65, 3000, 90_000):
        drawn = sums(rows[:n], 40)
        assert np.array_equal(drawn, sums(rows[:n], 40))
        assert drawn.shape == (40, 3)
        assert np.allclose(drawn.mean(axis=0), rows[:n].sum(axis=0), rtol=0.3)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(200):
        turns = [trainee("OPEN" if draw < 0.6 else "OFFER") for draw in rng.random(40)]
        ends = measure(talk(*turns), resamples=400)["intervals"]["ask_share"]
        hits += ends["low"] <= 0.6 <= ends["high"]
    assert 0.88 <= hits / 200 <= 0.99


def test_measuring_is_quick():
    turns = talk(*[trainee("OPEN", "INFO"), trainee("OFFER")] * 20)
    measure(turns)
    started = time.perf_counter()
    for _ in range(20):
        measure(turns)
    assert (time.perf_counter() - started) / 20 < 0.05 * slowness()
    assert school().units == ()


def test_turns_that_are_all_alike_give_no_interval():
    found = measure(talk(*[trainee("OPEN")] * 7), resamples=100)
    assert (found["ask_share"], found["uptake"], found["slope"]) == (1, 0, 0)
    ends = found["intervals"]
    names = ("ask_share", "tell_share", "mean_value", "uptake", "slope")
    for one in (*(ends[name] for name in names), *ends["thirds"]):
        assert (one["low"], one["high"]) == (None, None)
    other = measure(talk(*[trainee("OPEN")] * 6, trainee("OFFER")), resamples=100)["intervals"]
    assert other["ask_share"]["low"] < other["ask_share"]["high"]
    assert other["thirds"][0]["low"] is None
