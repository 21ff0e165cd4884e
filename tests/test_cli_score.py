"""`toask score` and `toask agree` as another program meets them: exit codes, JSON, files, questions on a terminal."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
import sys
from itertools import pairwise

import pytest
from helpers_scoring import corpus

TOASK = [sys.executable, "-m", "simulator.cli.main"]
ENGLISH = {**os.environ, "TOASK_LANG": "en"}
TALK = """Anna: Goedemiddag, fijn dat u tijd heeft. Wat wilt u dat de kinderen leren?
Piet: Nou, we zoeken een dansworkshop voor de zomer, voor alle groepen.
Anna: U zegt dansworkshop. Wat hoopt u dat er gebeurt?
Piet: Dat de leerkrachten ook eens iets durven, die haken af zodra het over kunst gaat.
Anna: Ons theaterprogramma is daar perfect voor, dat moet u gewoon nemen.
Piet: Dat weet ik niet hoor.
Anna: Het klinkt alsof u zich zorgen maakt over de leerkrachten. Klopt dat?
Piet: Ja, dat klopt.
Anna: De subsidie loopt tot en met juni.
Piet: Oh, dat wist ik niet.
"""
UNIT_KEYS = {"text", "code", "value", "confidence", "flags", "reason", "unsure"}
MEASURES = {"ask_share", "tell_share", "mean_value", "thirds", "slope", "uptake", "talk_share", "longest_tell_run"}


def toask(*words, stdin="", env=ENGLISH, **more):
    command = [*TOASK, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, check=False, env=env, **more)


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "gesprek.txt"
    path.write_text(TALK, "utf-8")
    return path


def one(found):
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


@pytest.mark.weights
def test_score_has_the_keys_of_the_contract(talk):
    held = one(toask("score", talk, "--speaker", "Anna=trainee", "--json"))
    assert {"conversations", "codebook", "coder"} <= set(held)
    (conversation,) = held["conversations"]
    assert conversation["id"] == "gesprek"
    assert {"speaker", "role", "text", "main", "annomi", "units"} <= set(conversation["turns"][0])
    assert [turn["role"] for turn in conversation["turns"]] == ["trainee", "school"] * 5
    assert [turn["speaker"] for turn in conversation["turns"]][:2] == ["Anna", "Piet"]
    assert all("units" not in turn for turn in conversation["turns"] if turn["role"] == "school")
    units = [unit for turn in conversation["turns"] for unit in turn.get("units", ())]
    assert all(set(unit) == UNIT_KEYS for unit in units)
    assert conversation["measures"].keys() >= MEASURES
    assert conversation["turns"][4]["main"] == "tell"
    assert conversation["measures"]["intervals"]["ask_share"]["low"] <= conversation["measures"]["ask_share"]


@pytest.mark.weights
def test_reasons_are_in_the_language_of_the_interface(talk):
    options = ("score", talk, "--speaker", "Anna=trainee", "--json")
    by_locale = one(toask(*options, env={**os.environ, "TOASK_LANG": "nl"}))
    chosen = one(toask(*options, "--language", "nl"))
    english = one(toask(*options))
    assert by_locale == chosen
    first = [held["conversations"][0]["turns"][4]["units"][0]["reason"] for held in (chosen, english)]
    assert "Advies" in first[0]
    assert "Advice" in first[1]


@pytest.mark.weights
def test_text_for_one_and_for_several(talk, tmp_path):
    full = toask("score", talk, "--speaker", "Anna=trainee")
    assert full.returncode == 0
    for words in ("OFFER −2", "ask share", "95 % interval", "OMA", "Piet: Ja, dat klopt."):
        assert words in full.stdout
    (tmp_path / "ander.txt").write_text(TALK, "utf-8")
    table = toask("score", tmp_path, "--speaker", "Anna=trainee").stdout.splitlines()
    assert [line.split()[0] for line in table] == ["conversation", "ander", "gesprek"]


@pytest.mark.weights
def test_a_pipe_is_never_asked_and_nothing_is_guessed(talk):
    found = toask("score", talk, "--json")
    assert found.returncode == 2
    assert "--speaker" in found.stderr
    assert json.loads(found.stdout)["conversations"] == []
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.weights
def test_a_person_at_a_terminal_is_asked(talk):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*TOASK, "score", str(talk), "--json"],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        text=True,
        env=ENGLISH,
    ) as running:
        os.close(theirs)
        os.write(ours, b"perhaps\nt\nschool\n")
        assert running.stdout is not None
        held = json.loads(running.stdout.read())
        asked = os.read(ours, 4000).decode()
        os.close(ours)
    assert running.returncode == 0
    assert [turn["role"] for turn in held["conversations"][0]["turns"]][:2] == ["trainee", "school"]
    assert "Anna, 5 turns" in asked


@pytest.mark.weights
def test_other_languages_are_told_and_the_rest_is_scored(talk, tmp_path):
    asked = "Anna: Bonjour madame, qu'est-ce que vous voulez pour les enfants cette année?"
    french = f"{asked}\nPiet: Nous cherchons de la danse.\n"
    (tmp_path / "frans.txt").write_text(french * 3, "utf-8")
    found = toask("score", tmp_path, "--speaker", "Anna=trainee", "--json")
    held = json.loads(found.stdout)
    assert found.returncode == 1
    assert [conversation["id"] for conversation in held["conversations"]] == ["gesprek"]
    assert [(skipped["id"], skipped["source"]) for skipped in held["skipped"]] == [("frans", "frans.txt")]
    assert "French" in found.stderr
    alone = toask("score", tmp_path / "frans.txt", "--speaker", "Anna=trainee", "--json")
    assert (alone.returncode, json.loads(alone.stdout)["conversations"]) == (1, [])


@pytest.mark.weights
def test_a_folder_goes_out_as_json_csv_and_parquet(talk, tmp_path):
    out = tmp_path / "out"
    options = ("score", talk.parent, "--speaker", "Anna=trainee", "--out", out)
    if (parquet := pytest.importorskip("pyarrow.parquet")) is not None:
        options = (*options, "--parquet", tmp_path / "u.parquet")
    first = toask(*options)
    assert first.returncode == 0, first.stderr
    held = json.loads((out / "scored.json").read_text("utf-8"))
    with (out / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = [unit for turn in held["conversations"][0]["turns"] for unit in turn.get("units", ())]
    assert [row["code"] for row in rows] == [unit["code"] for unit in units]
    assert parquet.read_table(tmp_path / "u.parquet").num_rows == len(rows)
    again = toask(*options, "--json")
    assert json.loads(again.stdout) == held
    other = toask(*options, "--language", "nl")
    assert other.returncode == 1
    assert "toen was dit anders: taal" in other.stderr, "said in the language that was asked for"


@pytest.mark.weights
def test_csv_alone_leaves_no_journal(talk, tmp_path):
    out = tmp_path / "deep" / "u.csv"
    held = one(toask("score", talk, "--speaker", "anna=trainee", "--csv", out, "--json"))
    assert [path.name for path in out.parent.iterdir()] == ["u.csv"]
    agreed = one(toask("agree", out, _saved(tmp_path, held), "--json"))
    assert (agreed["kappa"]["value"], agreed["alpha"]["value"], agreed["icc"]["value"]) == (1, 1, 1)
    assert agreed["disagreements"] == []


def _saved(folder, held):
    path = folder / "scored.json"
    path.write_text(json.dumps(held), "utf-8")
    return path


@pytest.mark.weights
def test_columns_and_formats_can_be_named(tmp_path):
    path = tmp_path / "rows.data"
    lines = [line.split(": ", 1) for line in TALK.splitlines()]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["who", "utterance", "talk"], *([who, text, "7"] for who, text in lines)])
    columns = ("speaker=who", "text=utterance", "conversation_id=talk")
    options = [word for column in columns for word in ("--column", column)]
    held = one(toask("score", path, "--format", "csv", *options, "--speaker", "Anna=trainee", "--json"))
    assert held["conversations"][0]["id"] == "7"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["score"], 2, "FILE"),
        (["score", "nobody.csv"], 1, "no file"),
        (["score", "{talk}", "--speaker", "Anna"], 2, "--speaker"),
        (["score", "{talk}", "--speaker", "Anna=mother"], 2, "--speaker"),
        (["score", "{talk}", "--column", "words=x"], 2, "--column"),
        (["score", "{talk}", "--unsure-below", "7"], 2, "0 to 1"),
        (["score", "{talk}", "--format", "xlsx"], 2, "--format"),
        (["agree", "nobody.json", "{talk}"], 1, "no file"),
        (["agree", "{talk}", "{talk}"], 1, "toask score"),
    ],
)
def test_wrong_use_gets_one_sentence(words, code, says, talk):
    found = toask(*[str(talk) if word == "{talk}" else word for word in words])
    assert found.returncode == code, found.stderr
    assert says in found.stderr
    assert "Traceback" not in found.stderr


def hand(folder, name, change=lambda number, unit: unit):
    """Write a person's coding of the corpus as JSON; `change` may recode units."""
    talks, number = [], 0
    for held in corpus("nl", 12):
        turns = []
        for turn in held["turns"]:
            row = {"speaker": turn["speaker"], "role": turn["speaker"], "text": turn["text"]}
            if "units" in turn:
                row["units"] = []
                for unit in turn["units"]:
                    number += 1
                    row["units"].append(change(number, dict(unit)))
            turns.append(row)
        talks.append({"id": held["id"], "turns": turns})
    path = folder / name
    path.write_text(json.dumps({"conversations": talks, "codebook": 1, "coder": name}), "utf-8")
    return path


