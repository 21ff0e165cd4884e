"""Nearness of words: against what is asked anywhere, and where the choice among lines counts it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simulator.coding.hash_encoder import HashEncoder
from simulator.playtest.choosing import Trial, first
from simulator.school.nearness import Nearness
from simulator.voice.types import Ask, Line, Persona

WHO = Persona("", "Els", "leerkracht", "droog", "je", "dorpsschool")


class Alike:
    """An encoder all of whose vectors lie close together, a little apart by the first letter."""

    name, version = "alike", "1"

    def encode(self, texts):
        rows = np.array([[1.0, 0.1 * (ord(text[0]) % 7), 0.1] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Even:
    """A model to which all candidates fit as well."""

    ways, weighs = ("select",), True

    def fits(self, context, candidates, cancel):
        return [0.0] * len(candidates)


def test_what_all_questions_share_is_taken_away() -> None:
    texts = ["appel", "boom", "citroen"]
    plain = Alike().encode(["appel", *texts])
    near = Nearness(Alike(), "nl").cosines("appel", texts)
    assert float(np.ptp(near)) > 5 * float(np.ptp(plain[1:] @ plain[0]))
    assert near[0] == pytest.approx(1.0, abs=1e-5)


def test_fit_is_in_order_of_nearness_and_between_none_and_one() -> None:
    held = Nearness(HashEncoder(), "nl")
    lines = ["De ouders van groep zes komen graag kijken.", "De ouders komen.", "Parkeren kan achter."]
    found = held.fit("Hoe kijken de ouders van groep zes ernaar?", lines)
    assert all(0 <= one <= 1 for one in found)
    assert all(one >= two for one, two in pairwise(found))
    assert held.fit("Hoe?", []) == ()


@pytest.mark.parametrize(("part", "right"), [("line", 1.0), ("reaction", 0.0)])
def test_nearness_decides_between_lines_and_not_between_reactions(part: str, right: float) -> None:
    ask = Ask("nl", WHO, "fact", "say", (), "Hoe kijken de ouders ernaar?", (Line("school", "Kom binnen."),))
    trial = Trial(ask, ("De ouders kijken ernaar uit.", "Parkeren kan achter.", "Vrijdag om twee uur."), part)
    assert first(Even(), [trial], HashEncoder()) == {f"nl {part}": right}  # type: ignore[arg-type]
