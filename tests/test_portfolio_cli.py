"""`toask portfolio` from the shell's side: exit codes, one sentence, one JSON document."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from helpers_portfolio import ATTENDANCE, CRITERIA, filled, members, rezip

from simulator.cli.main import main, parser


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TOASK_LANG", "en")
    monkeypatch.delenv("TOASK_PASSPHRASE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    filled(tmp_path / "data" / "practice.db").close()
    (tmp_path / "c.yaml").write_text(CRITERIA)
    (tmp_path / "att.yaml").write_text(ATTENDANCE)
    return tmp_path


def run(*words):
    return main(["portfolio", *words])


def test_the_whole_way_from_criteria_to_certificate(place, capsys, monkeypatch):
    assert run("c.yaml") == 1
    out = capsys.readouterr().out
    assert "✗ Meetings attended" in out
    assert "✓ Conversations in assessment mode" in out
    assert "does not count: too few turns" in out
    monkeypatch.setenv("TOASK_PASSPHRASE", "geheim")
    assert run("keygen", "--name", "Anna de Wit", "--out", "anna.key") == 0
    assert run("keygen", "--name", "Bea B.", "--out", "bea.key") == 0
    assert run("attendance", "att.yaml", "--key", "anna.key", "--out", "att.json") == 0
    trainer = ("--attendance", "att.json", "--trainer-pub", "anna.key.pub")
    assert run("c.yaml", "--name", "sanne de boer", *trainer, "--bundle", "p.zip") == 1
    assert run("verify", "p.zip") == 1
    assert "nobody has signed it" in capsys.readouterr().out
    assert run("review", "p.zip", "--out", "v.yaml", "--lang", "nl") == 0
    text = (place / "v.yaml").read_text()
    (place / "v.yaml").write_text(
        re.sub("^judgement:$", "judgement: pass", text.replace("\nrest:\n", "\nrest: accept\n"), flags=re.M)
    )
    assert run("sign", "p.zip", "--key", "bea.key", "--verdict", "v.yaml", "--out", "s.zip") == 0
    capsys.readouterr()
    assert run("verify", "s.zip") == 0
    line = capsys.readouterr().out
    assert len(line.splitlines()) == 1
    assert "is whole, signed by Bea B." in line
    assert "not known" in line
    assert run("verify", "s.zip", "--pub", "bea.key.pub", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["good"], said["met"], said["judgement"], said["key_known"]) == (True, True, "pass", True)
    assert run("verify", "s.zip", "--pub", "anna.key.pub") == 1
    assert run("c.yaml", *trainer, "--judged", "s.zip", "--pub", "bea.key.pub") == 0
    assert run("sign", "s.zip", "--key", "bea.key", "--out", "t.zip") == 1
    assert "is signed already" in capsys.readouterr().err


def test_a_bundle_that_is_there_is_not_written_over(place, capsys):
    run("keygen", "--name", "Bea B.", "--out", "bea.key")
    assert run("c.yaml", "--bundle", "p.zip") == 1
    before = (place / "p.zip").read_bytes()
    capsys.readouterr()
    assert run("c.yaml", "--bundle", "p.zip") == 1
    assert "p.zip is there already and is not overwritten; give --bundle another name." in capsys.readouterr().err
    assert run("sign", "p.zip", "--key", "bea.key", "--out", "p.zip") == 1
    assert "give --out another name" in capsys.readouterr().err
    assert (place / "p.zip").read_bytes() == before


def test_what_is_wrong_in_a_form_is_said_in_dutch(place, capsys, monkeypatch):
    monkeypatch.setenv("TOASK_LANG", "nl")
    run("keygen", "--name", "Bea B.", "--out", "bea.key")
    run("c.yaml", "--bundle", "p.zip")
    run("review", "p.zip", "--out", "v.yaml")
    (place / "datum.yaml").write_text(ATTENDANCE.replace("date:", "datum:").replace("present: ja", "present: ~"))
    (place / "dag.yaml").write_text(ATTENDANCE.replace("2026-02-09", "09-02-2026"))
    (place / "fout.yaml").write_text(CRITERIA.replace("id: proef", "id: Mijn Proef").replace("title:", "titel:"))
    (place / "leeg.yaml").write_text("")
    (place / "kapot.yaml").write_text("id: 'proef\n")
    capsys.readouterr()

    def told(*words):
        assert run(*words) == 1
        return capsys.readouterr().err

    signed = told("sign", "p.zip", "--key", "bea.key", "--verdict", "v.yaml", "--out", "s.zip")
    assert "error: Vul 'judgement' in: een van pass, not_yet. [empty]" in signed
    assert signed.count("Vul 'verdict' in: een van accept, adjust, reject.") > 1
    attended = told("attendance", "datum.yaml", "--key", "bea.key", "--out", "a.json")
    assert "De sleutel 'datum' bestaat hier niet; bedoel je 'date'?" in attended
    assert "Voeg de sleutel 'date' toe: de dag, zoals 2026-01-12." in attended
    assert "Vul 'present' in: ja of nee." in attended
    assert "jaar-maand-dag" in told("attendance", "dag.yaml", "--key", "bea.key", "--out", "a.json")
    criteria = told("fout.yaml")
    assert "bedoel je 'title'?" in criteria
    assert "Een id heeft alleen kleine letters" in criteria
    assert "Dit bestand is leeg; hier hoort een bestand met eisen" in told("leeg.yaml")
    assert "aanhalingsteken" in told("kapot.yaml")


def test_whose_key_the_attendance_has_is_for_the_assessor_to_see(place, capsys):
    for name, path in (("Anna de Wit", "anna.key"), ("Vals", "vals.key"), ("Bea B.", "bea.key")):
        run("keygen", "--name", name, "--out", path)
    run("attendance", "att.yaml", "--key", "vals.key", "--out", "att.json")
    # The trainee calls the wrong key the trainer's.
    run("c.yaml", "--attendance", "att.json", "--trainer-pub", "vals.key.pub", "--bundle", "p.zip")
    assert run("sign", "p.zip", "--key", "bea.key", "--trainer-pub", "anna.key.pub", "--out", "s.zip") == 1
    assert "signed with another key than anna.key.pub" in capsys.readouterr().err
    assert not (place / "s.zip").exists()
    run("sign", "p.zip", "--key", "bea.key", "--out", "s.zip")
    assert "Whether that key is the trainer&#39;s was not checked." in members(place / "s.zip")["index.html"].decode()
    assert run("c.yaml", "--attendance", "att.json", "--trainer-pub", "anna.key.pub", "--bundle", "q.zip") == 1
    assert "signed with another key than the trainer's, so it does not count" in capsys.readouterr().out


def test_a_changed_byte_fails_and_names_the_part(place, capsys):
    run("keygen", "--name", "Bea B.", "--out", "bea.key")
    run("c.yaml", "--bundle", "p.zip")
    run("sign", "p.zip", "--key", "bea.key", "--out", "s.zip")
    parts = members(place / "s.zip")
    data = parts["portfolio.json"].replace(b"Hoe komt dat?", b"Hoe komt dit?", 1)
    rezip({**parts, "portfolio.json": data}, place / "x.zip")
    capsys.readouterr()
    assert run("verify", "x.zip") == 1
    assert "portfolio.json: conversations/1" in capsys.readouterr().out
    assert run("verify", "x.zip", "--json") == 1
    assert json.loads(capsys.readouterr().out)["changed"] == ["portfolio.json: conversations/1"]
    assert run("sign", "x.zip", "--key", "bea.key", "--out", "y.zip") == 1
    assert "was changed: portfolio.json: conversations/1" in capsys.readouterr().err


def test_json_is_one_document_with_everything(place, capsys):
    assert run("c.yaml", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["met"] is False
    assert [one["number"] for one in said["conversations"]] == [1, 2, 3, 4]
    assert said["conversations"][2]["retries"] == 1
    assert len(said["conversations"][2]["hints"]) == 1


def test_options_may_come_first(place, capsys):
    assert run("--json", "c.yaml") == 1
    assert json.loads(capsys.readouterr().out)["criteria"]["id"] == "proef"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["weg.yaml"], 2, "There is no file weg.yaml"),
        (["verify", "weg.zip"], 2, "There is no file weg.zip"),
        (["sign", "weg.zip", "--key", "k", "--out", "o"], 2, "There is no file weg.zip"),
        (["verify", "c.yaml"], 1, "is no bundle"),
        (["c.yaml", "--attendance", "c.yaml"], 1, "is no attendance that a trainer signed"),
        (["c.yaml", "--trainer-pub", "weg.pub"], 2, "There is no key weg.pub"),
        (["attendance", "att.yaml", "--key", "weg.key", "--out", "o"], 2, "There is no key weg.key"),
        (["attendance", "c.yaml", "--key", "weg.key", "--out", "o"], 1, "c.yaml:2:1: error: There is no key 'id' here"),
        (["c.yaml", "--bundle", "att.yaml/p.zip"], 1, "Cannot write att.yaml/p.zip"),
        (["keygen", "--name", "A", "--out", "att.yaml/k"], 1, "Cannot write"),
    ],
)
def test_wrong_use_gets_a_sentence(place, capsys, words, code, says):
    assert main(["portfolio", *words]) == code
    found = capsys.readouterr().err
    assert says in found
    assert "Traceback" not in found


def test_nothing_at_all_shows_what_can_be_asked(capsys):
    with pytest.raises(SystemExit) as caught:
        parser().parse_args(["portfolio"])
    assert caught.value.code == 2
    with pytest.raises(SystemExit) as caught:
        parser().parse_args(["portfolio", "--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("status", "review", "sign", "verify", "keygen", "attendance"))


def test_a_review_never_overwrites_verdicts(place, capsys):
    run("c.yaml", "--bundle", "p.zip")
    (place / "v.yaml").write_text("mijn oordelen")
    assert run("review", "p.zip", "--out", "v.yaml") == 1
    assert (place / "v.yaml").read_text() == "mijn oordelen"


def test_nothing_heavy_and_no_screen_comes_along():
    code = (
        "import sys, simulator.cli.portfolio; "
        "print([m for m in ('torch', 'transformers', 'textual', 'cryptography', 'typst') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_empty_log_is_no_error(place, capsys, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(place / "leeg"))
    assert run("c.yaml", "--bundle", "p.zip") == 1
    assert "missing (now: 0)" in capsys.readouterr().out
    assert run("verify", "p.zip") == 1
