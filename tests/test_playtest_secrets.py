"""What counts as given away in played talks: locked words, and not what anybody may say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.playtest.secrets import NEED, Secrets
from simulator.scenario.load import load
from simulator.school import mind

ROOT = Path(__file__).resolve().parents[1] / "scenarios"


@pytest.fixture(scope="module", params=["nl/instrumenten.yaml", "en/instrumenten.yaml"])
def scenario(request):
    return load(ROOT / request.param)


def test_the_lines_of_a_locked_item_give_it_away_until_it_is_said(scenario):
    secrets, start = Secrets(scenario), mind.start(scenario)
    found = [item for item in scenario.items if item.layer == "underlying"]
    assert found
    for item in found:
        assert item.id in secrets.given_away(item.content, start)
        assert item.id not in secrets.given_away(item.content, replace(start, said=(item.id,)))
    assert NEED in secrets.given_away(scenario.need.statement, start)


def test_no_free_fact_gives_anything_away(scenario):
    secrets, start = Secrets(scenario), mind.start(scenario)
    for fact in scenario.school.facts:
        for line in fact.say:
            assert secrets.given_away(line, start) == ()


def test_a_detail_of_what_was_told_may_share_names_with_what_was_not(scenario):
    secrets, item = Secrets(scenario), scenario.item("bank")
    told = replace(mind.start(scenario), said=("bank",))
    for detail in item.details:
        for line in detail.say:
            assert secrets.given_away(line, told) == ()
    early = [secrets.given_away(line, mind.start(scenario)) for detail in item.details for line in detail.say]
    assert any(early), "before it was told the same lines do give something away"
