"""The borders between the rooms, as a fresh interpreter sees them (import-linter checks the source)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import i18n
from simulator.cli.main import main, parser

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "transformers", "sklearn", "scipy")
CASES = {
    "simulator.cli.main": (*HEAVY, "textual", "numpy", "pydantic", "yaml", "sqlite3"),
    "simulator.scenario.load, simulator.scenario.catalog": (*HEAVY, "textual", "numpy"),
    "simulator.school.mind, simulator.school.topics": (*HEAVY, "textual"),
    "simulator.practice.session, simulator.practice.build": (*HEAVY, "textual"),
    "simulator.app.app, simulator.app.real": (*HEAVY, "numpy", "pydantic"),
}


@pytest.mark.parametrize("modules", CASES)
def test_nothing_heavy_comes_along(modules):
    code = f"import sys, {modules}; print(' '.join(sorted({{m.split('.')[0] for m in sys.modules}})))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(CASES[modules]) & set(loaded)


def test_scripted_practice_needs_no_torch():
    code = (
        "import sys\nfrom simulator.voice.speak import default_voice\nv = default_voice('scripted')\nv.load()\n"
        "print(any(m in sys.modules for m in ('torch', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_help_is_quick_and_complete():
    found = subprocess.run(
        [sys.executable, "-m", "simulator.cli.main", "--help"], capture_output=True, text=True, check=True
    )
    for command in ("practice", "scenario", "models"):
        assert command in found.stdout


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (["scenario", "show", "bestaat-niet"], 2, "vakdocent-dans"),
        (["scenario", "show", "bestaat-niet.yaml"], 2, "toask scenario list"),
        (["scenario", "run", "vakdocent-dnas", "--turns", "-"], 2, "did you mean 'vakdocent-dans'?"),
        (["scenario", "run", "vakdocent-dans", "--turns", "-", "--voice", "gema3"], 2, "choose one of: gemma3-270m, "),
        (["practice", "vakdocent-dnas", "--plain"], 2, "'vakdocent-dans'?"),
        (["practice", "vakdocent-dans", "--plain", "--voice", "e5-small"], 2, "gemma3-270m"),
        (["models", "pull", "gpt-17"], 2, "choose one of"),
        (["models", "use", "e5"], 2, "choose one of: e5-small, "),
        (["models", "bench", "e5-small"], 2, "cannot speak; choose one of: "),
        (["dans"], 2, "invalid choice"),
        (["practice", "--plain"], 2, "Name a scenario"),
        ([], 2, "toask needs a terminal; line by line"),
        (["practice", "nl/klei-ochtend", "--lang", "en", "--plain"], 2, "leave out --lang"),
    ],
)
def test_wrong_use_gets_one_sentence(command, code, says):
    found = subprocess.run(
        [sys.executable, "-m", "simulator.cli.main", *command], capture_output=True, text=True, check=False, input=""
    )
    assert found.returncode == code
    assert says in found.stderr
    assert "Traceback" not in found.stderr
    assert len(found.stderr.splitlines()) == 1 or found.stderr.startswith("usage:")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["dans"], "toask: COMMAND: 'dans' kan hier niet (kies uit 'practice', "),
        (["score"], "toask score: hier hoort nog bij: FILE\n"),
        (["score", "x", "--workers", "veel"], "toask score: --workers: geef een heel getal vanaf 1\n"),
        (["practice", "x", "--seed", "veel"], "toask practice: --seed: 'veel' is geen heel getal\n"),
        (["card", "--flauw"], "toask: dit kent toask hier niet: --flauw\n"),
    ],
)
def test_wrong_use_is_said_in_dutch(command, says, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("TOASK_LANG", "nl")
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path))
    with pytest.raises(SystemExit) as left:
        main(command)
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert told.startswith("gebruik: toask")
    assert says in told


def test_the_help_of_all_commands_together_is_dutch(capsys, monkeypatch):
    monkeypatch.setenv("TOASK_LANG", "nl")
    with pytest.raises(SystemExit):
        main(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    groups = next(action for action in parser()._actions if action.dest == "command")
    for one in groups._choices_actions:
        assert i18n.tr(one.help) != one.help
        assert i18n.tr(one.help) in text
    assert "opties:" in text
    assert "show" not in text


def test_every_command_that_a_sentence_names_exists():
    groups = next(action for action in parser()._actions if action.dest == "command")
    for path in (ROOT / "simulator").rglob("*.py"):
        for name, what in re.findall(r"`toask ([a-z]+)(?: ([a-z]+))?", path.read_text("utf-8")):
            assert name in groups.choices, f"{path}: toask {name}"
            subs = [action for action in groups.choices[name]._actions if action.dest == "sub"]
            assert not what or not subs or what in subs[0].choices, f"{path}: toask {name} {what}"
