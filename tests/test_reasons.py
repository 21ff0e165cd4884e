"""Reasons say what is so, and name the rules as the rest of the page does."""

from __future__ import annotations

import pytest

from simulator.coding.codebook import CODES, RULES
from simulator.coding.reasons import reason
from simulator.report.labels import RULE_NAMES
from simulator.report.words import Words


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", CODES)
def test_a_reason_names_its_rule_as_the_page_does(code, language):
    name = Words(language).tr(RULE_NAMES[RULES[code]]).partition(" (")[0]
    assert reason(code, (), language).endswith(f"({name})")


def test_what_was_asked_for_goes_against_no_rule():
    assert reason("INFO", ("asked",), "nl") == "Geeft informatie. De school vroeg erom: dit telt niet als vertellen."
    assert "OMA" not in reason("OFFER-P", ("asked",), "en")
    assert "OMA" in reason("INFO", (), "en")


def test_reasons_are_true_of_a_choice_and_of_a_near_copy():
    assert "het antwoord of de keuze komt van jou" in reason("LEAD", (), "nl")
    assert "the answer or the choice is yours" in reason("LEAD", (), "en")
    assert "(bijna) woord voor woord" in reason("REFL-S", ("parrot",), "nl")
    assert "(nearly) word for word" in reason("REFL-S", ("parrot",), "en")
