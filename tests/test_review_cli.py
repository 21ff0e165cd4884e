"""`toask review` without the screen: lists, agreement, training data; and what `training` makes of those."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from helpers_review import TALK, OneCode, at_work, code_all, project, with_machine

from simulator import i18n
from simulator.cli.main import main, parser
from simulator.coding.codebook import CODES, FLAGS
from simulator.practice.store import Store
from simulator.privacy.erase import erase
from simulator.review.desk import Desk
from simulator.review.export import export
from simulator.review.intake import full_name, logged
from simulator.review.session import Session
from simulator.training.errors import CorpusError
from simulator.training.scorer.examples import own
from simulator.transcripts.errors import SpeakersUnknown


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_LANG", "en")
    monkeypatch.chdir(tmp_path)
    i18n.use("en")


def toask(capsys, *command):
    code = main(["review", *map(str, command)])
    found = capsys.readouterr()
    return code, found.out, found.err


def coded_twice(tmp_path):
    """A project that two people coded blind; they differ on turn 4."""
    journal, talk = project(tmp_path)
    with_machine(journal, talk, OneCode("LEAD"))
    for name, codes in (("Els", ("OPEN", "DEEP", "REFL-S")), ("Piet", ("OPEN", "OPEN", "REFL-S"))):
        code_all(at_work(journal, talk, name, blind=True), *codes)
    return journal, talk


def test_list_says_who_is_how_far_and_nothing_of_codes(tmp_path, capsys):
    coded_twice(tmp_path)
    code, out, _ = toask(capsys, "list")
    assert code == 0
    assert "Els: finished (blind)" in out
    assert not any(name in out for name in CODES)
    code, out, _ = toask(capsys, "list", "--json")
    coders = json.loads(out)["projects"][0]["transcripts"][0]["coders"]
    assert [(one["name"], one["turns"], one["blind"]) for one in coders] == [("Els", 3, True), ("Piet", 3, True)]


def test_agree_gives_what_toask_agree_gives_for_every_pair(tmp_path, capsys):
    journal, _ = coded_twice(tmp_path)
    code, out, _ = toask(capsys, "agree", journal.path, "--json")
    pairs = json.loads(out)["pairs"]
    assert code == 0
    assert [(one["a"], one["b"]) for one in pairs] == [("Els", "Piet"), ("Els", "machine"), ("Piet", "machine")]
    assert {"kappa", "kappa_main", "alpha", "alpha_value", "icc", "borders", "confusion", "disagreements"} <= pairs[
        0
    ].keys()
    assert pairs[0]["disagreements"][0]["a"]["code"] == "DEEP"
    code, out, _ = toask(capsys, "agree", "gesprek", "--coders", "piet", "machine")
    assert (code, "Cohen's κ" in out, "A piet" in out) == (0, True, True)


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ((), 2, "Name a transcript"),
        (("none.txt",), 2, "There is no file none.txt"),
        (("agree",), 2, "Name one project"),
        (("agree", "none"), 2, "toask review list"),
        (("export", "gesprek.review"), 2, "--out FOLDER"),
        (("conversation:zz",), 2, "There is no conversation"),
        (("gesprek.review", "--speaker", "Anna"), 2, "gives no role"),
        (("gesprek.review",), 2, "needs a terminal"),
    ],
)
def test_wrong_use_gets_one_sentence(tmp_path, capsys, command, code, says):
    project(tmp_path)
    found, out, err = toask(capsys, *command)
    assert (found, out) == (code, "")
    assert says in err
    assert len(err.splitlines()) == 1


def test_exported_codings_are_read_by_training(tmp_path, capsys):
    journal, talk = coded_twice(tmp_path)
    code, _, err = toask(capsys, "export", "gesprek", "--out", "uit")
    assert (code, err) == (0, "")
    held = own(tmp_path / "uit")
    assert [[one.code for one in turn.units] for turn in held] == [["OPEN"], ["REFL-S"]]
    assert [said.text for said in held[1].history][3] == TALK.lines[3].text  # they differed on it: only context
    Session(journal, talk, "Els", "agreed").take(4, journal.project.talks[talk].codings["Els"].turns[4].cuts, "zo")
    toask(capsys, "export", "gesprek", "--out", "uit")
    assert [turn.units[0].code for turn in own(tmp_path / "uit")] == ["OPEN", "DEEP", "REFL-S"]
    toask(capsys, "export", "gesprek", "--out", "piet", "--coder", "PIET")
    assert [turn.units[0].code for turn in own(tmp_path / "piet")] == ["OPEN", "OPEN", "REFL-S"]


def test_exported_lines_have_the_form_of_the_corpus(tmp_path):
    journal, talk = project(tmp_path)
    session = at_work(journal, talk, "Els", blind=True)
    session.sentences(2, 0)
    for unit, code in enumerate(("NEUTRAL", "OPEN", "OFFER")):
        session.code(2, unit, code)
    session.flag(2, 1, "uptake")
    session.code(4, 0, "DEEP")
    session.code(6, 0, "REFL-S")
    session.finish()
    path = export([journal.path], tmp_path / "uit").files[0]
    row = json.loads(path.read_text("utf-8"))
    corpus = Path(__file__).parents[1] / "models/question-coder/data/nl/a.jsonl"
    assert json.loads(corpus.read_text("utf-8").splitlines()[0]).keys() <= row.keys()
    assert path.parent.name == row["language"] == "nl"
    for turn in row["turns"]:
        if turn["speaker"] == "school":
            assert "units" not in turn
            continue
        assert re.sub(r"\s", "", turn["text"]) == re.sub(r"\s", "", "".join(one["text"] for one in turn["units"]))
        assert all(one["code"] in CODES and set(one["flags"]) <= FLAGS for one in turn["units"])
    assert row["turns"][1]["units"][1] == {"text": "Wat hoop je dat ze leren?", "code": "OPEN", "flags": ["uptake"]}


def test_nothing_is_exported_that_nobody_stands_for(tmp_path, capsys):
    journal, talk = project(tmp_path)
    session = at_work(journal, talk, "Els", blind=True)
    session.code(2, 0, "OPEN")
    code, _, err = toask(capsys, "export", "gesprek", "--out", "uit")
    assert code == 1
    assert "Els still codes it blind" in err
    assert not (tmp_path / "uit").exists()


def test_a_practised_conversation_comes_in_with_its_codes_and_goes_when_it_is_erased(tmp_path):
    store = Store()
    talk = store.new_conversation(
        scenario_id="x", version=1, language="nl", title="De dans", source="", seed=1, voice="scripted"
    )
    first = store.add_turn(talk, None, "school", "Dag.", speaker="ellen", step="said")
    unit = {"text": "Wat hoop je?", "code": "OPEN", "value": 2, "flags": ["uptake"], "confidence": 0.4, "reason": "x"}
    coded = {
        "text": "Wat hoop je?",
        "units": [unit],
        "hits": [],
        "echoes": [],
        "addressed": "",
        "repeats": False,
        "novel": True,
    }
    turn = store.add_turn(talk, first, "trainee", "Wat hoop je?")
    store.save_step(turn, "coded", {**coded, "coder": "question-coder-1"})
    store.add_turn(talk, turn, "school", "Dat ze durven.", speaker="ellen", step="said")
    name = full_name(f"conversation:{talk[:6]}")
    assert name == full_name("conversation:last") == f"conversation:{talk}"
    found = logged(talk).ready({})
    assert [line.role for line in found.talk.lines] == ["school", "trainee", "school"]
    assert (found.machine.coder, found.machine.turns[2][0].flags) == ("question-coder-1", ("uptake",))
    desk = Desk([name], coder="Els")
    desk.add(found)
    desk.close()
    assert desk.path.is_file()
    store.close()
    erase(tmp_path / "data" / "practice.db", talk)
    assert not desk.path.exists()


def test_codes_of_a_scored_file_come_along_and_speakers_without_role_are_asked(tmp_path):
    units = [{"text": "Wat hoop je?", "code": "OPEN", "confidence": 0.4, "unsure": True}]
    rows = [
        {"speaker": "A", "role": "trainee", "text": "Wat hoop je?", "units": units},
        {"speaker": "B", "role": "school", "text": "Tja."},
    ]
    (tmp_path / "s.json").write_text(
        json.dumps({"conversations": [{"id": "een", "turns": rows}], "coder": "x"}), "utf-8"
    )
    (tmp_path / "t.txt").write_text("Jan: Wat hoop je?\nPiet: Tja.\n", "utf-8")
    desk = Desk(["s.json", "t.txt"], language="nl")
    scored, plain = desk.read()
    assert desk.ready(scored).machine.turns[1][0].unsure
    assert isinstance(desk.ready(plain), SpeakersUnknown)
    assert Desk(["t.txt"], speakers={"Jan": "trainee"}).ready(plain).talk.lines[1].role == "school"
    desk.close()


def test_a_damaged_scored_file_still_gives_its_words(tmp_path):
    turns = [
        {
            "speaker": "A",
            "role": "trainee",
            "text": "Wat hoop je?",
            "units": [{"text": "Wat hoop je?", "code": "FOUT"}],
        },
        {"speaker": "A", "role": "trainee", "text": "En dan?", "units": [{"text": "Heel iets anders", "code": "OPEN"}]},
        {"speaker": "B", "role": "school", "text": "Tja."},
    ]
    (tmp_path / "s.json").write_text(json.dumps({"conversations": [{"id": "een", "turns": turns}]}), "utf-8")
    desk = Desk(["s.json"], language="nl")
    found = desk.ready(desk.read()[0])
    assert found.machine is None
    assert len(found.talk.lines) == 3
    desk.close()


def test_a_project_is_read_without_models_and_screens():
    modules = "simulator.review.desk, simulator.review.agree, simulator.review.export, simulator.review.sight"
    code = f"import sys, {modules}; print([m for m in ('torch', 'textual', 'transformers') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_options_are_those_that_the_help_names():
    wanted = parser().parse_args(["review", "a.vtt", "--coder", "Els", "--blind", "--speaker", "A=trainee"])
    assert isinstance(wanted, Namespace)
    assert (wanted.names, wanted.coder, wanted.blind, wanted.speaker) == (["a.vtt"], "Els", True, ["A=trainee"])


# -- learning from it ----------------------------------------------------------------------------------------------


def rows(*codes, talk="t"):
    """Predictions of a turn each: (people's, coder's)."""
    return [
        {
            "id": f"{talk}{n % 3}",
            "number": n,
            "codes": [pair],
            "main": "ask",
            "found_main": "ask",
            "borders": ((0,), (0,)),
        }
        for n, pair in enumerate(codes)
    ]


def test_what_helped_is_told_from_what_did_not():
    from simulator.training.scorer.corrected import difference, verdict

    truth = ["OPEN", "DEEP", "INFO", "LEAD"] * 10
    wrong = rows(*[(one, "OPEN") for one in truth])
    right = rows(*[(one, one) for one in truth])
    found = difference(wrong, list(reversed(right)), 1)
    assert (found["codes_same"]["before"], found["codes_same"]["after"]) == (0.25, 1.0)
    assert found["codes_kappa"]["low"] > 0
    assert verdict(found) == "yes"
    assert verdict(difference(right, wrong, 1)) == "no"
    assert verdict(difference(wrong, wrong, 1)) == "not shown"


def test_parts_are_whole_conversations_and_one_is_too_few(tmp_path):
    from simulator.training.scorer.corrected import Plan, _parts

    journal, talk = project(tmp_path)
    code_all(at_work(journal, talk, "Els", blind=True), "OPEN", "DEEP", "REFL-S")
    export([journal.path], tmp_path / "uit")
    held = own(tmp_path / "uit")
    with pytest.raises(CorpusError, match="two coded conversations"):
        _parts(held, Plan())
    corpus = own(Path(__file__).parents[1] / "models/question-coder/data")[:200]
    parts = _parts(corpus, Plan(parts=3))
    assert sorted(one.text for part in parts for one in part) == sorted(one.text for one in corpus)
    names = [{one.conversation for one in part} for part in parts]
    assert not any(names[a] & names[b] for a in range(3) for b in range(a))


def test_corrections_are_learnt_beside_the_corpus_and_never_tested_on(tmp_path, monkeypatch):
    from simulator.training.scorer import pipeline

    journal, talk = project(tmp_path)
    code_all(at_work(journal, talk, "Els", blind=True), "OPEN", "DEEP", "REFL-S")
    export([journal.path], tmp_path / "uit")
    corpus = Path(__file__).parents[1] / "models/question-coder/data"
    places = [corpus, tmp_path, None, tmp_path, tmp_path, tmp_path, tmp_path / "work"]
    without, with_them = (pipeline.Shop(pipeline.Places(*places, more)) for more in (None, tmp_path / "uit"))
    monkeypatch.setattr(pipeline, "fold_of", lambda name, parts: 1 if name.startswith("review") else hash(name) % 7)
    assert {one.conversation for one in with_them.learnt} - {one.conversation for one in without.learnt} != set()
    assert [one.text for one in with_them.tested] == [one.text for one in without.tested]