def test_two_codings_of_the_same_transcripts(tmp_path):
    def sloppy(number, unit):
        return {**unit, "code": "OPEN", "flags": []} if number % 5 == 0 else unit

    a, b = hand(tmp_path, "a.json"), hand(tmp_path, "b.json", sloppy)
    found = one(toask("agree", a, b, "--json"))
    kappa = found["kappa"]
    assert 0.5 < kappa["low"] < kappa["value"] < kappa["high"] < 1
    assert found["icc"]["of"] == "ask share"
    assert found["units"]["a"] == found["units"]["b"] == found["units"]["paired"]
    assert found["borders"]["f1"]["value"] == 1
    assert {row["b"]["code"] for row in found["disagreements"]} == {"OPEN"}
    assert sum("code" in row["differs"] for row in found["disagreements"]) == sum(
        count for code, row in found["confusion"].items() for other, count in row.items() if code != other
    )
    turned = one(toask("agree", b, a, "--json"))
    for key in ("kappa", "alpha", "alpha_value", "icc"):
        assert turned[key] == found[key]
    text = toask("agree", a, b)
    assert text.returncode == 0
    for words in ("Cohen's κ", "Krippendorff's α", "ICC(2,1), ask share", "rows: A", "disagreements"):
        assert words in text.stdout


