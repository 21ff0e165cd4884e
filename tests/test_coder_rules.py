"""Rules over single units: what begins with a question word asks, and who sums up offers nothing."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.coding.around import Around
from simulator.coding.codebook import CODES
from simulator.coding.question_coder.rules import apply, draft
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
    ],
)
def test_what_the_form_decides(text, code, expected):
    assert coded(text, code) == expected
