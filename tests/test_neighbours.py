"""Labelled turns: near ones speak for what they meant, of another school nothing is found, and no text is kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reader.known import key_of
from simulator.reader.model import QuestionReader, shipped
from simulator.reader.turns import TURNS, KnownTurns, Labelled, save
from simulator.scenario.catalog import resolve
from simulator.school.entries import details_of, entries_of
from simulator.school.neighbours import NEAR, SHIFT, Asked, speaking


def unit(*numbers):
    row = np.array(numbers, np.float32)
    return row / np.linalg.norm(row)


ROWS = [
    Labelled("a", unit(1, 0.1, 0), ("the coats",), ("the hall",)),
    Labelled("a", unit(0, 1, 0), ("the hall",), ()),
    Labelled("a", unit(0, 0, 1), (), ("the coats",)),
    Labelled("b", unit(1, 0, 0), ("the boats",), ()),
]
TOLD = ["the hall", "", "the coats"]


@pytest.fixture
def known(tmp_path):
    save(ROWS, tmp_path)
    return KnownTurns(tmp_path / TURNS)


def test_a_near_turn_speaks_for_what_it_meant(known):
    asked = known.of(TOLD)
    assert asked is not None
    added = speaking(asked, unit(1, 0, 0), 3)
    assert added.argmax() == 2
    assert added[2] > added[0] > added[1]
    assert speaking(asked, unit(0, 1, 0), 3).argmax() == 0


def test_near_a_turn_that_nothing_answered_everything_loses(known):
    asked = known.of(TOLD)
    assert (speaking(asked, unit(0, 0, 1), 3) < 0).all()


def test_another_school_has_none_and_one_that_was_changed_a_little_has_the_rest(known):
    assert known.of(["the trees", "the birds"]) is None
    assert known.of([]) is None
    changed = known.of(["the trees", "the coats"])
    assert changed is not None
    assert set(changed.targets.tolist()) == {1}
    assert len(changed.vectors) == 3


def test_no_text_lies_in_the_file(tmp_path):
    save(ROWS, tmp_path)
    data = (tmp_path / TURNS).read_bytes()
    assert b"coats" not in data
    assert key_of("the coats") in data


@given(st.lists(st.floats(-1, 1), min_size=3, max_size=3).filter(lambda row: sum(x * x for x in row) > 0.01))
def test_who_comes_nearer_to_a_turn_hears_more_of_it(row):
    turn = unit(1, 0, 0)
    asked = Asked(
        turn[None].astype(np.float16), np.array([0]), np.array([0]), np.array([1.0], np.float32), np.array([False])
    )
    here, there = speaking(asked, unit(*row), 2), speaking(asked, turn, 2)
    assert SHIFT < here[0] <= there[0] + 1e-3
    assert here[1] == SHIFT
    near = Asked(asked.vectors, asked.turns, asked.targets, asked.counts * NEAR, asked.nothing)
    assert speaking(near, turn, 2)[0] < there[0]


@pytest.mark.weights
def test_shipped_turns_are_found_for_a_shipped_school():
    reader = QuestionReader.load()
    school = resolve("nl/klei-ochtend").usable
    entries = (*entries_of(school), *details_of(school))
    asked = reader.asked([one.line for one in entries])
    assert asked is not None
    assert len(asked.vectors) > 400
    assert len(set(asked.targets.tolist())) > 0.5 * len(entries)
    assert 0 < asked.nothing.mean() < 0.7
    assert (shipped() / TURNS).stat().st_size < 9e6
