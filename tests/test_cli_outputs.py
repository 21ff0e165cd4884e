"""What is written never takes the place of what is read, nor of what toask did not write."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import outputs
from simulator.cli.main import main
from simulator.cli.wrong import CommandError

TALK = "Anna: Hoe gaat het op school?\nPiet: Goed, dank je.\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "gesprek.txt"
    path.write_text(TALK, "utf-8")
    return path


@pytest.mark.parametrize("option", ["--csv", "--html", "--parquet"])
def test_a_transcript_is_not_written_over(option: str, talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(talk), "--speaker", "Anna=trainee", option, str(talk)]) == 2
    assert "gesprek.txt" in capsys.readouterr().err
    assert talk.read_text("utf-8") == TALK


@pytest.mark.parametrize(("option", "name"), [("--csv", "mijn.csv"), ("--html", "pagina.html"), ("--html", "site")])
def test_what_somebody_else_made_stays(option: str, name: str, talk: Path, tmp_path: Path) -> None:
    own = tmp_path / name
    if not own.suffix:
        own.mkdir()
    kept = own if own.suffix else own / "index.html"
    kept.write_text("conversation_id,speaker,text\n1,Anna,Hoi\n", "utf-8")
    before = kept.read_bytes()
    assert main(["score", str(talk), "--speaker", "Anna=trainee", option, str(own)]) == 2
    assert kept.read_bytes() == before


def test_a_folder_is_no_table_and_a_name_serves_once(talk: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is a folder"):
        outputs.check_file(tmp_path)
    with pytest.raises(CommandError, match="named for two outputs"):
        outputs.check([tmp_path / "x.csv", tmp_path / ".." / tmp_path.name / "x.csv"], [talk])


def test_an_earlier_result_is_written_anew(tmp_path: Path) -> None:
    table, page = tmp_path / "units.csv", tmp_path / "page.html"
    table.write_text("conversation_id,turn,unit,main,annomi,code,value,confidence,codebook,coder\n", "utf-8")
    page.write_text('<html><meta name="generator" content="toask 1.0">', "utf-8")
    outputs.check_file(table)
    outputs.check_page(page)
    outputs.check_page(tmp_path)
    outputs.check_file(tmp_path / "new.csv")
