"""Questions beside the matter earn nothing; strange ones about the school do; probes belong to their weights."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from simulator.coding.codebook import Said
from simulator.coding.errors import CoderError
from simulator.coding.question_coder import probes
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.place import folder
from simulator.coding.question_coder.weights import ABOUT

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
        ("nl", "Wat vind je van het nieuwe kabinet?", True),
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


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    for name in (ABOUT, probes.FILE):
        shutil.copy(folder() / name, tmp_path / name)
    return tmp_path


def about(place: Path) -> dict[str, object]:
    held: dict[str, object] = json.loads((place / ABOUT).read_text("utf-8"))
    return held


def test_probes_come_back_as_they_were_written(shipped: Path, coder: QuestionCoder) -> None:
    held = coder.reader.loaded.probes
    assert held is not None
    changed = replace(held, scale=held.scale * 2)
    probes.save(changed, shipped, shipped / ABOUT)
    again = probes.load(shipped, about(shipped), 384)
    assert again is not None
    assert torch.equal(again.scale, changed.scale)
    assert torch.equal(again.code, held.code)


def test_weights_that_name_no_probes_have_none(shipped: Path) -> None:
    held = about(shipped)
    del held[probes.SUM]
    assert probes.load(shipped, held, 384) is None


def test_damaged_probes_are_said(shipped: Path) -> None:
    whole = (shipped / probes.FILE).read_bytes()
    with pytest.raises(CoderError, match="another size; install toask again"):
        probes.load(shipped, about(shipped), 100)
    for bad in (b"", whole[: len(whole) // 2], b"x" * 100):
        (shipped / probes.FILE).write_bytes(bad)
        with pytest.raises(CoderError, match="hash; install toask again"):
            probes.load(shipped, about(shipped), 384)
        with pytest.raises(CoderError, match="damaged; install toask again"):
            probes.load(shipped, about(shipped) | {probes.SUM: hashlib.sha256(bad).hexdigest()}, 384)
    (shipped / probes.FILE).unlink()
    with pytest.raises(CoderError, match="cannot be read; install toask again"):
        probes.load(shipped, about(shipped), 384)


def test_what_was_written_for_it_stands_beside_the_corpus() -> None:
    for language in ("nl", "en"):
        held = folder() / "beside" / f"{language}.jsonl"
        rows = [json.loads(line) for line in held.read_text("utf-8").splitlines()]
        texts = [row["text"].casefold() for row in rows]
        assert len(set(texts)) == len(texts) > 1000
        assert 0.3 < sum(row["off"] for row in rows) / len(rows) < 0.7
