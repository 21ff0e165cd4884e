"""The command contract, as another program meets it: exit codes, JSON, lines in and out."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import i18n
from simulator.cli.main import main
from simulator.cli.scenario import _turns
from simulator.cli.wrong import CommandError
from simulator.models import card as cards

SHIPPED = Path(__file__).parents[1] / "scenarios"
TOASK = [sys.executable, "-m", "simulator.cli.main"]
TURN_KEYS = {
    "turn", "text", "units", "main", "act", "item", "speaker", "reply", "ended", "voiced_by", "rapport", "unlocked",
    "stage", "seconds",
}  # fmt: skip


def toask(*words, stdin="", **more):
    return subprocess.run([*TOASK, *words], capture_output=True, text=True, input=stdin, check=False, **more)


def rows(*words, stdin):
    found = toask(*words, stdin=stdin)
    assert found.returncode == 0, found.stderr
    return [json.loads(line) for line in found.stdout.splitlines()]


def played(capsys, monkeypatch, *words, stdin):
    """Play in this process, where the models stay loaded."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    capsys.readouterr()
    assert main(list(words)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def lines(*texts):
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_list_and_show_have_the_keys_of_the_contract():
    listed = json.loads(toask("scenario", "list", "--json").stdout)["scenarios"]
    assert {(s["id"], s["language"]) for s in listed} >= {
        ("vakdocent-dans", "nl"), ("vakdocent-dans", "en"), ("kant-en-klaar", "nl"), ("kant-en-klaar", "en"),
    }  # fmt: skip
    shown = json.loads(toask("scenario", "show", "nl/vakdocent-dans", "--json").stdout)
    assert {"id", "language", "title", "speakers", "items", "need"} <= set(shown)
    assert {"id", "layer", "content", "say", "cue", "topics"} <= set(shown["items"][0])
    assert {"statement", "formulations"} <= set(shown["need"])


def test_check_is_quiet_on_the_shipped_ones_and_points_at_mistakes(tmp_path):
    fine = toask("scenario", "check", str(SHIPPED))
    assert (fine.returncode, "error" in fine.stdout) == (0, False)
    text = (SHIPPED / "nl" / "vakdocent-dans.yaml").read_text("utf-8").replace("patience:", "pationce:")
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, "utf-8")
    found = toask("scenario", "check", str(bad))
    assert found.returncode == 1
    line = next(number for number, held in enumerate(text.splitlines(), 1) if "pationce" in held)
    assert f"{bad}:{line}:" in found.stdout
    assert "patience" in found.stdout


@pytest.mark.weights
def test_run_plays_turns_and_good_questions_open_what_pitching_does_not(capsys, monkeypatch):
    asked = played(
        capsys, monkeypatch, "scenario", "run", "nl/vakdocent-dans", "--turns", "-", "--voice", "scripted", "--json",
        stdin=lines("Goedemiddag!", "Hoe ging het vorig jaar?", "Je zegt dat het daarna inzakt. Wat gebeurt er dan?"),
    )  # fmt: skip
    assert all(set(row) == TURN_KEYS for row in asked)
    assert asked[-1]["unlocked"]
    assert {"coding", "school", "voice", "first_token", "first_words"} <= set(asked[0]["seconds"])
    sold = played(
        capsys, monkeypatch, "scenario", "run", "nl/vakdocent-dans", "--turns", "-", "--voice", "scripted", "--json",
        stdin=lines(*["Ons dansprogramma is perfect voor jullie, dat moeten jullie gewoon nemen."] * 7),
    )  # fmt: skip
    assert not any(row["unlocked"] for row in sold)
    assert sold[-1]["ended"]


