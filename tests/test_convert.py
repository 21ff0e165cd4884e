"""`toask convert`: from any format to another, with the speakers as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli.main import main
from simulator.transcripts import ReadOptions, read

DATA = Path(__file__).parent / "data" / "transcripts"


@pytest.fixture
def convert(tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder and return its status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("DATA", "data"), ("CONFIG", "config")):
        monkeypatch.setenv(f"TOASK_{name}", str(tmp_path / value))
    monkeypatch.setenv("TOASK_LANG", "en")

    def run(*words):
        status = main(["convert", *map(str, words)])
        return status, *capsys.readouterr()

    return run


def said(path, **options):
    return [(line.speaker, line.text) for one in read(path, ReadOptions(**options)) for line in one.lines]


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "vtt", "srt", "txt", "docx"])
@pytest.mark.parametrize("source", ["teams_nl.vtt", "zoom_en.vtt", "subtitles_nl.srt"])
def test_every_way_keeps_who_said_what(convert, source, ending):
    status, out, _ = convert(DATA / source, f"x.{ending}")
    assert status == 0
    assert out.startswith(f"x.{ending} written: 1 conversation, ")
    assert said(f"x.{ending}") == said(DATA / source)


def test_roles_are_written_where_they_are_given(convert):
    both = ("--speaker", "Ilse Verkade=trainee")
    assert convert(DATA / "teams_nl.vtt", "x.docx", *both)[0] == 0
    assert {line.role for line in next(read("x.docx")).lines} == {"trainee", "school"}
    status, _, err = convert(DATA / "teams_nl.vtt", "x.srt", *both)
    assert status == 0
    assert "no place for roles" in err
    status, _, err = convert(DATA / "teams_nl.vtt", "y.csv", "--speaker", "Iemand=trainee")
    assert status == 2
    assert "not known of Ilse Verkade" in err
    assert not Path("y.csv").exists()


def test_formats_may_be_named(convert):
    assert convert(DATA / "excel_nl.csv", "uit", "--to", "jsonl", "--column", "text=tekst", "--column",
                   "speaker=spreker", "--column", "conversation_id=gesprek")[0] == 0  # fmt: skip
    assert convert("uit", "terug.csv", "--format", "jsonl")[0] == 0
    assert said("terug.csv") == said("uit", format="jsonl")


def test_what_is_there_is_not_written_over(convert):
    Path("x.txt").write_text("mijn werk")
    status, _, err = convert(DATA / "teams_nl.vtt", "x.txt")
    assert status == 2
    assert "there already" in err
    assert Path("x.txt").read_text() == "mijn werk"
    assert convert(DATA / "teams_nl.vtt", "x.txt", "--force")[0] == 0
    assert convert("x.txt", "x.txt", "--force")[0] == 0
    assert said("x.txt") == said(DATA / "teams_nl.vtt")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["weg.vtt", "x.csv"], 2, "There is no file weg.vtt"),
        ([DATA, "x.csv"], 2, "is a folder"),
        ([DATA / "teams_nl.vtt", "x.xyz"], 2, "give --to with one of csv, tsv, json, jsonl, vtt, srt, txt, docx."),
        ([DATA / "teams_nl.vtt", "x.csv", "--to", "word"], 2, 'no format "word"; give --to'),
        ([DATA / "teams_nl.vtt", "x.parquet"], 2, "cannot be written"),
        ([DATA / "teams_nl.vtt", "x.csv", "--speaker", "Ilse"], 2, "gives no role"),
        ([DATA / "plain_nl.txt", "x.srt"], 1, "the time of every turn"),
        ([DATA / "conversations_nl.jsonl", "x.docx"], 1, "holds one conversation"),
        ([DATA / "rows_nl.csv", "x.json", "--column", "text=woorden"], 1, 'no column "woorden"'),
        ([DATA / "teams_nl.vtt", "weg/x.csv"], 1, "choose another folder"),
    ],
)
def test_bad_use_gets_one_sentence_and_no_file(convert, tmp_path, words, code, says):
    status, out, err = convert(*words)
    assert (status, out) == (code, "")
    assert says in err
    assert len(err.splitlines()) == 1
    assert not [one for one in tmp_path.iterdir() if one.name.startswith((".x", "x"))]
