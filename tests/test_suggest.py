"""A next school: chosen by what is hard for the trainee, with a reason that is true of the school."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.growth.progress import DEPTHS, Past
from simulator.growth.suggest import School, level_of, rule_of, suggest
from simulator.report.words import Words

EN = Words("en")
SCHOOLS = (
    School("nl/rustig", "rustig", "nl", "Rustig", 1, 24),
    School("nl/kalm", "kalm", "nl", "Kalm", 1, 30),
    School("nl/stug", "stug", "nl", "Stug", 2, 28, 2),
    School("nl/gewoon", "gewoon", "nl", "Gewoon", 2, 26),
    School("nl/zwaar", "zwaar", "nl", "Zwaar", 3, 30, 2),
    School("en/rustig", "rustig", "en", "Gentle", 1, 24),
)


def one(scenario="rustig", n=0, language="nl", **more):
    values = {"turns": 12, "ask_share": 0.7, "uptake": 0.5, "reached": False, "deepest": "visible", "ruptures": 0}
    return Past(f"c{n}", scenario, language, "T", "practice", f"2026-01-{n + 1:02}T10:00", **(values | more))


@pytest.mark.parametrize(
    ("done", "rule", "school"),
    [
        ([], "start", "kalm"),
        ([one(ask_share=0.3, ruptures=3)], "telling", "stug"),
        ([one(ruptures=3)], "broken", "stug"),
        ([one(deepest="underlying")], "again", "rustig"),
        ([one(deepest="underlying", n=n) for n in range(3)], "patience", "kalm"),
        ([one(uptake=0.05, reached=True, deepest="need")], "uptake", "kalm"),
        ([one(deepest="surface")], "deeper", "kalm"),
        ([one(reached=True, deepest="need"), one("kalm", 1, reached=True, deepest="need")], "harder", "gewoon"),
        ([one(reached=None, deepest="visible")], "other", "kalm"),
    ],
)
def test_a_next_school_by_what_is_hard(done, rule, school):
    found = suggest(done, SCHOOLS, "nl")
    assert rule_of(done) == rule
    assert (found.rule, found.school.id, found.school.language) == (rule, school, "nl")
    assert found.why(EN) or rule == "other"


def test_the_reason_says_only_what_is_true_of_the_school():
    gentle = [School("a", "a", "nl", "A", 1, 20), School("b", "b", "nl", "B", 1, 20)]
    told = suggest([one("a", ask_share=0.2)], gentle).why(EN)
    assert "closes up at once" not in told
    assert "more than you asked" in told
    harder = suggest([one("a", reached=True, deepest="need")], gentle)
    assert "harder" not in harder.why(EN)


def test_of_one_conversation_it_is_said_in_the_singular():
    once, twice = ([one(ruptures=3, n=n) for n in range(times)] for times in (1, 2))
    assert suggest(once, SCHOOLS, "nl").why(EN).startswith("In your last conversation the school closed")
    assert suggest(twice, SCHOOLS, "nl").why(EN).startswith("In your last conversations the school closed")
    assert suggest([one(ask_share=0.3)], SCHOOLS).why(EN).startswith("In your last conversation you told")


def test_the_language_practised_decides_and_what_is_gone_does_not_stop():
    assert suggest([one(language="en", reached=True, deepest="need")], SCHOOLS, "nl").school.ref == "en/rustig"
    assert suggest([one("weg", deepest="underlying")], SCHOOLS, "nl").rule == "other"
    assert suggest([one()], []) is None


PASTS = st.lists(
    st.builds(
        lambda scenario, share, uptake, reached, deepest, ruptures: one(
            scenario, ask_share=share, uptake=uptake, reached=reached, deepest=deepest, ruptures=ruptures
        ),
        st.sampled_from(["rustig", "kalm", "stug", "gewoon", "zwaar", "weg"]),
        st.none() | st.floats(0, 1),
        st.none() | st.floats(0, 1),
        st.none() | st.booleans(),
        st.none() | st.sampled_from(DEPTHS),
        st.none() | st.integers(0, 9),
    ),
    max_size=12,
)


@given(PASTS)
def test_a_suggestion_is_one_of_the_schools_and_stays_the_same(done):
    found = suggest(done, SCHOOLS, "nl")
    assert found.school in SCHOOLS
    assert found == suggest(done, SCHOOLS[::-1], "nl")
    assert found.rule == "again" or not done or found.school.id != done[-1].scenario
    assert 1 <= level_of(done, {(s.id, s.language): s.level for s in SCHOOLS}) <= 3


def test_the_level_rises_with_success_and_falls_after_three_misses():
    levels = {("rustig", "nl"): 1, ("gewoon", "nl"): 2}
    won = [one(reached=True), one(reached=True)]
    assert level_of(won, levels) == 2
    assert level_of([*won, *[one("gewoon")] * 3], levels) == 1
    assert level_of([one(reached=True)], levels) == 1
