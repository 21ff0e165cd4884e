"""Criteria: read strictly, with the line of what is wrong, and the nearest key for one that nobody knows."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from helpers_portfolio import CRITERIA, asked
from hypothesis import given
from hypothesis import strategies as st

from simulator.portfolio import criteria
from simulator.portfolio.errors import NoFile, PortfolioError
from simulator.portfolio.facts import Fact
from simulator.portfolio.status import points

ROOT = Path(__file__).parents[1]


def test_criteria_are_read_whole(tmp_path):
    found = asked(tmp_path)
    assert (found.id, found.meetings, found.number, found.assessment, found.turns) == ("proef", 2, 3, 1, 5)
    assert (found.depth, found.depth_in, found.share, found.share_in) == ("need", 2, 60, 2)
    assert found.assessor
    assert criteria.from_json(criteria.to_json(found)) == found


def test_the_example_in_the_docs_can_be_used():
    assert criteria.load(ROOT / "docs" / "examples" / "criteria.yaml").number == 6


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "reflections: 1",
            "reflektions: 1",
            ":11:1: error: There is no key 'reflektions' here; did you mean 'reflections'?",
        ),
        ("reflections: 1", "portfolios: 1\nreflections: 1", "the keys here are id, title"),
        (
            "  assessment: 1",
            "  asessment: 1",
            ":8:3: error: There is no key 'asessment' here; did you mean 'assessment'?",
        ),
        ("layer: need", "layer: deepest", "Write one of surface, visible, underlying, need at 'layer'"),
        ("layer: need", "layer: undrlying", "did you mean 'underlying'?"),
        ("at_least: 60", "at_least: 0.6", "a whole number from 1 to 100 at 'at_least'; now it is '0.6'"),
        ("at_least: 60, ", "", "Add the key 'at_least'"),
        ("number: 3", "number: veel", "a whole number from 1 to 1000"),
        ("number: 3", "number: 0", "a whole number from 1 to 1000"),
        ("number: 3", "number: true", "a whole number from 1 to 1000"),
        ("number: 3", "number:", "it is empty"),
        ("{meetings: 2}", "2", "Write keys with their values under 'attendance'"),
        ("{meetings: 2}", "{}", "Add the key 'meetings'"),
        ("assessor: yes", "assessor: perhaps", "Write yes or no at 'assessor'"),
        ("id: proef", "id: Mijn Proef", "An id has small letters"),
        ("id: proef", "id: proef\nid: proef", "stands on line 2 already"),
        ("language: nl", "language: fr", "Write one of nl, en"),
        ("title: Coachen binnen Cultuur Onderwijs", "", "Add the key 'title'"),
        ("title: Coachen binnen Cultuur Onderwijs", "title: [a]", "Write a text at 'title'"),
        ("title: Coachen", "title: \x07Coachen", "control character"),
        ("id: proef", "id: [proef", ".yaml:"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, old, new, says):
    text = CRITERIA
    assert text.count(old) == 1
    with pytest.raises(PortfolioError) as caught:
        asked(tmp_path, text.replace(old, new))
    assert says in str(caught.value)
    assert all("criteria.yaml:" in line for line in str(caught.value).splitlines())


@pytest.mark.parametrize(
    "text", ["", "   \n", "- a\n- b\n", "gewoon tekst", "id: x\n---\nid: y\n", "id: proef\ntitle: T\nlanguage: nl\n"]
)
def test_what_is_no_criteria_file_is_refused(tmp_path, text):
    with pytest.raises(PortfolioError) as caught:
        asked(tmp_path, text)
    assert "Traceback" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(NoFile, match="There is no file"):
        criteria.load(tmp_path / "weg.yaml")
    with pytest.raises(PortfolioError, match="is a folder"):
        criteria.load(tmp_path)
    (tmp_path / "oud.yaml").write_bytes(b"id: proef\ntitle: caf\xe9\n")
    with pytest.raises(PortfolioError, match=r"oud.yaml:2:1: .*UTF-8"):
        criteria.load(tmp_path / "oud.yaml")


@given(st.text(max_size=200))
def test_any_text_gives_criteria_or_sentences(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("c") / "c.yaml"
    path.write_bytes(text.encode("utf-8", "replace"))
    with suppress(PortfolioError):
        assert criteria.load(path).id


FACTS = st.builds(
    Fact, st.just(1), st.sampled_from("abc"), st.sampled_from(["practice", "assessment"]), st.integers(0, 30),
    st.none() | st.floats(0, 1), st.sampled_from(["", "surface", "visible", "underlying", "need"]),
    st.integers(0, 2), st.integers(0, 2), st.sampled_from(["", "", "unfinished", "scenario", "few_turns", "warmup"]),
)  # fmt: skip


@given(st.lists(FACTS, max_size=8), FACTS)
def test_one_more_conversation_never_makes_a_criterion_worse(facts, more):
    wanted = criteria.Criteria(
        "x", "X", "nl", number=2, scenarios=2, assessment=1, depth="visible", depth_in=2, share=50, share_in=2
    )
    before = points(wanted, facts, 0, 0)
    after = points(wanted, [*facts, more], 0, 0)
    assert all(old.found <= new.found for old, new in zip(before, after, strict=True))
    if more.left_out:
        assert before == after


def test_an_assessment_with_help_or_another_try_is_none():
    wanted = criteria.Criteria("x", "X", "nl", assessment=1)
    for retries, hints, met in ((0, 0, True), (1, 0, False), (0, 1, False)):
        fact = Fact(1, "a", "assessment", 9, 0.8, "need", retries, hints)
        assert points(wanted, [fact], 0, 0)[0].met is met
