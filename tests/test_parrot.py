"""A reflection that only hands the whole last answer back is a copy; one that takes a part or adds a link is not."""

from __future__ import annotations

import pytest

from simulator.coding.parrot import SURE, chance

COPIES = [
    ("nou ja, we hebben drie klassen en twee juffen", "Jullie hebben drie klassen en twee juffen."),
    ("Ik durf het niet. Ik kan niet tekenen.", "je durft het niet en je kan niet tekenen"),
    ("um, we just want the hall to be quiet", "You just want the hall to be quiet."),
    ("The drama is gone. The teacher left.", "so the drama is gone, the teacher left"),
]
OWN = [
    ("nou ja, we hebben drie klassen en twee juffen, en een zolder vol verkleedkleren", "Een zolder vol dus."),
    ("Ik durf het niet. Ik kan niet tekenen.", "Het begint bij wat jij van jezelf denkt, niet bij de kinderen."),
    ("um, we just want the hall to be quiet", "Quiet is what you miss most here."),
    ("The drama is gone. The teacher left. Nobody wants to take it over.", "Nobody steps in."),
]


@pytest.mark.parametrize(("school", "text"), COPIES)
def test_a_whole_answer_with_persons_turned_round_is_a_copy(school: str, text: str) -> None:
    assert chance(text, school, asks=False, more=False) >= SURE


@pytest.mark.parametrize(("school", "text"), OWN)
def test_a_part_or_own_words_are_no_copy(school: str, text: str) -> None:
    assert chance(text, school, asks=False, more=False) < SURE


@pytest.mark.parametrize(("text", "school"), [("", "We willen dans."), ("Dans dus.", ""), ("", "")])
def test_without_words_there_is_nothing_to_copy(text: str, school: str) -> None:
    assert chance(text, school, asks=False, more=False) < SURE


def test_hesitations_and_greetings_do_not_hide_a_copy() -> None:
    plain = chance("jullie willen dans in de gang", "we willen dans in de gang", asks=False, more=False)
    hidden = chance(
        "jullie willen dans in de gang", "nou eh hallo ja we willen dans in de gang", asks=False, more=False
    )
    assert plain == hidden
