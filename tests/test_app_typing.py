"""Keys and pastes that come faster than the screen can take them: nothing is cut off, nothing is lost."""

from __future__ import annotations

from threading import Event

from app_helpers import notices, talking, until
from fake_practice import FakePractice
from fake_services import FakeServices
from textual import events
from textual.widgets import OptionList

from simulator.app.screens.keys import KeysScreen, PressKey


def typed(pilot, text, *keys):
    """Keys as a terminal hands them over when they come at once: all queued before the first is handled."""
    names = {" ": "space", "?": "question_mark", "\n": "ctrl+j"}
    for character in text:
        pilot.app.post_message(events.Key(names.get(character, character), character if character != "\n" else None))
    for key in keys:
        pilot.app.post_message(events.Key(key, None))


async def test_enter_right_behind_the_last_letter_sends_all_of_it():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        typed(pilot, "hoe\nging dat?", "enter")
        await until(pilot, lambda: screen.now.view.trainee_turns == 1)
        assert practice.calls == ["turn:hoe\nging dat?"]
        assert screen.composer.text == ""


async def test_enter_right_behind_a_paste_sends_the_paste():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        pilot.app.post_message(events.Paste("wat zie je dan? " * 200))
        typed(pilot, "", "enter")
        await until(pilot, lambda: screen.now.view.trainee_turns == 1)
        assert practice.mine[0].text == ("wat zie je dan? " * 200).strip()


async def test_what_is_typed_behind_enter_stays_for_the_next_turn():
    practice = FakePractice(gate=Event())
    async with talking(practice) as (pilot, screen):
        typed(pilot, "hoe?", "enter")
        typed(pilot, "en dan")
        await until(pilot, lambda: screen.busy == "turn" and screen.composer.text.endswith("dan"))
        practice.gate.set()
        await until(pilot, lambda: screen.busy is None)
        assert practice.calls == ["turn:hoe?"]
        assert screen.composer.text == "en dan"


async def test_a_note_is_kept_whole_however_fast_enter_follows():
    practice = FakePractice()
    async with talking(practice) as (pilot, _screen):
        await pilot.press("f3")
        typed(pilot, "ze durven niet", "enter")
        await until(pilot, lambda: practice.kept)
        assert practice.kept == [("hypothesis", "ze durven niet")]


async def test_a_letter_that_is_needed_to_type_cannot_become_a_key_of_the_conversation():
    services = FakeServices()
    async with talking(FakePractice(), services=services) as (pilot, screen):
        pilot.app.open_keys()
        await until(pilot, lambda: isinstance(pilot.app.screen, KeysScreen))
        keys = pilot.app.screen.query_one("#keylist", OptionList)
        keys.highlighted = keys.get_option_index("hint")
        for key in ("x", "f10"):
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, PressKey))
            await pilot.press(key)
            await until(pilot, lambda: isinstance(pilot.app.screen, KeysScreen))
        assert any("Die toets heb je nodig" in notice for notice in notices(pilot))
        await until(pilot, lambda: services.remembered.keys == {"hint": "f10"})
        await pilot.press("escape", *"xx")
        assert screen.composer.text == "xx"
