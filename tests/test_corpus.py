"""The coder's own corpus: whole, coded by the codebook, large enough, and without lines written twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from simulator.coding.codebook import CODES, FLAGS
from simulator.training import duplicates
from simulator.training.scorer.examples import fold_of, kind_of, own

DATA = Path(__file__).resolve().parents[1] / "models" / "question-coder" / "data"


def conversations(language: str) -> list[dict]:
    return [
        json.loads(line)
        for path in sorted((DATA / language).glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_units_are_the_turn_and_codes_are_the_codebooks(language: str) -> None:
    ids = Counter(one["id"] for one in conversations(language))
    assert max(ids.values()) == 1
    for one in conversations(language):
        assert one["language"] == language
        for turn in one["turns"]:
            if turn["speaker"] == "school":
                assert "units" not in turn
                continue
            assert bare(turn["text"]) == bare("".join(unit["text"] for unit in turn["units"])), one["id"]
            for unit in turn["units"]:
                assert unit["code"] in CODES
                assert set(unit["flags"]) <= FLAGS


@pytest.mark.parametrize("language", ["nl", "en"])
def test_enough_of_every_code(language: str) -> None:
    codes = Counter(
        unit["code"] for one in conversations(language) for turn in one["turns"] for unit in turn.get("units", ())
    )
    assert sum(codes.values()) >= 2000
    assert min(codes[code] for code in CODES) >= 100


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_line_is_nearly_another(language: str) -> None:
    texts = [unit["text"] for one in conversations(language) for turn in one["turns"] for unit in turn.get("units", ())]
    found = duplicates.pairs(texts)
    assert not found, [(texts[a], texts[b], share) for a, b, share in found[:5]]


def test_the_check_finds_a_line_with_another_word_in_it() -> None:
    first = "Hoe kijken de ouders van groep zes naar zo'n project?"
    assert duplicates.pairs([first, "Vertel eens over het team van dit jaar.", first.replace("zes", "acht")]) == [
        (0, 2, pytest.approx(0.8, abs=0.1))
    ]
    assert duplicates.pairs([first, "Wat zeggen de kinderen zelf over dat project van vorig jaar?"]) == []


def test_a_conversation_is_in_one_part_only_and_labels_map_to_annomi() -> None:
    examples = own(DATA)
    parts: dict[str, set[int]] = {}
    for one in examples:
        parts.setdefault(one.conversation, set()).add(fold_of(one.conversation, 7))
        assert kind_of(one.units) in ("question", "reflection", "therapist_input", "other")
    assert all(len(part) == 1 for part in parts.values())
    share = sum(part == {0} for part in parts.values()) / len(parts)
    assert 0.1 < share < 0.25
