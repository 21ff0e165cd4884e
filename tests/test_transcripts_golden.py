"""Transcripts in the layouts that the tools write, read as the golden file says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from helpers_practice import say, session
from helpers_scenario import build, minimal_scenario

from simulator.practice.store import Store
from simulator.privacy.export import export
from simulator.transcripts import ReadOptions, formats, read, records

DATA = Path(__file__).parent / "data" / "transcripts"
EXPECTED = json.loads((DATA / "expected.json").read_text("utf-8"))
COLUMNS = {
    "excel_nl.csv": {"conversation_id": "gesprek", "speaker": "spreker", "text": "tekst"},
    "annomi_like_en.csv": {"conversation_id": "transcript_id", "speaker": "interlocutor", "text": "utterance_text"},
}


def plain(conversations):
    return [
        {
            "id": one.id,
            "language": one.language,
            "lines": [[line.speaker, line.role, line.timestamp, line.text] for line in one.lines],
        }
        for one in conversations
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_layout(name):
    found = list(read(DATA / name, ReadOptions(columns=COLUMNS.get(name, {}))))
    assert plain(found) == EXPECTED[name]
    assert {one.source for one in found} == {name}


def test_every_format_has_a_golden_file():
    assert {one.endings[0] for one in formats()} == {Path(name).suffix for name in EXPECTED}
    assert {path.name for path in DATA.iterdir()} == {*EXPECTED, "expected.json"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["teams_nl.vtt", "plain_nl.txt", "subtitles_nl.srt", "rows_nl.csv"])
def test_encodings_and_line_ends_change_nothing(tmp_path, name, encoding, end):
    text = (DATA / name).read_text("utf-8").replace("Wat", "Wát").replace("\n", end)
    (tmp_path / name).write_bytes(text.encode(encoding))
    wanted = json.loads(json.dumps(EXPECTED[name]).replace("Wat", "W\\u00e1t"))
    assert plain(read(tmp_path / name)) == wanted


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_own_practice_export(tmp_path, form):
    store = Store(tmp_path / "practice.db")
    talk = session(store, build(minimal_scenario()))
    say(talk, "[OPEN] =1+1, waarom?\nEn daarna?")
    say(talk, "'t Is goed zo")
    rows = list(records(export(store, talk.id, form, tmp_path)))
    turns = store.path_to(talk.id)
    assert [line.text for line in rows[0].conversation.lines] == [turn.text for turn in turns]
    assert [line.role for line in rows[0].conversation.lines] == [turn.role for turn in turns]
    assert rows[0].conversation.id == talk.id
    assert len(rows) == 1


def test_raw_rows_keep_codes_and_units():
    scored = next(records(DATA / "toask_score_nl.json"))
    assert scored.rows[0]["units"][0]["code"] == "OPEN"
    assert scored.rest["measures"] == {"ask_share": None, "thirds": None}
    practised = next(records(DATA / "practice_nl.jsonl"))
    assert practised.rows[1]["units"][0]["flags"] == ["uptake"]
    assert len(practised.rows) == len(practised.conversation.lines)


def test_format_by_option(tmp_path):
    path = tmp_path / "gesprek.dat"
    path.write_bytes((DATA / "zoom_en.vtt").read_bytes())
    found = plain(read(path, ReadOptions(format="vtt")))
    assert found[0]["lines"] == EXPECTED["zoom_en.vtt"][0]["lines"]
    assert found[0]["id"] == "gesprek"


def test_reading_needs_nothing_heavy():
    code = (
        "import sys, simulator.transcripts as t\n"
        f"list(t.read({str(DATA / 'rows_nl.csv')!r}))\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'torch', 'transformers', 'textual', 'numpy', 'docx', 'webvtt', 'lxml', 'py3langid'}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
