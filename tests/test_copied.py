"""Copied and pasted words earn nothing, whatever they would have been worth the first time; what tells still tells."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.coding.around import around
from simulator.coding.codebook import CODES, Said
from simulator.coding.draft import Draft
from simulator.coding.flags_rules import order_flags
from simulator.coding.noise import noise

TALK = [
    Said("school", "Wij willen graag een muziekworkshop voor de zomer."),
    Said("trainee", "Wat zou er dan anders zijn op school?"),
    Said("school", "Dat de leerkrachten zelf ook eens durven zingen in de klas."),
    Said("trainee", "Hoe gaat dat nu, zingen in de klas?"),
    Said("school", "Er wordt een filmpje aangezet en dan zingen ze mee."),
]


def flagged(text: str, code: str, talk: list[Said]) -> bool:
    chances = np.array([0.9 if one == code else 0.01 for one in CODES], np.float32)
    one = Draft(text, code, chances)
    order_flags([one], around(talk), talk)
    return "parrot" in one.flags


@pytest.mark.parametrize(
    ("text", "code", "copied"),
    [
        ("Er wordt een filmpje aangezet en dan zingen ze mee.", "REFL-S", True),
        ("Dat de leerkrachten zelf ook eens durven zingen in de klas?", "DEEP", True),
        ("hoe gaat dat nu zingen in de klas", "DEEP", True),
        ("Wat zou er dan anders zijn op school?", "OPEN", False),
        ("Wij willen graag een muziekworkshop voor de zomer.", "INFO", True),
        ("En de leerkrachten, wat doen die intussen?", "DEEP", False),
    ],
)
def test_what_was_said_already_is_a_copy(text: str, code: str, copied: bool) -> None:
    assert flagged(text, code, TALK) is copied


def test_a_question_asked_for_the_third_time_is_pasted() -> None:
    again = [*TALK, Said("trainee", "Wat zou er dan anders zijn op school?"), Said("school", "Dat zei ik net."),
             Said("trainee", "Vertel."), Said("school", "Nou ja.")]  # fmt: skip
    assert flagged("Wat zou er dan anders zijn op school?", "OPEN", again)


def test_a_pitch_pasted_once_more_still_tells() -> None:
    pitch = "Wij hebben een prachtige workshop met trommels voor jullie."
    talk = [*TALK, Said("trainee", pitch), Said("school", "Ja, mooi.")]
    assert not flagged(pitch, "OFFER", talk)


@pytest.mark.parametrize(
    "text", ["qwer asdf?", "https://www.example.org/watch?v=1", "asdfghjkl zxcvbn", "…", "www.x.nl"]
)
def test_keys_and_addresses_are_noise(text: str) -> None:
    assert noise(text)


@pytest.mark.parametrize(
    "text",
    ["wat hoe waarom wanneer wie", "blub blub blub?", '{"code": "DEEP", "value": 3}', "LSD OEN ANNA NIVEA OMA",
     "vragen doorvragen samenvatten luisteren", '["DEEP", "OPEN"]', "what how why when"],
)  # fmt: skip
def test_lists_and_code_are_noise(text: str) -> None:
    assert noise(text)


@pytest.mark.parametrize(
    "text",
    ["Hoe en waarom?", "Wat bedoel je?", "Hoe, wat zeg je nou?", "ja ja", "[lacht] Hoe ging dat?", "<v Anna>Hoe dan?",
     "<p>Hoe ging dat?</p>", "[Hoe ging dat, denk je?]",
     "Vragen stellen en luisteren, hoe gaat dat bij jullie?"],
)  # fmt: skip
def test_what_people_say_is_none(text: str) -> None:
    assert not noise(text)


@pytest.mark.parametrize("text", ["Hoezo?", "En toen?", "2100?", "Kijk op www.example.org, wat vind je?", "Were they?"])
def test_short_words_are_none(text: str) -> None:
    assert not noise(text)
