"""What the school had asked for is an answer; what follows it, or comes after a question back, is telling."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.coding.around import around
from simulator.coding.codebook import CODES, Said, Unit
from simulator.coding.draft import Draft
from simulator.coding.flags_rules import order_flags

ASKS = [Said("school", "We zoeken iets met dans. Hoe lang duurt zo'n les bij jullie?")]
TELLS = [Said("school", "We zoeken iets met dans, het liefst voor de zomer.")]
LEAVE = [
    Said("school", "De kleuters doen niet mee."),
    Said("trainee", "Mag ik iets noemen?", (Unit("Mag ik iets noemen?", "SEEK", 2, ()),)),
    Said("school", "Ja, doe maar."),
]


def flags(units: list[tuple[str, str]], talk: list[Said]) -> list[bool]:
    drafts = [
        Draft(text, code, np.array([0.9 if one == code else 0.01 for one in CODES], np.float32)) for text, code in units
    ]
    order_flags(drafts, around(talk), talk)
    return ["asked" in one.flags for one in drafts]


@pytest.mark.parametrize(
    ("text", "code", "talk", "asked"),
    [
        ("Drie kwartier, met een warming-up erbij.", "INFO", ASKS, True),
        ("Wij geven dans op veertig scholen.", "INFO", TELLS, False),
        ("Je kunt kiezen: kleuters apart of met groep drie erbij.", "OFFER-P", LEAVE, True),
        ("Je vroeg net naar de prijs: dat is tweehonderd euro.", "INFO", TELLS, True),
    ],
)
def test_an_answer_was_asked_for(text: str, code: str, talk: list[Said], asked: bool) -> None:
    assert flags([(text, code)], talk) == [asked]


def test_what_follows_the_answer_was_not_asked_for() -> None:
    talk = [*TELLS, Said("trainee", "Voor welke groepen is het?"), Said("school", "Groep vijf. Is een gymzaal nodig?")]
    units = [("Een lokaal is genoeg.", "INFO"), ("En onze vakdocenten zijn allemaal gediplomeerd.", "INFO")]
    assert flags(units, talk) == [True, False]


def test_what_comes_after_a_question_back_was_not_asked_for() -> None:
    units = [("Hoeveel kinderen zijn het?", "CLOSED"), ("Wij hebben ook theater en film.", "INFO")]
    assert flags(units, ASKS) == [False, False]
