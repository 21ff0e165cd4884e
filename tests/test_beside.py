"""Questions beside the matter earn nothing; strange ones about the school do; probes belong to their weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from simulator.coding.codebook import Said
from simulator.coding.errors import CoderError
from simulator.coding.question_coder import probes
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.place import folder

TALK = {
    "nl": [
        Said("school", "We zoeken een muziekworkshop voor de zomer, gewoon een leuke ochtend voor groep zeven."),
        Said("trainee", "Wat hoop je dat er die ochtend gebeurt?"),
        Said("school", "Eerlijk gezegd durven onze leerkrachten zelf geen muziek te geven."),
    ],
    "en": [
        Said("school", "We're after a drama day for year four, before the holidays."),
        Said("trainee", "What would you like them to take from it?"),
        Said("school", "Honestly, the staff are scared stiff of doing drama themselves."),
    ],
}


@pytest.fixture(scope="module")
def coder() -> QuestionCoder:
    return QuestionCoder.load()


@pytest.mark.parametrize(
    ("language", "text", "off"),
    [
        ("nl", "Wat is je lievelingskleur?", True),
        ("nl", "wie wint er dit jaar de tour de france denk je", True),
        ("nl", "Wat eet je vanavond?", True),
        ("nl", "Zing je zelf weleens in de klas?", False),
        ("nl", "Hoe reageren de kinderen daarop?", False),
        ("nl", "en daarna?", False),
        ("en", "What's the capital of Peru?", True),
        ("en", "who do you think will win the election", True),
        ("en", "Did you have to act at school yourself?", False),
        ("en", "What would change if they weren't scared?", False),
    ],
)
def test_a_question_beside_the_matter(coder: QuestionCoder, language: str, text: str, off: bool) -> None:
    turn = coder.code(text, TALK[language], language)
    assert any("off_topic" in unit.flags for unit in turn.units) is off
    assert (turn.main == "neutral") is off


def test_the_probes_are_of_the_shipped_weights(coder: QuestionCoder) -> None:
    assert coder.reader.loaded.probes is not None


def test_probes_of_other_weights_are_not_used(tmp_path: Path, coder: QuestionCoder) -> None:
    held = coder.reader.loaded.probes
    assert held is not None
    probes.save(held, "other", tmp_path)
    assert probes.load(tmp_path, "this", 384) is None
    assert probes.load(tmp_path / "none", "this", 384) is None
    again = probes.load(tmp_path, "other", 384)
    assert again is not None
    assert np.allclose(again.code, held.code, atol=1e-3)


def test_damaged_probes_are_said(tmp_path: Path, coder: QuestionCoder) -> None:
    held = coder.reader.loaded.probes
    assert held is not None
    probes.save(held, "v", tmp_path)
    with pytest.raises(CoderError, match="install toask again"):
        probes.load(tmp_path, "v", 100)
    whole = (tmp_path / probes.FILE).read_bytes()
    for bad in (b"", whole[: len(whole) // 2], b"x" * 100):
        (tmp_path / probes.FILE).write_bytes(bad)
        with pytest.raises(CoderError, match="install toask again"):
            probes.load(tmp_path, "v", 384)


def test_what_was_written_for_it_stands_beside_the_corpus() -> None:
    for language in ("nl", "en"):
        held = folder() / "beside" / f"{language}.jsonl"
        rows = [json.loads(line) for line in held.read_text("utf-8").splitlines()]
        texts = [row["text"].casefold() for row in rows]
        assert len(set(texts)) == len(texts) > 1000
        assert 0.3 < sum(row["off"] for row in rows) / len(rows) < 0.7
