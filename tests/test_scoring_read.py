"""Scored conversations and codings read back: what is not right is said with its place."""

from __future__ import annotations

import json
import time

import pytest
from helpers_scoring import corpus

from simulator.coding.codebook import value_of
from simulator.scoring.codings import load
from simulator.scoring.compare import compare
from simulator.scoring.errors import ScoringError
from simulator.scoring.read import from_json, unit_from
from simulator.transcripts.errors import TranscriptError


def turn(**more):
    return {"id": "a", "turns": [{"speaker": "x", "role": "trainee", "text": "hoi", "units": [], **more}]}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "no list of turns"),
        ({"id": "a"}, "no list of turns"),
        ({"turns": [3]}, "turn 1: there is no text"),
        (turn(role="mother"), "the role is 'mother'"),
        (turn(units=None), "no list of units"),
        (turn(units=["OPEN"]), "has no text"),
        (turn(units=[{"text": "x", "code": "ASK\x1b[31m"}]), '"ASK[31M" is no code'),
        (turn(units=[{"text": "x", "code": "OPEN", "flags": ["loud"]}]), '"loud" is no flag'),
        (turn(units=[{"text": "x", "code": "OPEN", "flags": 3}]), "flags are no list"),
        (turn(units=[{"text": "x", "code": "OPEN", "value": "much"}]), "must be numbers"),
        (turn(units=[{"text": "x", "code": "OPEN", "value": 9}]), "between"),
        (turn(units=[{"text": "x", "code": "OPEN", "value": 2.7}]), "a value is a whole number from −3 to 3"),
        (turn(units=[{"text": "x", "code": "OPEN", "value": "2.7"}]), "a value is a whole number from −3 to 3"),
        (turn(units=[{"text": "x", "code": "OPEN", "value": True}]), "must be numbers"),
        (turn(units=[{"text": "x", "code": "OPEN", "value": 1e999}]), "a value is a whole number from −3 to 3"),
        (turn(units=[{"text": "x", "code": "OPEN", "value": 10**400}]), "must be numbers"),
        (turn(units=[{"text": "x", "code": "OPEN", "confidence": True}]), "must be numbers"),
    ],
)
def test_what_is_no_coding_is_said_with_its_place(data, says):
    with pytest.raises(ScoringError) as told:
        from_json(data, "file.json")
    assert says in str(told.value)
    assert "\x1b" not in str(told.value)


def test_a_unit_by_hand_needs_text_and_code_only():
    unit = unit_from({"text": "ja", "code": "refl-c", "flags": "guess; uptake"}, "here")
    assert (unit.code, unit.value, unit.flags, unit.confidence) == (
        "REFL-C",
        value_of("REFL-C", ["guess"]),
        ("guess", "uptake"),
        1,
    )


def lines(folder, name, talks):
    path = folder / name
    path.write_text("".join(json.dumps(talk) + "\n" for talk in talks), "utf-8")
    return path


def test_json_lines_and_a_journal_are_codings_too(tmp_path):
    talks = []
    for held in corpus("en", 6):
        turns = [{**one, "role": one["speaker"]} for one in held["turns"]]
        talks.append({"id": held["id"], "turns": turns})
    plain = load(lines(tmp_path, "a.jsonl", talks))
    journal = [{"toask-journal": 1}, *({"key": "k", "source": "s", "scored": talk} for talk in talks)]
    assert load(lines(tmp_path, "b.journal", journal)).talks == plain.talks
    same = compare(plain, plain)
    assert (same["kappa"]["value"], same["alpha_value"]["value"], same["icc"]["value"]) == (1, 1, 1)
    assert same["disagreements"] == []


def test_one_id_in_two_sources_is_kept_apart_and_twice_in_one_is_refused(tmp_path):
    talk = turn(units=[{"text": "hoi", "code": "NEUTRAL"}])
    both = [{**talk, "source": "a.csv"}, {**talk, "source": "b.csv"}]
    assert set(load(lines(tmp_path, "a.jsonl", both)).talks) == {"a.csv/a", "b.csv/a"}
    with pytest.raises(ScoringError, match="twice"):
        load(lines(tmp_path, "b.jsonl", [talk, talk]))


@pytest.mark.parametrize("held", ["", "[", "[]", "3", '{"conversations": 3}', "\x00\x01\x02", "[[]]"])
def test_any_other_file_gets_one_sentence(tmp_path, held):
    for name in ("a.json", "a.jsonl", "a.csv"):
        path = tmp_path / name
        path.write_text(held, "utf-8")
        with pytest.raises((ScoringError, TranscriptError)) as told:
            load(path)
        assert str(told.value).endswith((".", ")."))


def test_a_whole_number_may_be_written_with_a_point():
    for held in (2, 2.0, "2", "2.0"):
        assert unit_from({"text": "ja", "code": "OPEN", "value": held}, "here").value == 2
    assert type(unit_from({"text": "ja", "code": "OPEN"}, "here").value) is int


def test_many_conversations_take_no_longer_each(tmp_path):
    path = tmp_path / "a.csv"
    rows = "".join(f"c{number},1,hoi,NEUTRAL\n" for number in range(40_000))
    path.write_text(f"conversation_id,turn,text,code\n{rows}", "utf-8")
    began = time.process_time()
    assert len(load(path).talks) == 40_000
    assert time.process_time() - began < 12
