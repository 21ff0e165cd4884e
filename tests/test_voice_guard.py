"""The guard over labelled replies: what it lets through, what it stops and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from helpers_voice import EN, NL

from simulator.voice.checks.locked import LockedTexts
from simulator.voice.checks.numbers import numbers
from simulator.voice.guard import Guard
from simulator.voice.types import Candidate, VoiceError

DATA = Path(__file__).parent / "data" / "guard"
LOCKED = {
    "nl": (
        "De leerkrachten voelen zich kwetsbaar als ze zelf voor de klas staan te dansen.",
        "ze durven het zelf niet",
        "ze zijn bang af te gaan voor hun eigen klas",
        "Ik heb één keer zelf een dansles gegeven, ze hebben me uitgelachen.",
    ),
    "en": (
        "The teachers feel vulnerable when they dance in front of the class themselves.",
        "they do not dare to do it themselves",
        "I taught one dance lesson myself, and they laughed at me.",
    ),
}


def rows(language):
    lines = (DATA / f"{language}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def found(row, language):
    ask = NL if language == "nl" else EN
    if "address" in row:
        ask = replace(ask, persona=replace(ask.persona, address=row["address"]))
    return Guard().check(row["text"], ask, LOCKED[language], written=row.get("written", False))


CASES = [(language, row) for language in ("nl", "en") for row in rows(language)]


@pytest.mark.parametrize(("language", "row"), CASES, ids=[f"{lang}-{n}" for n, (lang, _) in enumerate(CASES)])
def test_labelled_replies(language, row):
    faults = found(row, language)
    if row.get("ok"):
        assert faults == ()
    else:
        assert row["fault"] in faults


def test_there_are_enough_examples():
    assert len(CASES) >= 120


@pytest.mark.parametrize("language", ["nl", "en"])
def test_faults_never_hold_words_of_the_text(language):
    for row in rows(language):
        for fault in found(row, language):
            assert fault.isalpha()
            assert len(fault) <= 12


def test_written_lines_may_say_what_is_told_now_but_not_the_wrong_language():
    guard = Guard().over(NL, LOCKED["nl"])
    told = "Ze durven het zelf niet, dat is het."
    assert "locked" in guard.faults(told)
    assert guard.faults(told, written=True) == ()
    assert "language" in guard.faults("They do not dare to do it themselves, that is it.", written=True)


def test_own_test_for_locked_content_is_asked_too():
    guard = Guard(locked=lambda text: "nakijken" in text).over(NL)
    assert guard.faults("Ze gaan nakijken in de koffiekamer.") == ("locked",)


def test_an_encoder_finds_the_same_meaning_in_other_words():
    class Meaning:
        name = "fake"

        def encode(self, texts):
            import numpy as np

            rows = [2 if "regent" in t else 1 if "schamen" in t or "kwetsbaar" in t else 0 for t in texts]
            return np.eye(3)[rows]

    texts = LockedTexts(LOCKED["nl"], "", "nl", Meaning())
    assert texts("Eigenlijk schamen ze zich een beetje.")
    assert not texts("Het regent hier vaak in de winter.")


def test_a_repeated_line_is_better_than_none():
    said = NL.history[-1].text
    rejected = []
    assert Guard().over(NL).keep_written([said], rejected) == [said]
    assert "again" in rejected


def test_no_line_that_may_be_said_is_an_error_with_a_next_step():
    with pytest.raises(VoiceError, match="toask scenario check"):
        Guard().over(NL).keep_written(["Als AI mag ik dat niet zeggen."], [])


def test_first_good_skips_bad_candidates_and_says_why():
    rejected = []
    bad = Candidate("Als AI weet ik dat niet.", "select", "", "x")
    good = Candidate("Ze gaan nakijken.", "select", "", "Ze gaan nakijken.")
    assert Guard().over(NL).first_good([bad, good], rejected) is good
    assert "machine" in rejected


@pytest.mark.parametrize(
    ("text", "value"),
    [("tweehonderdtwaalf", {212}), ("212 kinderen", {212}), ("two hundred and twelve", {212}), ("1.500 euro", {1500}),
     ("eenentwintig", {21}), ("een keer", set()), ("twaalfhonderd", {1200}), ("drieëntwintig", {23}), ("one", set())],
)  # fmt: skip
def test_numbers_in_words_and_figures_meet(text, value):
    assert numbers(text) == value
