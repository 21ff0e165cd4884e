"""`toask report`: the list, one debrief in four forms, several at once, and what it says when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from helpers_pages import DRIFTING, EXPERT, Store, rich, talked
from lxml import html

from simulator.cli.main import main
from simulator.cli.report import SHORT, file_name


@pytest.fixture
def ids(tmp_path, monkeypatch):
    """Three stored conversations: not reached, reached, and one that was only begun; the last is the latest."""
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TOASK_LANG", "en")
    store = Store()
    made = [rich(store).id, rich(store, EXPERT).id, talked(store, DRIFTING[:1], end=False).id]
    store.close()
    return made


@pytest.fixture
def empty(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TOASK_LANG", "en")


def said(capsys, *words, code=0):
    assert main(["report", *words]) == code
    return capsys.readouterr()


def test_the_list_shows_every_conversation_latest_first(ids, capsys):
    lines = said(capsys).out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [one[:SHORT] for one in reversed(ids)]
    assert "Een vakdocent dans" in lines[1]
    rows = json.loads(said(capsys, "--json").out)["conversations"]
    assert [(row["id"], row["ended"], row["reached"]) for row in rows] == [
        (ids[2], False, None), (ids[1], True, True), (ids[0], True, False),
    ]  # fmt: skip
    assert rows[2]["turns"] == 10
    assert {"created", "title", "scenario", "language", "mode"} <= set(rows[0])


def test_nothing_stored_is_no_failure(empty, capsys):
    assert "toask practice" in said(capsys).out
    assert json.loads(said(capsys, "--json").out) == {"conversations": []}
    assert "no conversations yet" in said(capsys, "last", code=2).err


def test_one_debrief_as_text_and_as_json(ids, capsys):
    text = said(capsys, ids[0][:6]).out
    assert text.startswith("Debrief: Een vakdocent dans")
    assert "Turning point: turn" in text
    data = json.loads(said(capsys, ids[0], "--json").out)
    assert data["conversation"] == ids[0]
    assert data["turning_point"]["turn"] == data["turning"][0]["turn"]
    assert data["hidden"] is None
    assert json.loads(said(capsys, "last", "--json").out)["conversation"] == ids[2]


def test_what_stayed_hidden_is_shown_when_asked_for_or_reached(ids, capsys):
    shown = json.loads(said(capsys, ids[0], "--json", "--show-hidden").out)["hidden"]
    assert shown["need"]
    assert shown["need"] not in said(capsys, ids[0]).out
    assert shown["need"] in " ".join(said(capsys, ids[0], "--show-hidden").out.split())
    assert json.loads(said(capsys, ids[1], "--json").out)["hidden"]["need"] == shown["need"]


def test_numbers_are_hidden_by_the_option_and_by_the_setting(ids, capsys, tmp_path):
    assert "%" in said(capsys, ids[0]).out
    assert "%" not in said(capsys, ids[0], "--hide-numbers").out
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.json").write_text('{"numbers": false, "language": "nl"}')
    assert "%" not in said(capsys, ids[0]).out
    assert "ask_share" in json.loads(said(capsys, ids[0], "--json").out)


def test_a_page_and_a_pdf_are_written_where_asked(ids, capsys, tmp_path):
    page, pdf = tmp_path / "a.html", tmp_path / "a.pdf"
    found = said(capsys, ids[0], "--html", str(page), "--pdf", str(pdf), "--lang", "nl")
    assert found.out == ""
    assert str(page) in found.err
    assert html.fromstring(page.read_bytes()).get("lang") == "nl"
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_several_go_into_a_folder_and_into_one_document(ids, capsys, tmp_path):
    folder = tmp_path / "out"
    documents = json.loads(said(capsys, *ids, ids[0][:10], "--html", str(folder), "--json").out)["conversations"]
    assert [one["conversation"] for one in documents] == ids
    store = Store()
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        f"{file_name(store.conversation(one))}.html" for one in ids
    )
    store.close()
    texts = said(capsys, *ids[:2]).out
    assert texts.count("Debrief: ") == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["bestaat-niet"], "`toask report` lists them"),
        ([""], "`toask report` lists them"),
        (["%"], "`toask report` lists them"),
        (["--html", "x.html"], "toask report last --html"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(ids, capsys, words, says):
    err = said(capsys, *words, code=2).err
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_a_beginning_that_several_have_is_refused(empty, capsys):
    store = Store()
    for end in "ab":
        copied = talked(store, (), end=False).id
        names = "scenario_id, scenario_version, language, title, source, seed, voice, created, updated"
        sql = f"INSERT INTO conversations (id, {names}) SELECT ?, {names} FROM conversations WHERE id = ?"
        store.write((sql, (f"00ff{end}", copied)))
    store.close()
    err = said(capsys, "00FF", code=2).err
    assert "00ffa" in err
    assert "00ffb" in err


def test_one_that_cannot_be_read_does_not_keep_the_others_back(ids, capsys, tmp_path):
    store = Store()
    store.write(("UPDATE conversations SET source = 'id: [' WHERE id = ?", (ids[0],)))
    store.close()
    found = said(capsys, ids[0], ids[1], "--html", str(tmp_path / "out"), code=1)
    assert "cannot read" in found.err
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert "cannot read" in said(capsys, ids[0], code=1).err


def test_a_place_that_cannot_be_written_is_said(ids, capsys, tmp_path):
    (tmp_path / "file").write_text("x")
    assert "choose another place" in said(capsys, "last", "--html", str(tmp_path / "file" / "a.html"), code=1).err
    assert "name of a folder" in said(capsys, *ids, "--html", str(tmp_path / "file"), code=2).err
    assert (tmp_path / "file").read_text() == "x"


def test_titles_cannot_steer_the_terminal(ids, capsys):
    store = Store()
    store.write(("UPDATE conversations SET title = ? WHERE id = ?", ("\x1b[31mrood\u202e", ids[2])))
    store.close()
    for words in ([], ["last"], ["--json"], ["last", "--json"]):
        out = said(capsys, *words).out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_it_works_in_a_pipe(ids):
    found = subprocess.run(
        [sys.executable, "-m", "simulator.cli.main", "report", "last"],
        capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert "Goedemiddag Karin" in found.stdout.decode("utf-8")
