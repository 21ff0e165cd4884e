"""Rules over single units: what begins with a question word asks, and who sums up offers nothing."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.coding.around import Around
from simulator.coding.codebook import CODES
from simulator.coding.draft import Draft
from simulator.coding.question_coder.rules import apply, draft, joined
from simulator.coding.question_coder.weights import FLAGS, Settings

ASKED = "DEEP"


def coded(text: str, code: str) -> str:
    chances = np.full(len(CODES), 0.01, np.float32)
    chances[CODES.index(code)] = 0.8
    chances[CODES.index(ASKED)] = 0.1
    one = draft(text, chances, np.zeros(len(FLAGS), np.float32), Settings())
    apply([one], Around("Ze haken af bij de lijstjes."), [])
    return one.code


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("why wouldn't they go home", "FILL", ASKED),
        ("Jos, wat maakt het voor jou lastig", "FILL", ASKED),
        ("waarom mag er niets overblijven", "JUDGE", ASKED),
        ("why mustn't anything be left over", "JUDGE", ASKED),
        ("waarom zit je om vijf uur op de fiets", "JUDGE", ASKED),
        ("Why do you keep that map on the wall?", "JUDGE", ASKED),
        ("Waarom heb je dat van tevoren niet afgesproken?", "JUDGE", "JUDGE"),
        ("Why on earth have you come by car?", "JUDGE", "JUDGE"),
        ("Waarom heb je dat dan niet gewoon gedaan", "JUDGE", "JUDGE"),
        ("Why have you never asked us", "JUDGE", "JUDGE"),
        ("Waarom hebben jullie dat nooit hardop gezegd in het team, denk je?", "JUDGE", ASKED),
        ("Dat lijkt me best eenzaam, elk jaar in je eentje. Is dat zo?", "FILL", "REFL-C"),
        ("Dat lijkt me best lastig, zo alleen voor die groep. Is dat zo?", "JUDGE", "REFL-C"),
        ("Dat is toch raar, klopt dat?", "JUDGE", "JUDGE"),
        ("I don't think this is really about the play. Tell me if I'm wrong.", "FILL", "REFL-C"),
        ("wat jullie nodig hebben is een vakdocent", "FILL", "FILL"),
        ("what you need is a plan", "FILL", "FILL"),
        ("Maar ik hoor ook kinderen die zich aanpassen. Klopt dat een beetje?", "OFFER-P", "REFL-C"),
        ("To sum up, the brochure was the safe route.", "OFFER-P", "REFL-C"),
        ("Ik vat het even samen: een klas die niemand vasthield. Wat is nou je eigen vraag?", "OFFER-P", ASKED),
        ("Misschien is een les met klei iets voor jullie?", "OFFER-P", "OFFER-P"),
        ("Misschien een idee: jullie gaan naar het museum.", "REFL-C", "OFFER"),
        ("Maybe an idea: you go to the museum.", "REFL-S", "OFFER"),
        ("Misschien heb je een idee hoe dat komt.", "REFL-C", "REFL-C"),
        ("Hoi Karin, ik wil eerst even horen wat er speelt bij jullie op school", "NEUTRAL", ASKED),
        ("I'd like to hear first how it went", "NEUTRAL", ASKED),
        ("Ik wil je graag bedanken voor de koffie", "NEUTRAL", "NEUTRAL"),
    ],
)
def test_what_the_form_decides(text, code, expected):
    assert coded(text, code) == expected


def drafted(text: str, code: str) -> Draft:
    chances = np.full(len(CODES), 0.01, np.float32)
    chances[CODES.index(code)] = 0.87
    return Draft(text, code, chances)


@pytest.mark.parametrize(
    ("said", "asked", "units"),
    [
        (("Je zegt dat ze afhaken.", "REFL-S"), ("Wat zie je dan?", "OPEN"), ["DEEP"]),
        (("You said they switch off.", "REFL-S"), ("Is it still like that?", "CLOSED"), ["DEEP"]),
        (("Dus ze haken af.", "REFL-S"), ("Wat zie je dan?", "OPEN"), ["REFL-S", "OPEN"]),
        (("Je zegt dat ze afhaken.", "REFL-S"), ("Wij hebben een programma.", "OFFER"), ["REFL-S", "OFFER"]),
        (("Je zegt altijd maar wat.", "JUDGE"), ("Wat zie je dan?", "OPEN"), ["JUDGE", "OPEN"]),
    ],
)
def test_their_words_and_the_question_behind_them_are_one_unit(said, asked, units):
    found = joined([drafted(*said), drafted(*asked)])
    assert [one.code for one in found] == units
    assert " ".join(one.text for one in found) == f"{said[0]} {asked[0]}"
    assert all(int(np.argmax(one.chances)) == CODES.index(one.code) for one in found)


@pytest.mark.parametrize(
    "check", ["Zeg ik dat goed?", "snap ik dat zo goed", "Vat ik het goed samen?", "Does that sound right?"]
)
def test_a_check_belongs_to_what_it_checks(check):
    found = joined([drafted("Dus ze worden er stil van.", "REFL-C"), drafted(check, "CLOSED")])
    assert [(one.text, one.code) for one in found] == [(f"Dus ze worden er stil van. {check}", "REFL-C")]