def test_units_by_hand_in_a_table_need_four_columns(tmp_path):
    a = hand(tmp_path, "a.json")
    rows = [["conversation_id", "turn", "text", "code"]]
    for held in json.loads(a.read_text("utf-8"))["conversations"]:
        for number, turn in enumerate(held["turns"], 1):
            rows += [[held["id"], number, unit["text"], unit["code"]] for unit in turn.get("units", ())]
    table = tmp_path / "b.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    found = one(toask("agree", a, table, "--json"))
    assert (found["kappa"]["value"], found["units"]["paired"]) == (1, len(rows) - 1)
    table.write_text("conversation_id,text\na,b\n", "utf-8")
    wrong = toask("agree", a, table)
    assert (wrong.returncode, "turn, code" in wrong.stderr) == (1, True)
    table.write_text("conversation_id,turn,text,code\na,1,b,ASKING\n", "utf-8")
    assert '"ASKING" is no code' in toask("agree", a, table).stderr


def test_what_cannot_be_compared_is_said(tmp_path):
    a = hand(tmp_path, "a.json")
    held = json.loads(a.read_text("utf-8"))
    held["conversations"][0]["id"] = "somebody else"
    (tmp_path / "b.json").write_text(json.dumps(held), "utf-8")
    found = toask("agree", a, tmp_path / "b.json", "--json")
    assert found.returncode == 0
    assert "only in a.json left out" in found.stderr
    assert json.loads(found.stdout)["left_out"]["conversations_only_b"] == ["somebody else"]
    for conversation in held["conversations"]:
        conversation["id"] += "-x"
    (tmp_path / "c.json").write_text(json.dumps(held), "utf-8")
    none = toask("agree", a, tmp_path / "c.json")
    assert (none.returncode, "no conversation in common" in none.stderr) == (1, True)
    held = json.loads(a.read_text("utf-8"))
    for conversation in held["conversations"]:
        conversation["turns"].insert(0, {"speaker": "x", "role": "school", "text": "Hallo."})
    (tmp_path / "d.json").write_text(json.dumps(held), "utf-8")
    shifted = toask("agree", a, tmp_path / "d.json")
    assert (shifted.returncode, "number turns alike" in shifted.stderr or "same words" in shifted.stderr) == (1, True)


def test_other_borders_are_aligned_by_words(tmp_path):
    def turns(*cuts):
        text = "Hoi Piet, fijn je te zien. Wat wil je dat er gebeurt? Wij hebben een mooi programma."
        words = text.split()
        units = [
            {"text": " ".join(words[start:end]), "code": code}
            for (start, end), code in zip(pairwise(cuts), ("NEUTRAL", "OPEN", "OFFER"), strict=False)
        ]
        return [{"speaker": "x", "role": "trainee", "text": text, "units": units}] * 3

    for name, cuts in (("a", (0, 6, 12, 17)), ("b", (0, 12, 17))):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"conversations": [{"id": "1", "turns": turns(*cuts)}]}), "utf-8")
    found = one(toask("agree", tmp_path / "a.json", tmp_path / "b.json", "--json"))
    assert found["units"] == {"a": 9, "b": 6, "paired": 6}
    assert found["borders"] == {"both": 3, "a": 6, "b": 3, "f1": {"value": 0.6667, "low": None, "high": None}}
    assert found["intervals_over"] == "turns"
    assert sum(row["b"] is None for row in found["disagreements"]) == 3


def test_nothing_heavy_comes_along():
    code = (
        "import sys, simulator.cli.score, simulator.cli.agree, simulator.scoring.run, simulator.scoring.compare; "
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "transformers", "sklearn", "scipy", "textual", "pyarrow", "docx", "webvtt", "py3langid"} & set(
        loaded
    )
