"""Each figure says why it is what it is, which everyday rule it stands for, and on which turns it rests."""

from __future__ import annotations

import json

import pytest
from helpers_scoring import conversation, key_coder, school, talk, trainee

from simulator.coding.codebook import RULES
from simulator.scoring.grounds import FIGURES, grounds
from simulator.scoring.measures import measure
from simulator.scoring.model import to_json
from simulator.scoring.scorer import Scorer, Settings

TURNS = talk(
    trainee("OPEN"), trainee("OFFER"), trainee("INFO"), trainee("NEUTRAL"), trainee("REFL-C uptake"), trainee("DEEP")
)  # fmt: skip


def found(turns=TURNS, language="en", until=None):
    return grounds(turns, measure(turns, until, resamples=50), language, until)


def test_turns_rule_and_reason_of_each_figure():
    held = found()
    assert [(name, held[name]["rule"], held[name]["turns"]) for name in FIGURES] == [
        ("ask_share", "ANNA", [1, 3, 5, 9, 11]),
        ("tell_share", "OMA", [3, 5]),
        ("mean_value", None, [1, 3, 5, 7, 9, 11]),
        ("uptake", "LSD", [9]),
        ("talk_share", "LSD", [1, 3, 5, 7, 9, 11]),
        ("thirds", "ANNA", [1, 3, 5, 7, 9, 11]),
        ("slope", "ANNA", [1, 3, 9, 11]),
        ("longest_tell_run", "OMA", [3, 5]),
    ]
    assert held["thirds"]["parts"] == [[1, 3], [5, 7], [9, 11]]
    assert held["ask_share"]["why"].startswith("Of 5 moves that ask or tell, 3 ask")
    assert held["longest_tell_run"]["why"] == "2 telling turns in a row at most: turns 3–5."
    assert {code: (one["rule"], one["turns"]) for code, one in held["codes"].items()} == {
        code: (RULES[code], [turn])
        for code, turn in (("DEEP", 11), ("OPEN", 1), ("REFL-C", 9), ("NEUTRAL", 7), ("INFO", 5), ("OFFER", 3))
    }
    assert held["background"]["reflections_to_questions"]["turns"] == [1, 9, 11]
    assert held["background"]["complex_reflections"]["why"].startswith(
        "Reflections that add meaning or feeling: 1 of 1"
    )


def test_sentences_are_in_the_language_of_the_reasons():
    assert (
        found(language="nl")["uptake"]["why"] == "In 1 van de 6 beurten pakt de cursist woorden van de school zelf op."
    )
    assert found(language="nl")["uptake"]["turns"] == found()["uptake"]["turns"]


@pytest.mark.parametrize("turns", [[], talk(trainee("OPEN")), [school()]])
def test_too_few_turns_say_so(turns):
    held = found(turns)
    assert held.keys() >= {*FIGURES, "codes", "background"}
    assert all("Under five turns" in held[name]["why"] for name in FIGURES)
    assert held["codes"] == {}


def test_what_has_no_value_says_why():
    nothing = found(talk(*[trainee("NEUTRAL")] * 6))
    assert "Nothing in this conversation counts" in nothing["ask_share"]["why"]
    assert nothing["ask_share"]["turns"] == []
    assert nothing["slope"]["why"].startswith("Nothing in the first and the last third asks or tells")
    first, last = [trainee("NEUTRAL")] * 2, [trainee("OPEN")] * 4
    assert found(talk(*first, *last))["slope"]["why"].startswith("Nothing in the first third asks or tells")
    assert found(talk(*last, *first))["slope"]["why"].startswith("Nothing in the last third asks or tells")
    early = found(until=2)
    assert (early["thirds"]["turns"], early["slope"]["turns"]) == ([1, 3], [1])
    assert "Under five turns come before" in early["thirds"]["why"]


def test_turns_that_are_all_alike_are_no_certainty():
    alike = found(talk(trainee("NEUTRAL"), *[trainee("OPEN")] * 6))
    assert alike["ask_share"]["why"] == (
        "Of 6 moves that ask or tell, 6 ask: the turns are all alike in this, so nothing says how sure that is."
    )
    assert "interval" not in alike["slope"]["why"]
    assert "do not say how sure that is" in alike["slope"]["why"]
    both = found(talk(*[trainee("OPEN", "OFFER")] * 6))
    assert "all alike" in both["ask_share"]["why"]


def test_the_scorer_gives_them_beside_all_that_was_there():
    texts = [word for number in range(6) for word in (f"OPEN: wat wil je {number}?", "Dat weet ik niet.")]
    (scored,) = Scorer(Settings(language="nl", resamples=20), key_coder)([conversation("een", *texts)])
    measures = json.loads(json.dumps(to_json(scored)))["measures"]
    assert measures.keys() == measure(scored.turns).keys() | {"grounds"}
    assert measures["grounds"]["ask_share"]["turns"] == [1, 3, 5, 7, 9, 11]
