"""The codes of a turn are chosen together: what most of the chances agree on is what the turn does."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.coding.codebook import CODES, Unit, main_of, value_of
from simulator.coding.draft import Draft
from simulator.coding.question_coder import likeliest
from simulator.coding.question_coder.rules import SUITS

SHARES = st.lists(st.floats(0.001, 1.0), min_size=len(CODES), max_size=len(CODES))


def unit(shares: dict[str, float], *flags: str) -> Draft:
    chances = np.full(len(CODES), 1e-4, np.float32)
    for code, share in shares.items():
        chances[CODES.index(code)] = share
    return Draft("iets", CODES[int(np.argmax(chances))], chances, set(flags))


def main_after(*drafts: Draft) -> str:
    likeliest.settle(drafts, SUITS)
    return main_of(Unit(one.text, one.code, value_of(one.code, one.flags), tuple(one.flags)) for one in drafts)


def test_three_codes_that_tell_outweigh_one_that_asks() -> None:
    one = unit({"CLOSED": 0.34, "LEAD": 0.24, "FILL": 0.22, "OFFER": 0.2})
    assert main_after(one) == "tell"
    assert one.code == "LEAD"


def test_a_sure_code_stays() -> None:
    one = unit({"OPEN": 0.9, "OFFER": 0.05, "FILL": 0.05})
    assert main_after(one) == "ask"
    assert (one.code, one.settled) == ("OPEN", "")


def test_what_a_rule_gave_stays() -> None:
    ruled = unit({"OFFER": 0.9})
    ruled.code = "NEUTRAL"
    assert main_after(ruled) == "neutral"


def test_flags_go_with_the_code_they_suit() -> None:
    one = unit({"INFO": 0.34, "OPEN": 0.24, "DEEP": 0.22, "CLOSED": 0.2}, "asked", "uptake")
    assert main_after(one) == "ask"
    assert one.flags == {"uptake"}


def test_long_turns_stay_as_they_are() -> None:
    some = [unit({"CLOSED": 0.34, "LEAD": 0.33, "FILL": 0.33}) for _ in range(likeliest.UNITS + 1)]
    likeliest.settle(some, SUITS)
    assert {one.code for one in some} == {"CLOSED"}


@given(st.lists(SHARES, min_size=1, max_size=2))
def test_main_is_what_the_chances_agree_on(rows: list[list[float]]) -> None:
    drafts = [unit(dict(zip(CODES, row, strict=True))) for row in rows]
    chances = [np.asarray(one.chances, np.float64) for one in drafts]
    tops = [np.argsort(-held, kind="stable")[: likeliest.MOST] for held in chances]
    sums = {"ask": 0.0, "tell": 0.0, "neutral": 0.0}
    for picked in product(*tops):
        share = float(np.prod([held[n] for held, n in zip(chances, picked, strict=True)]))
        sums[main_of(Unit("", CODES[n], value_of(CODES[n])) for n in picked)] += share
    found = main_after(*drafts)
    assert sums[found] >= max(sums.values()) * (1 - 1e-9)
