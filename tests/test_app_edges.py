"""Edges of the conversation screen: odd text, huge pastes, small windows, closing in the middle."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest
from app_helpers import coach, long_talk, talking, until, words, write
from fake_practice import FakePractice
from textual import events

from simulator.app.text import TURN_LIMIT
from simulator.app.widgets.toosmall import TooSmall


async def test_markup_controls_emoji_and_right_to_left_are_shown_as_typed():
    text = "[/x] [b]vet[/b] [@click=quit]x[/] 👩‍🏫 שלום \x1b[31mrood\x1b[0m \x07\u202eomgekeerd"
    practice = FakePractice(replies=(("[/x] dat zegt [bold]zij[/]", "\x1b]0;titel\x07ok 👍"),))
    async with talking(practice) as (pilot, screen):
        await pilot.app._dispatch_action(screen, "newest", ())
        screen.composer.post_message(events.Paste(text))
        await pilot.press("enter")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        assert words(screen)[1] == "[/x] [b]vet[/b] [@click=quit]x[/] 👩‍🏫 שלום rood omgekeerd"
        assert words(screen)[2] == "[/x] dat zegt [bold]zij[/] ok 👍"
        rendered = pilot.app.export_screenshot()
        assert "[bold]zij[/]".replace(" ", "&#160;") in rendered


async def test_a_huge_paste_is_kept_and_refused_with_a_sentence():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        screen.composer.post_message(events.Paste("woord " * 17000))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: str(TURN_LIMIT) in coach(screen))
        assert practice.calls == []
        assert len(screen.composer.text) == 102000
        assert "Ctrl+A" in coach(screen)
        await pilot.press("ctrl+a", "backspace")
        await until(pilot, lambda: not screen.composer.text and not coach(screen))


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_all_of_it_fits(size):
    practice = FakePractice()
    async with talking(practice, size) as (pilot, screen):
        await write(pilot, screen, "Wat zie je dan gebeuren in de klas?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        await pilot.press("f2")
        await until(pilot, lambda: coach(screen))
        for name in ("#counter", "#meter", "#scroll", "#coach", "#composer"):
            region = screen.query_one(name).region
            assert region.width > 0
            assert region.height > 0
            assert region.right <= size[0]
            assert region.bottom <= size[1]
        assert screen.query_one("#scroll").region.height >= 4


async def test_a_window_too_small_says_so_and_keeps_the_words():
    async with talking(FakePractice()) as (pilot, screen):
        screen.composer.put("bewaar mij")
        await pilot.resize_terminal(30, 10)
        await pilot.pause()
        small = screen.query_one(TooSmall)
        assert small.display
        assert "30×10" in str(small.render())
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not small.display
        assert screen.composer.text == "bewaar mij"


async def test_closing_while_the_school_answers_does_not_hang():
    practice = FakePractice(gate=Event())  # never set: only a cancelled call can end, and closing waits for it
    async with asyncio.timeout(60), talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        await pilot.press("ctrl+q")


async def test_typing_while_a_turn_has_the_focus_goes_to_the_composer():
    async with talking(FakePractice()) as (pilot, screen):
        await pilot.click(screen.transcript.blocks[0])
        assert screen.transcript.blocks[0].has_focus
        await pilot.press(*"[Hoe")
        assert screen.composer.has_focus
        assert screen.composer.text == "[Hoe"


async def test_selecting_with_the_mouse_while_the_school_answers():
    practice = FakePractice(gate=Event(), pace=0.05)
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        live = screen.transcript.blocks[-1]
        await pilot.mouse_down(live, offset=(2, 1))
        practice.gate.set()
        await pilot.hover(screen.transcript.blocks[0], offset=(6, 1))
        await until(pilot, lambda: screen.busy is None)
        await pilot.mouse_up(screen.transcript.blocks[0], offset=(6, 1))
        assert words(screen)[-1].startswith("Nou ja")


async def test_escape_leaves_an_ended_conversation():
    async with talking(FakePractice(over=True)) as (pilot, screen):
        assert not screen.composer.display
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)


async def test_the_last_words_stay_in_sight_while_a_longer_turn_is_written():
    async with talking(long_talk(31)) as (pilot, screen):
        await until(pilot, lambda: screen.transcript.near_end)
        await pilot.press("f9")
        screen.composer.put("en dan nog iets " * 25)
        await until(pilot, lambda: screen.composer.size.height >= 5)
        await until(pilot, lambda: screen.transcript.near_end)


async def test_another_window_size_stays_at_the_end_and_leaves_who_reads_back_there():
    async with talking(long_talk(31, " wat een lange zin over de gymzaal en het speelkwartier is dit toch. " * 3)) as (
        pilot,
        screen,
    ):
        await until(pilot, lambda: screen.transcript.near_end)
        for size in ((60, 18), (80, 24), (120, 40), (60, 18)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: screen.transcript.near_end)
            await pilot.pause(0.2)
            assert screen.transcript.near_end
        await pilot.press("ctrl+up", "ctrl+up", "ctrl+up")
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.2)
        assert not screen.transcript.near_end
