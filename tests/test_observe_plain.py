"""The observer's sheet line by line, for screen readers and pipes."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import i18n
from simulator.cli.observe_plain import code_of, observe
from simulator.coding.codebook import CODES
from simulator.observing.sheets import Desk


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    i18n.use("nl")
    return Desk()


def plainly(desk, text, *, as_json=False, resume="", typed=False):
    wanted = SimpleNamespace(resume=resume, asks="Anna", school="", observer="", json=as_json)
    stdin, stdout, stderr = io.StringIO(text), io.StringIO(), io.StringIO()
    if typed:
        stdin.isatty = stderr.isatty = lambda: True
    return observe(desk, wanted, stdin, stdout, stderr), stdout.getvalue(), stderr.getvalue()


def test_lines_are_codes_keys_notes_and_commands(desk):
    status, out, _ = plainly(desk, "open\nq\nrefl-s: mooi\nREFLC\nwat een stilte\ni\n/undo\n/own\nj k\n", as_json=True)
    assert status == 0
    found = json.loads(out)
    assert [mark["code"] for mark in found["marks"]] == ["OPEN", "DEEP", "REFL-S", "REFL-C", "OWN", "INFO", "OFFER-P"]
    assert found["marks"][2]["note"] == "mooi"
    assert found["marks"][3]["note"] == "wat een stilte"
    assert found["asks"] == "Anna"
    assert desk.kept()[0].id == found["id"]


def test_the_keys_of_the_screen_work_as_lines(desk):
    lines = "w\nw\nZ\nv\np\nn ze lachen\nf4\nF8\nq\n"
    status, out, err = plainly(desk, lines, as_json=True, typed=True)
    assert status == 0
    found = json.loads(out)
    assert [(mark["code"], mark.get("note", "")) for mark in found["marks"]] == [("OPEN", ""), ("OWN", "ze lachen")]
    assert "De tijd staat stil" in err
    assert "vragen 1, vertellen 0" in err
    assert plainly(desk, "n\n")[0] == 1


def test_the_commands_have_dutch_names_too(desk):
    status, out, err = plainly(desk, "w\nw\n/terug\n/eigen\n/hulp\n/einde\n", as_json=True, typed=True)
    assert [mark["code"] for mark in json.loads(out)["marks"]] == ["OPEN", "OWN"]
    assert status == 0
    assert "f8   /einde" in err


def test_each_tick_is_one_line_and_the_end_says_what_was_seen(desk):
    _, out, _ = plainly(desk, "open\nopen\nopen\nopen\noffer\n")
    lines = out.splitlines()
    assert lines[0].endswith("OPEN +2 open vraag")
    assert any("80%" in text for text in lines)


def test_who_types_and_leaves_can_go_on(desk):
    status, _, err = plainly(desk, "open\n/quit\n", typed=True)
    assert status == 0
    [left] = desk.unfinished()
    assert f"--resume {left.id[:8]}" in err
    status, out, _ = plainly(desk, "deep\n/end\n", as_json=True, resume="last", typed=True)
    assert [mark["code"] for mark in json.loads(out)["marks"]] == ["OPEN", "DEEP"]
    assert desk.unfinished() == []


def test_nothing_typed_keeps_no_sheet_and_a_wrong_command_fails(desk):
    assert plainly(desk, "")[0] == 0
    assert plainly(desk, "/dans\n")[0] == 1
    assert desk.kept() == desk.unfinished() == []


@given(st.text(max_size=20))
def test_a_word_is_one_code_or_none(word):
    assert code_of(word) in {*CODES, ""}
