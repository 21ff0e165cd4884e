"""Laying ticks and codes beside each other: the properties of the alignment."""

from __future__ import annotations

import pytest
from helpers_observe import coded, ticked
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.coding.codebook import CODES
from simulator.observing.alignment import BORDER, GAP, Step, align, cost, distance
from simulator.observing.observed import ONE_TURN, compare, steps_of
from simulator.observing.sheet import Mark
from simulator.practice.api import PracticeError

steps = st.lists(st.builds(Step, st.sampled_from(CODES), st.booleans()), max_size=12)


@given(steps)
def test_identical_sequences_agree_fully(one):
    assert align(one, one) == tuple((n, n) for n in range(len(one)))


@given(steps, steps)
def test_an_alignment_is_in_order_whole_and_the_same_turned_round(one, other):
    pairs = align(one, other)
    assert [i for i, _ in pairs if i is not None] == list(range(len(one)))
    assert [j for _, j in pairs if j is not None] == list(range(len(other)))
    assert align(other, one) == tuple((j, i) for i, j in pairs)


@given(steps.filter(len), st.data())
def test_without_one_tick_only_its_neighbourhood_changes(one, data):
    k = data.draw(st.integers(0, len(one) - 1))
    less = one[:k] + one[k + 1 :]
    pairs = align(less, one)
    [alone] = [j for i, j in pairs if i is None]
    assert all(less[i].code == one[j].code for i, j in pairs if i is not None)
    low, high = sorted((alone, k))
    assert len({step.code for step in one[low : high + 1]}) == 1


@given(steps.filter(len), steps, st.data())
def test_one_tick_changes_the_cost_by_little(one, other, data):
    k = data.draw(st.integers(0, len(one) - 1))
    less = one[:k] + one[k + 1 :]
    whole, part = cost(one, other, align(one, other)), cost(less, other, align(less, other))
    assert abs(whole - part) <= GAP + BORDER


@settings(max_examples=60)
@given(st.lists(st.builds(Step, st.sampled_from(CODES), st.booleans()), max_size=4),
       st.lists(st.builds(Step, st.sampled_from(CODES), st.booleans()), max_size=4))  # fmt: skip
def test_no_alignment_is_cheaper(one, other):
    def every(i, j):
        if i == len(one) and j == len(other):
            yield ()
        if i < len(one) and j < len(other):
            yield from (((i, j), *rest) for rest in every(i + 1, j + 1))
        if i < len(one):
            yield from (((i, None), *rest) for rest in every(i + 1, j))
        if j < len(other):
            yield from (((None, j), *rest) for rest in every(i, j + 1))

    assert cost(one, other, align(one, other)) == min(cost(one, other, pairs) for pairs in every(0, 0))


def test_distances_follow_the_line_from_asking_to_telling():
    assert distance("OPEN", "OPEN") == 0
    assert (
        distance("OPEN", "DEEP") < distance("OPEN", "REFL-S") < distance("OPEN", "AFFIRM") < distance("OPEN", "JUDGE")
    )
    assert all(distance(a, b) == distance(b, a) for a in CODES for b in CODES)
    assert max(distance(a, b) for a in CODES for b in CODES) < 2 * GAP


def test_ticks_close_in_time_stand_in_one_turn():
    marks = [Mark("OPEN", 0), Mark("REFL-S", ONE_TURN - 1), Mark("OFFER", 30)]
    first, second, third = steps_of(marks)
    assert [first.first, second.first, third.first] == [True, False, True]


def test_the_turns_decide_between_two_that_fit_as_well():
    two_in_one = [Step("REFL-S", True), Step("OPEN", False), Step("OPEN", True)]
    assert align([Step("REFL-S", True), Step("OPEN", False)], two_in_one) == ((0, 0), (1, 1), (None, 2))
    assert align([Step("REFL-S", True), Step("OPEN", True)], two_in_one) == ((0, 0), (None, 1), (1, 2))


def test_what_is_too_long_to_lay_side_by_side_is_refused():
    with pytest.raises(PracticeError, match="too long"):
        compare(ticked(*["OPEN"] * 1500), coded(*["OPEN"] * 1500))
