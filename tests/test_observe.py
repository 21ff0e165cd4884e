"""The observer's sheet: nothing is lost, the alignment holds its properties, no figure claims more than is known."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys

import pytest
from helpers_observe import ticked
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.coding.codebook import CODES
from simulator.observing.sheet import OWN, Mark, Observation, read_lines, share_of
from simulator.observing.sheet_out import to_csv, to_json
from simulator.observing.sheets import Desk, from_body
from simulator.observing.ticking import LONGEST_NOTE, LONGEST_NOTES, Sheet
from simulator.practice.api import PracticeError


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_LANG", "en")
    return Desk()


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


# -- the sheet -----------------------------------------------------------------------------------------------------


def test_each_tick_is_on_the_disk_before_the_call_returns(desk):
    clock = Clock()
    sheet = desk.new("nl", "Anna", "Piet", "Els")
    sheet._clock, sheet._since = clock, clock.now
    for code, at in (("OPEN", 3.0), (OWN, 65.5)):
        clock.now = 100.0 + at
        sheet.tick(code)
        seen, whole = read_lines(sheet.path.read_bytes())
        assert seen.marks[-1] == Mark(code, at)
        assert whole == sheet.path.stat().st_size
    assert seen.asks == "Anna"
    assert seen.own_question == 65.5
    sheet.close()


def test_a_killed_program_loses_no_tick_and_its_sheet_is_offered_again(desk):
    code = (
        "import sys; from simulator.observing.sheets import Desk; s = Desk().new('nl', 'Anna')\n"
        "for line in sys.stdin: s.tick(line.strip()); print('kept', flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as one:
        for name in ("OPEN", "DEEP", "OFFER"):
            one.stdin.write(name + "\n")
            one.stdin.flush()
            assert one.stdout.readline() == "kept\n"
        os.kill(one.pid, signal.SIGKILL)
    [left] = desk.unfinished()
    assert [mark.code for mark in left.marks] == ["OPEN", "DEEP", "OFFER"]
    sheet = desk.open(left.id[:6])
    assert sheet.paused
    sheet.tick("CLOSED")
    assert not sheet.paused
    assert desk.finish(sheet).counted["CLOSED"] == 1
    assert desk.unfinished() == []
    assert [one.id for one in desk.kept()] == [left.id]


def test_what_was_half_written_is_cut_off_and_a_spoilt_line_costs_only_itself(desk):
    sheet = desk.new("nl")
    sheet.tick("OPEN")
    sheet.tick("DEEP")
    sheet.close()
    lines = sheet.path.read_bytes().splitlines(keepends=True)
    sheet.path.write_bytes(lines[0] + b"\x00\xff spoilt\n" + lines[2] + b'{"do": "tick", "code": "OFF')
    again = desk.open(sheet.seen.id)
    assert [mark.code for mark in again.seen.marks] == ["DEEP"]
    again.tick("OPEN")
    again.close()
    assert [mark.code for mark in read_lines(again.path.read_bytes())[0].marks] == ["DEEP", "OPEN"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    seen, whole = read_lines(data)
    assert 0 <= whole <= len(data)
    head = b'{"toask-observation": 1, "id": "a"}\n'
    seen, whole = read_lines(head + data)
    assert seen.id == "a"
    assert len(head) <= whole <= len(head + data)


events = st.lists(
    st.one_of(
        st.tuples(st.just("tick"), st.sampled_from([*CODES, OWN])),
        st.tuples(st.just("note"), st.text(max_size=20)),
        st.tuples(st.sampled_from(["undo", "pause", "go_on"]), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(events)
def test_what_is_on_the_disk_is_what_is_on_the_sheet(tmp_path_factory, done):
    path = tmp_path_factory.mktemp("o") / "a.jsonl"
    sheet = Sheet(path, Observation("a", "nl", "now"), Clock())
    for name, value in done:
        getattr(sheet, name)(*(() if value is None else (value,)))
    assert read_lines(path.read_bytes())[0] == sheet.seen
    sheet.close()


def test_undo_takes_the_last_mark_and_the_file_remembers_it(desk):
    sheet = desk.new("nl")
    sheet.tick("OPEN")
    sheet.tick("JUDGE")
    assert sheet.undo().code == "JUDGE"
    assert sheet.undo().code == "OPEN"
    assert sheet.undo() is None
    assert b"JUDGE" in sheet.path.read_bytes()
    sheet.close()


def test_pauses_do_not_count(desk):
    clock = Clock()
    sheet = Sheet(desk.folder / "p.jsonl", Observation("p", "nl", "now"), clock)
    clock.now += 10
    sheet.pause()
    clock.now += 1000
    assert sheet.elapsed() == 10
    sheet.go_on()
    clock.now += 5
    assert sheet.tick("OPEN").at == 15
    sheet.close()


def test_a_full_disk_keeps_the_sheet_whole_and_says_so(desk, monkeypatch):
    sheet = desk.new("nl")
    sheet.tick("OPEN")
    before = sheet.path.read_bytes()

    def full(number):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(PracticeError, match="Free some space"):
            sheet.tick("DEEP")
    assert sheet.path.read_bytes() == before
    assert [mark.code for mark in sheet.seen.marks] == ["OPEN"]
    sheet.tick("OFFER")
    assert [mark.code for mark in read_lines(sheet.path.read_bytes())[0].marks] == ["OPEN", "OFFER"]
    sheet.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there")
def test_a_sheet_is_ticked_in_one_window_only(desk):
    sheet = desk.new("nl")
    with pytest.raises(PracticeError, match="another window"):
        desk.open(sheet.seen.id)
    sheet.close()
    desk.open(sheet.seen.id).close()


def test_bad_codes_and_long_notes(desk):
    sheet = desk.new("nl", "x" * 500)
    assert len(sheet.seen.asks) <= 60
    with pytest.raises(PracticeError, match="choose one of DEEP"):
        sheet.tick("FOO\x1b[31m")
    sheet.tick("OPEN", "a\x1b[31mb\n" + "c" * 5000)
    assert sheet.seen.marks[0].note.startswith("ab c")
    assert len(sheet.seen.marks[0].note) <= LONGEST_NOTE
    for _ in range(LONGEST_NOTES // LONGEST_NOTE - 2):
        sheet.note("n" * LONGEST_NOTE)
    with pytest.raises(PracticeError, match="no room"):
        sheet.note("n" * LONGEST_NOTE)
    sheet.tick("DEEP")
    desk.finish(sheet)


def test_under_five_ticks_there_is_no_figure():
    assert share_of(ticked("OPEN", "OPEN", "OPEN", "OFFER")) is None
    assert share_of(ticked("OPEN", "OPEN", "OPEN", "OFFER", "AFFIRM")) == 0.75
    assert share_of(ticked(*["NEUTRAL"] * 6)) is None


# -- out and back --------------------------------------------------------------------------------------------------


def test_an_export_runs_nothing_and_comes_back(tmp_path, desk):
    sheet = desk.new("nl", "=HYPERLINK(1)", "+Piet")
    sheet.note("@begin")
    sheet.tick("OPEN", "-1+1")
    sheet.tick(OWN)
    seen = desk.finish(sheet)
    rows = list(csv.DictReader(io.StringIO(to_csv(seen))))
    assert [row["code"] for row in rows] == ["OPEN", "OWN", ""]
    assert not any(
        re.match(r"[=+@-]", cell) for row in rows for key, cell in row.items() if key in ("asks", "school", "note")
    )
    path = tmp_path / "blad.json"
    path.write_text(json.dumps(to_json(seen)), "utf-8")
    assert desk.find(str(path)) == seen
    assert desk.find("last") == seen


@pytest.mark.parametrize(
    "body",
    [{}, {"marks": 3}, {"marks": [{"code": "FOO", "at": 1}]}, {"marks": [{"code": "OPEN", "at": "x"}]},
     {"marks": [{"code": [], "at": 1}]}, {"marks": [{"code": "OPEN", "at": float("nan")}]}],
)  # fmt: skip
def test_a_strange_sheet_is_refused_in_one_sentence(body):
    with pytest.raises(PracticeError):
        from_body("a", "nl", body)
