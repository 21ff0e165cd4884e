"""The app's services over the real store and scenarios, without weights."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from helpers_practice import minds, say

from simulator.app import real
from simulator.app.real import RealServices, server_of
from simulator.app.services import NotReady
from simulator.practice.api import PracticeError
from simulator.practice.begin import begin
from simulator.scenario import catalog
from simulator.scenario.problems import has_errors


@pytest.fixture
def services(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_MODELS", str(tmp_path / "no-weights"))
    monkeypatch.setenv("TOASK_VOICE", "gemma3-270m")
    made = RealServices()
    yield made
    made.close()


@pytest.fixture
def talk(services):
    entry = catalog.resolve("nl/vakdocent-dans")
    return begin(services.store(), entry.usable, entry.text, minds())


@pytest.mark.parametrize(
    ("voice", "server"),
    [
        ("gemma3-270m", ""),
        ("scripted", ""),
        ("http:http://localhost:8080/v1#qwen", ""),
        ("http://127.0.0.1:8080/v1#qwen", ""),
        ("http://box.example:8080/v1#qwen", "box.example"),
        ("https://api.example/v1#gpt", "api.example"),
        ("http:https://api.example/v1#gpt", "api.example"),
        ("HTTPS://key@API.example/v1#gpt", "api.example"),
    ],
)
def test_a_server_elsewhere_is_named_however_it_was_written(voice, server):
    assert server_of(voice) == server
    assert RealServices(voice).voice().server == server


def test_an_ended_conversation_is_read_without_any_weights(services, talk):
    say(talk, "[OPEN] Hoe ging het vorig jaar?")
    talk.end()
    read = services.resume(talk.id)
    assert [turn.role for turn in read.view().turns] == ["school", "trainee", "school"]
    assert read.summary().turns == 1
    with pytest.raises(PracticeError, match="over"):
        read.turn("Nog iets?", Event(), lambda clause: None)
    with pytest.raises(NotReady, match="toask models pull"):
        read.edit("Nog iets?", Event(), lambda clause: None)
    row = services.store().conversation(talk.id)
    assert (row.head, row.status) == (talk.rows()[-1].id, "ended")


def test_the_lists_count_the_turns_of_the_branch_that_is_shown(services, talk):
    say(talk, "[OPEN] Hoe ging het?")
    say(talk, "[OPEN] En toen?")
    talk.edit("[OPEN] Wat gebeurde er daarna?", Event(), lambda clause: None)
    talk.regenerate(Event(), lambda clause: None)
    (row,) = services.history()
    assert (row.turns, talk.view().trainee_turns) == (2, 2)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_warm_ups_can_be_played_in_five_turns(language):
    entry = catalog.entry(real.warmup_file(language), True)
    assert not has_errors(entry.problems), entry.problems
    assert (entry.usable.language, entry.usable.difficulty.patience, entry.usable.need) == (language, 5, None)


def test_a_second_window_takes_nothing_back_that_the_first_one_changed(services, tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    other = RealServices()
    mine, theirs = services.settings(), other.settings()
    services.save_settings(replace(mine, theme="toask-light"))
    other.save_settings(replace(theirs, numbers=False))
    other.save_settings(replace(theirs, numbers=False, name="Els"))
    found = RealServices().settings()
    assert (found.theme, found.numbers, found.name) == ("toask-light", False, "Els")
