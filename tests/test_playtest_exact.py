"""`toask scenario playtest --exact` reads turns as practice does: alone, in their context, and looked at again."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from helpers_practice import minds

from simulator.cli.main import main, parser
from simulator.coding.hash_encoder import HashEncoder
from simulator.coding.vector_cache import CachedEncoder
from simulator.playtest import crowd
from simulator.playtest.ahead import ReadAhead
from simulator.playtest.known import Known
from simulator.playtest.play import Stage, begun
from simulator.scenario.load import load
from simulator.school.meant import Match

FILE = Path(__file__).resolve().parents[1] / "scenarios" / "nl" / "stoer-theater.yaml"


@pytest.fixture(scope="module")
def scenario():
    return load(FILE)


class Coder:
    """Takes every turn for an open question, and keeps how many were read together and behind how much."""

    def __init__(self) -> None:
        self.reader = SimpleNamespace(loaded=SimpleNamespace(codes_version="v"))
        self.read_: list[int] = []
        self.behind: list[int] = []

    def read(self, turns):
        self.read_.append(len(turns))
        self.behind.append(len(turns[0][1]))
        return [None for _ in turns]

    def finish(self, text, reading, history, language):
        return minds().coder.code(f"[OPEN] {text}", history, language)


class Unread(ReadAhead):
    """Reads nothing ahead, for there is no net."""

    def ahead(self, pairs, known=None) -> None: ...

    def read(self, texts, before=""):
        return self._inner.read(texts, before)


class Listens:
    """Finds nothing that is meant, and keeps what it was asked."""

    match = Match(1.0, 1.0, (1.0, 1.0), (0.0, 0.0), 40.0, (0.0,) * 7)

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.shelf = ""

    def take(self, shelf):
        self.shelf = shelf

    def keep(self):
        pass

    def encode(self, texts):
        return np.zeros((len(texts), 2), np.float32)

    def turn(self, before, text):
        self.heard.append((before, text))
        return np.zeros(2, np.float32)

    def asked(self, told):
        return None


def played(scenario, exact: bool, reads=None):
    coder = Coder()
    encoder = Unread(CachedEncoder(HashEncoder()), coder.reader, exact)
    stage = Stage(scenario, coder, encoder, Known(None, "v", "nl"), reads=reads)
    talks = [begun(scenario, "asker", seed) for seed in range(2)]
    for _ in stage.play(talks):
        pass
    return coder, talks


def test_every_question_is_looked_at_again_behind_what_the_school_said(scenario):
    listens = Listens()
    coder, talks = played(scenario, True, listens)
    assert set(coder.read_) == {1}, "a turn is read by itself, as in use"
    assert max(coder.behind) > 4, "in its whole context"
    said = {line for talk in talks for _, line in talk.spoken}
    assert listens.heard
    assert {before for before, _ in listens.heard} <= said
    without = played(scenario, True)[1]
    assert [_targets(one) for one in talks] != [_targets(one) for one in without], "and what it finds counts"


def _targets(talk):
    return [turn.target for turn in talk.turns]


@pytest.mark.parametrize(("exact", "voice"), [(True, ""), (True, "toask-270m"), (False, "")])
def test_only_exact_loads_what_listens(scenario, exact, voice, monkeypatch):
    listens, made, asked = Listens(), [], []

    class Seen(Stage):
        def __init__(self, *args, reads=None) -> None:
            made.append(reads)
            self.topics, self.says = None, None

        def play(self, talks):
            return iter(())

    coder = Coder()
    encoder = SimpleNamespace(name="hash", match=(), take=lambda shelf: None, keep=lambda: None)
    monkeypatch.setattr(crowd, "_MINDS", [(coder, encoder)])
    monkeypatch.setattr(crowd, "_voice", lambda name: None)
    monkeypatch.setattr(crowd, "_question_reader", lambda: asked.append(True) or listens)
    monkeypatch.setattr("simulator.playtest.play.Stage", Seen)
    task = crowd.Task(scenario, (("silent", 0),), exact, voice)
    crowd.play(task)
    assert made == ([listens] if exact else [None])
    assert asked == ([True] if exact else [])
    assert listens.shelf == (f"{scenario.language}-{scenario.id}" if exact else "")


def test_the_help_says_what_exact_reads(capsys):
    with pytest.raises(SystemExit):
        main(["scenario", "playtest", "--help"])
    assert "second look" in " ".join(capsys.readouterr().out.split())
    assert parser().parse_args(["scenario", "playtest", "x", "--exact"]).exact
