"""Who says of themselves that they were telling takes it back; who speaks of others, or of something else, does not."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.coding.codebook import CODES
from simulator.coding.question_coder.rules import draft
from simulator.coding.question_coder.weights import FLAGS, Settings


def drafted(text: str, code: str):
    chances = np.full(len(CODES), 0.01, np.float32)
    chances[CODES.index(code)] = 0.8
    return draft(text, chances, np.zeros(len(FLAGS), np.float32), Settings())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ach, nu zit ik alweer te zenden.", "NEUTRAL"),
        ("Zeg, ik was te vroeg.", "NEUTRAL"),
        ("Laat maar, vergeet gerust wat ik daarnet zei.", "NEUTRAL"),
        ("Had ik je dat niet eerst moeten vragen.", "JUDGE"),
        ("Right, I'm lecturing again.", "NEUTRAL"),
        ("That was hasty of me.", "NEUTRAL"),
        ("I should have let you finish.", "JUDGE"),
    ],
)
def test_owning_up_is_a_repair(text, code):
    found = drafted(text, code)
    assert (found.code, found.flags) == ("NEUTRAL", {"repair"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I'm not selling anything today.", "NEUTRAL"),
        ("We hebben tot vier uur.", "NEUTRAL"),
        ("Jullie hadden dat eerder moeten vragen.", "JUDGE"),
        ("Ik ben zo bij je.", "NEUTRAL"),
        ("Ik zit weer te verkopen.", "OFFER"),
    ],
)
def test_nothing_else_becomes_one(text, code):
    found = drafted(text, code)
    assert found.code == code
    assert "repair" not in found.flags
