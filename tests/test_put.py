"""What words and place add to the codes: signs of a turn, and that they move chances as odds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.coding.around import around
from simulator.coding.codebook import CODES, Said, Unit, value_of
from simulator.coding.question_coder.put import PLACES, SIGNS, Put, corrected, signs

HISTORY = [
    Said("school", "We willen iets met dans."),
    Said("trainee", "Wat bedoel je met dans?", (Unit("Wat bedoel je met dans?", "DEEP", value_of("DEEP", ()), ()),)),
    Said("school", "Dat de kinderen bewegen, en jij? Wat doen jullie?"),
]


def named(row: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(SIGNS, row, strict=True))


def test_signs_say_where_a_unit_stands_and_what_comes_back_in_it() -> None:
    units = ["De kinderen bewegen dus.", "Hoe vaak?"]
    first, last = (named(row) for row in signs(units, " ".join(units), around(HISTORY), HISTORY))
    assert (first["first"], first["last"], last["first"], last["last"]) == (1, 0, 0, 1)
    assert first["shared"] > 0
    assert last["shares_nothing"] == 1
    assert first["asks"] == 0
    assert last["asks"] == 1
    assert first["school_ends_asking"] == 1
    assert first["before_DEEP"] == 1
    assert first["before_OPEN"] == 0


def test_the_first_turn_has_nothing_before_it() -> None:
    row = named(signs(["Hallo."], "Hallo.", around([]), [])[0])
    assert row["early"] == 1
    assert not any(row[f"before_{code}"] for code in CODES)


def zero(bias: float = 0.0, off: float = 0.0) -> Put:
    weights = np.zeros((len(SIGNS) + 1, len(CODES)), np.float32)
    weights[-1, 0] = bias
    grams = np.zeros((PLACES, len(CODES) + 1), np.float32)
    grams[:, -1] = off
    return Put(np.ones(PLACES, np.float32), grams, weights)


ROW = [0.0] * len(SIGNS)


@given(st.lists(st.floats(1e-4, 1), min_size=len(CODES), max_size=len(CODES)), st.floats(-3, 3))
def test_what_is_added_moves_odds_and_chances_still_sum_to_one(raw: list[float], bias: float) -> None:
    codes = np.array([raw], np.float32) / sum(raw)
    found, off = corrected(zero(bias), ["wat zie je dan"], codes, np.array([0.3], np.float32), [ROW])
    assert found.sum() == pytest.approx(1, abs=1e-4)
    assert off[0] == pytest.approx(0.3, abs=1e-4)
    odds = np.log(found[0, 0] / found[0, 1]) - np.log(codes[0, 0] / codes[0, 1])
    assert odds == pytest.approx(bias, abs=1e-2)


def test_words_that_are_beside_the_matter_raise_that_chance_and_empty_ones_do_not() -> None:
    codes = np.full((1, len(CODES)), 1 / len(CODES), np.float32)
    raised = corrected(zero(off=1.0), ["voetbal"], codes, np.array([0.5], np.float32), [ROW])[1]
    same = corrected(zero(off=1.0), ["?!"], codes, np.array([0.5], np.float32), [ROW])[1]
    assert raised[0] > 0.5
    assert np.isfinite(same).all()


def test_a_sure_chance_stays_a_chance() -> None:
    codes = np.eye(len(CODES), dtype=np.float32)[:1]
    found, off = corrected(zero(5.0), ["ja"], codes, np.array([1.0], np.float32), [ROW])
    assert np.isfinite(found).all()
    assert 0.99 < off[0] <= 1