@pytest.mark.weights
def test_run_answers_line_by_line_so_that_another_program_can_play():
    command = [*TOASK, "scenario", "run", "en/vakdocent-dans", "--turns", "-", "--voice", "scripted", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as played:
        assert played.stdin is not None
        assert played.stdout is not None
        for turn, text in enumerate(("Hello there", "How did last year go?"), 1):
            played.stdin.write(lines(text))
            played.stdin.flush()
            row = json.loads(played.stdout.readline())
            assert (row["turn"], row["text"], row["voiced_by"]) == (turn, text, "author")
        played.stdin.close()
        assert played.wait(timeout=20) == 0


@pytest.mark.weights
def test_the_same_seed_and_turns_give_the_same_acts_and_words(capsys, monkeypatch):
    words = ("scenario", "run", "nl/kant-en-klaar", "--turns", "-", "--voice", "scripted", "--seed", "5", "--json")
    texts = lines("Waar loop je tegenaan?", "Hoeveel leerlingen hebben jullie?", "Neem ons pakket, dat is het beste.")
    kept = ("act", "item", "reply", "rapport", "stage", "main")
    runs = [played(capsys, monkeypatch, *words, stdin=texts), rows(*words, stdin=texts)]
    first, second = ([{key: row[key] for key in kept} for row in run] for run in runs)
    assert first == second


@pytest.mark.parametrize("line", ["geen json", '{"tekst": "x"}', '{"text": 5}', "[]", '{"text": " "}'])
def test_a_line_that_is_no_turn_names_its_number(tmp_path, line):
    file = tmp_path / "turns.jsonl"
    file.write_text(f'{{"text": "Hoi"}}\n\n{line}\n', "utf-8")
    turns = _turns(str(file))
    assert next(turns) == "Hoi"
    with pytest.raises(CommandError, match=r"turns\.jsonl:3: ") as told:
        next(turns)
    assert told.value.code == 2


def test_turns_that_are_not_there_are_said_in_the_readers_language(tmp_path):
    file = tmp_path / "turns.jsonl"
    file.write_text("\n", "utf-8")
    with pytest.raises(CommandError, match=r"no turn in .*turns\.jsonl") as told:
        list(_turns(str(file)))
    assert told.value.code == 2
    i18n.use("nl")
    with pytest.raises(CommandError, match="is niet te lezen") as told:
        next(_turns(str(tmp_path / "nope.jsonl")))
    assert "No such file" not in str(told.value)


def test_a_schema_that_was_written_is_said_to_be(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("TOASK_LANG", "en")
    assert main(["scenario", "schema", "--write", str(tmp_path / "s.json")]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"toask: {tmp_path / 's.json'} written.\n")


@pytest.mark.weights
def test_a_wrong_line_ends_the_run_with_one_sentence():
    found = toask("scenario", "run", "nl/vakdocent-dans", "--turns", "-", "--voice", "scripted", stdin="geen json\n")
    assert found.returncode == 2
    assert "-:1:" in found.stderr
    assert "Traceback" not in found.stderr


def test_models_are_listed_with_licence_and_size():
    listed = {m["name"]: m for m in json.loads(toask("models", "list", "--json").stdout)["models"]}
    assert listed["e5-small"]["licence"] == "MIT"
    assert sum(m["default"] for m in listed.values()) == 1


def test_using_a_model_says_what_it_cannot_and_what_is_missing(tmp_path):
    import os

    env = os.environ | {"TOASK_MODELS": str(tmp_path), "TOASK_CONFIG": str(tmp_path)}
    found = toask("models", "use", "smollm2-135m", env=env)
    assert (found.returncode, found.stdout) == (1, "")
    assert "toask models pull smollm2-135m" in found.stderr
    assert "* toask-270m" in toask("models", "list", env=env).stdout
    kept = tmp_path / "smollm2-135m" / cards.card("smollm2-135m").file
    kept.parent.mkdir()
    with kept.open("wb") as file:
        file.truncate(cards.card("smollm2-135m").size)
    assert "does not know Dutch" in toask("models", "use", "smollm2-135m", env=env).stdout
    assert "* smollm2-135m" in toask("models", "list", env=env).stdout
    assert "know" not in toask("models", "use", "toask-270m", env=env).stdout


def test_missing_weights_say_how_to_get_them(tmp_path):
    import os

    found = toask(
        "scenario",
        "run",
        "nl/vakdocent-dans",
        "--turns",
        "-",
        stdin="",
        env=os.environ | {"TOASK_MODELS": str(tmp_path), "TOASK_VOICE": "gemma3-270m"},
    )
    assert found.returncode == 1
    assert "toask models pull" in found.stderr


def test_the_default_voice_came_along_and_nothing_has_to_be_fetched(tmp_path):
    import os

    from simulator.models import folder

    for held in folder.root().glob(
        "vectors-*"
    ):  # What the schools say was read before: reading it again is a minute of work.
        shutil.copytree(held, tmp_path / held.name)
    env = os.environ | {"TOASK_MODELS": str(tmp_path), "TOASK_CONFIG": str(tmp_path)}
    pulled = toask("models", "pull", env=env)
    assert pulled.returncode == 0
    assert "toask-270m" in pulled.stdout + pulled.stderr
    assert "* toask-270m" in toask("models", "list", env=env).stdout
