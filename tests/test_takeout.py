"""Everything in one ZIP file: complete, with nothing that a school still hides, without names where asked."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from helpers_practice import say, session
from helpers_privacy import WORD, make_home, talk, toask
from helpers_scenario import TEXT, build, minimal_scenario

from simulator.files import CannotWrite
from simulator.practice import corrections, documents
from simulator.practice.api import PracticeError
from simulator.practice.store import Store
from simulator.privacy import disguise, takeout
from simulator.privacy.export import export
from simulator.privacy.pseudonyms import read_names


@pytest.fixture
def home(tmp_path, monkeypatch):
    return make_home(tmp_path, monkeypatch)


def unpacked(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_an_export_holds_every_branch_version_and_reason(home):
    store = Store()
    one, report = talk(store)
    documents.keep(store, "reflection", "Verslag", {"answers": ["tweede"]}, language="nl", document=report)
    rows = store.tree(one)
    store.close()
    (home / "config").mkdir()
    (home / "config" / "settings.json").write_text('{"theme": "toask-light"}')
    out = home / "uit" / "alles.zip"
    done = toask("export", out)
    assert done.returncode == 0, done.stderr
    found = unpacked(out)
    lines = {name: [json.loads(line) for line in text.splitlines()] for name, text in found.items() if "jsonl" in name}
    assert [row["id"] for row in lines["data/turns.jsonl"]] == [row.id for row in rows]
    assert lines["data/turns.jsonl"][1]["data"]["coded"]["units"][0]["code"] == "OPEN"
    assert len(lines["data/documents.jsonl"]) == 2
    assert lines["data/documents.jsonl"][1]["body"] == {"answers": ["tweede"]}
    assert lines["data/corrections.jsonl"][0]["reason"] == f"want de {WORD} kwam van hen"
    assert {row["kind"] for row in lines["data/notes.jsonl"]} == {"hypothesis", "note"}
    assert found["settings/settings.json"] == '{"theme": "toask-light"}'
    assert WORD in next(text for name, text in found.items() if name.endswith(".md"))
    assert "everything" in found["README.txt"]


def test_an_export_gives_nothing_away_that_a_school_still_hides(home):
    store = Store()
    scenario = build(minimal_scenario())
    one = session(store, scenario, source=TEXT)
    say(one, "[OPEN @item:losse-middagen] Hoe gaat het?")
    out = home / "alles.zip"
    takeout.take_out(store, out, [], "nl")
    text = "\n".join(unpacked(out).values())
    told = {row["text"] for row in map(json.loads, unpacked(out)["data/turns.jsonl"].splitlines())}
    hidden = [line for item in scenario.items for line in (*item.say, item.content) if line not in told]
    assert scenario.need is not None
    assert not [line for line in (*hidden, scenario.need.statement) if line in text]


@pytest.mark.parametrize("name", ["alles.txt", "alles"])
def test_an_export_that_is_no_zip_is_refused(home, name):
    done = toask("export", home / name)
    assert (done.returncode, ".zip" in done.stderr) == (2, True)


def test_nothing_is_overwritten_and_a_failing_disk_leaves_nothing(home, monkeypatch):
    store = Store()
    talk(store)
    out = home / "uit" / "alles.zip"
    takeout.take_out(store, out, [], "nl")
    before = out.read_bytes()
    with pytest.raises(PracticeError, match="there already"):
        takeout.take_out(store, out, [], "nl")
    assert out.read_bytes() == before

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(takeout, "readme", full)
    with pytest.raises(CannotWrite, match="No space left"):
        takeout.take_out(store, home / "uit" / "nog.zip", [], "nl")
    assert [path.name for path in (home / "uit").iterdir()] == ["alles.zip"]


def test_names_are_replaced_everywhere_and_files_that_cannot_be_read_stay_behind(home):
    store = Store()
    one = session(store, build(minimal_scenario()), source=TEXT)
    say(one, "[OPEN] Dag, ik ben Petra de Vries van het museum, petra@museum.example. Hoe gaat het?")
    one.note("note", "bellen: 06-12345678 met Jansen")
    corrections.correct(store, 2, 0, "OPEN", "DEEP", "dat ziet Petra ook", who="Anna Bakker")
    documents.keep(store, "reflection", "Verslag van Petra", {"answers": ["Anna zei: mooi."]}, language="nl")
    sheet = home / "data" / "observations" / "petra.jsonl"
    sheet.parent.mkdir()
    sheet.write_text('{"observer": "Kees Mol", "asks": "Petra de Vries"}\n{"text": "Kees zag het"}\n')
    (home / "data" / "practice.damaged-20260101-000000.db").write_bytes(b"\x00Petra")
    (home / "namen.txt").write_text("# collega's\nJansen, Jans\n")
    done = toask("export", home / "uit.zip", "--pseudonymise", "--names", home / "namen.txt", "--lang", "nl")
    assert done.returncode == 0, done.stderr
    found = unpacked(home / "uit.zip")
    everything = "\n".join([*found, *found.values()])
    for gone in ("Petra", "Vries", "petra@", "06-1234", "Jansen", "Anna", "Bakker", "Kees", "Mol"):
        assert gone not in everything.replace("practice.damaged", ""), gone
    assert "Marieke" in everything or "marieke" in everything
    assert "practice.damaged-20260101-000000.db" in found["LEESMIJ.txt" if "LEESMIJ.txt" in found else "README.txt"]
    assert "Petra de Vries" in done.stderr  # on this screen, to check it
    assert "--pseudonymise" in toask("export", home / "x.zip", "--names", home / "namen.txt").stderr


@pytest.mark.parametrize(
    ("write", "says"),
    [(None, "check the path"), (b"\xff\xfe\x00", "UTF-8"), (b"naam\n" * 6000, "at most 5000")],
)
def test_a_bad_list_of_names_says_so(home, write, says):
    path = home / "namen.txt"
    if write:
        path.write_bytes(write)
    with pytest.raises(PracticeError, match=says):
        read_names(path)


def test_one_conversation_can_be_exported_without_names(home):
    store = Store()
    one = session(store, build(minimal_scenario()), source=TEXT)
    say(one, "[OPEN] Mijn naam is Petra de Vries. Hoe gaat het?")
    say(one, "[OPEN] Petra vraagt: wat vindt Marieke?")
    names = disguise.known(store, one.id, "nl")
    for form in ("markdown", "jsonl", "csv"):
        text = export(store, one.id, form, home, names).read_text("utf-8")
        assert "Petra" not in text
        assert "Marieke" in text
    assert names.counts() == {"name": 1}
