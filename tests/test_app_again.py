"""The last turn of an ended conversation can be tried again: from the screen, from the history, over the real log."""

from __future__ import annotations

from threading import Event

import pytest
from app_helpers import coach, notices, talking, until, words, write
from fake_practice import FakePractice
from fake_services import FakeServices
from helpers_practice import minds, say, session
from helpers_scenario import build, minimal_scenario

from simulator.app.screens.selfview import SelfViewScreen
from simulator.practice.api import PracticeError
from simulator.practice.reading import asleep
from simulator.practice.session import Session
from simulator.practice.store import Store
from simulator.voice.types import Cancelled

SCENARIO = build(minimal_scenario())
FIRST, SECOND = "[OPEN] Hoe ging het?", "[OFFER] Neem ons programma."


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "practice.db")
    yield made
    made.close()


@pytest.fixture
def ended(store):
    one = session(store, SCENARIO)
    say(one, FIRST)
    say(one, SECOND)
    one.end()
    return one


def test_trying_again_makes_a_branch_and_the_conversation_goes_on(store, ended):
    old = [row.id for row in ended.rows()]
    ended.edit("[OPEN] En daarna?", Event(), lambda clause: None)
    assert not ended.view().ended
    assert ended.recall() == ["[OPEN] En daarna?", FIRST]
    assert set(old) < {row.id for row in store.tree(ended.id)}
    say(ended, "[OPEN] Wat merkte je?")
    assert store.conversation(ended.id).status == "active"
    ended.end()
    assert store.results()[(SCENARIO.id, "nl")]["turns"] == 3


def test_what_fails_or_is_stopped_leaves_it_as_ended_as_it_was(store, ended):
    head = ended.rows()[-1].id

    def broken():
        raise PracticeError("The weights are not here.")

    read = Session(store, ended.id, SCENARIO, asleep("gemma3-270m", broken))
    with pytest.raises(PracticeError, match="not here"):
        read.edit("[OPEN] En daarna?", Event(), lambda clause: None)
    cancel = Event()
    with pytest.raises(Cancelled):
        ended.edit("[OPEN] Anders dan?", cancel, lambda clause: cancel.set())
    assert (ended.rows()[-1].id, store.conversation(ended.id).status) == (head, "ended")
    kept = [row.text for row in store.tree(ended.id) if row.role == "trainee"]
    assert kept == [FIRST, SECOND, "[OPEN] En daarna?", "[OPEN] Anders dan?"]


def test_minds_sleep_until_they_are_needed_and_wake_once(store, ended):
    woken = []

    def wake():
        woken.append(1)
        return minds()

    read = Session(store, ended.id, SCENARIO, asleep("gemma3-270m", wake))
    assert read.summary().turns == 2
    assert read.view().ended
    assert (woken, read.minds.voice.name) == ([], "gemma3-270m")
    read.edit("[OPEN] En daarna?", Event(), lambda clause: None)
    say(read, "[OPEN] Wat merkte je?")
    assert (woken, read.minds.voice.name) == ([1], "scripted")


async def test_ctrl_e_after_the_end_sends_the_last_turn_again():
    practice = FakePractice(patience=2)
    async with talking(practice) as (pilot, screen):
        for text in ("Wat?", "Neem ons programma."):
            await write(pilot, screen, text)
            await until(pilot, lambda: screen.busy is None and not screen.composer.text)
        assert screen.now.view.ended
        assert "Ctrl+E" in coach(screen)
        practice.patience = 9
        await pilot.press("ctrl+e")
        assert screen.composer.display
        assert screen.composer.text == "Neem ons programma."
        screen.composer.put("En toen?")
        await pilot.press("enter")
        await until(pilot, lambda: screen.busy is None and not screen.now.view.ended)
        assert practice.calls[-1] == "edit:En toen?"
        assert [one for one in words(screen) if one in ("Neem ons programma.", "En toen?")] == ["En toen?"]
        assert screen.composer.display
        assert screen.composer.has_focus
        await write(pilot, screen, "En daarna?")
        await until(pilot, lambda: practice.calls[-1] == "turn:En daarna?" and screen.busy is None)


async def test_escape_leaves_the_ended_conversation_as_it_was_and_then_leaves_it():
    async with talking(FakePractice(patience=1)) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.now.view.ended)
        await pilot.press("ctrl+e")
        await pilot.press("escape")
        assert not screen.composer.display
        assert screen.focused.id == "to-summary"
        await pilot.press("ctrl+e", "f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, SelfViewScreen))


async def test_when_trying_again_fails_the_words_stay_and_can_be_sent_once_more():
    practice = FakePractice(patience=1)
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.now.view.ended)
        practice.patience, practice.fail = 9, PracticeError("The model is damaged; fetch it again.")
        await pilot.press("ctrl+e")
        await write(pilot, screen, "Hoe dan?")
        await until(pilot, lambda: screen.busy is None and "damaged" in coach(screen))
        assert screen.composer.display
        assert screen.composer.text == "Hoe dan?"
        await pilot.press("enter")
        await until(pilot, lambda: screen.busy is None and not screen.now.view.ended)
        assert practice.calls[-2:] == ["edit:Hoe dan?", "edit:Hoe dan?"]


async def test_the_models_load_while_the_turn_is_changed_and_a_server_is_named_before_it_is_sent():
    services = FakeServices(server="box.example")
    practice = FakePractice()
    practice.turn("Wat?", Event(), lambda clause: None)
    practice.over = True
    async with talking(practice, services=services) as (pilot, screen):
        assert "prepare:retry" not in services.calls
        await pilot.press("ctrl+e")
        await until(pilot, lambda: services.loaded and "box.example" in coach(screen))
        assert not notices(pilot)
