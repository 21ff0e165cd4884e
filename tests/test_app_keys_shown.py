"""What stays in reach at any width, and the ways out: the line of keys, the end question, the brief, an old talk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from app_helpers import running, talking, until, write
from fake_practice import FakePractice
from fake_services import CARD, KEPT, FakeServices
from helpers_afterwards import debriefed, services, shown

from simulator.app.screens.brief import BriefScreen
from simulator.app.screens.confirm import Choose, Confirm
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.history import HistoryScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.settings import Settings
from simulator.app.widgets.transcript import TurnBlock


def keys(pilot):
    return shown(pilot).splitlines()[-1]


@pytest.mark.parametrize("width", [80, 90, 100])
async def test_the_ways_out_stand_in_the_line_of_keys(width):
    held = FakeServices(Settings(language="nl", warmed_up=True))
    async with running(held, (width, 24)) as pilot:
        assert "Stoppen" in keys(pilot)
        for key in ("h", "p"):
            await pilot.press(key)
            await until(pilot, lambda: not isinstance(pilot.app.screen, HomeScreen))
            await pilot.pause()
            assert "Esc" in keys(pilot)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await debriefed(pilot)
        await pilot.pause()
        assert "Esc" in keys(pilot)
    async with talking(FakePractice(), (width, 24), services=held) as (pilot, _):
        assert "F8" in keys(pilot)


async def test_before_the_first_turn_the_end_is_the_way_home():
    practice = FakePractice()
    async with talking(practice) as (pilot, _):
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert "end" not in practice.calls


async def test_the_end_question_says_its_keys_and_the_arrows_go_between_the_answers():
    practice = FakePractice()
    async with talking(practice, services=services()) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        assert "Enter: choose · Esc: leave" in shown(pilot)
        await pilot.press("right")
        assert pilot.app.focused.id == "yes"
        await pilot.press("left")
        assert pilot.app.focused.id == "no"


@pytest.mark.parametrize("width", [60, 70, 80])
async def test_the_brief_stays_readable_at_any_width(width):
    async with running(services(pace=0.2), (width, 24), start=CARD.ref) as pilot:
        await until(pilot, lambda: pilot.app.screen.query("#mode"))
        await pilot.pause()
        assert pilot.app.screen.query_one("#load").size.width >= 18
        assert pilot.app.screen.query_one("#paper").size.height >= 8


async def test_the_key_for_an_assessment_says_what_it_changes_to():
    async with running(services(), start=CARD.ref) as pilot:
        await until(pilot, lambda: pilot.app.screen.query("#mode"))
        assert "F6 Assessment" in keys(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: "F6 Practise" in keys(pilot))


@pytest.mark.parametrize("kept", [None, KEPT])
async def test_the_school_begins_only_where_nothing_was_said(kept):
    async with running(services()) as pilot:
        pilot.app.push_screen(BriefScreen(CARD, kept))
        await until(pilot, lambda: pilot.app.screen.query("#first-label"))
        label = str(pilot.app.screen.query_one("#first-label").render())
        assert ("the school begins" in label) == (kept is None)


async def test_tab_goes_to_the_newest_turn_first():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        blocks = screen.transcript.blocks
        await pilot.press("tab")
        assert pilot.app.focused is blocks[-1]
        await pilot.press("tab")
        assert pilot.app.focused is blocks[-2]
        await pilot.press("shift+tab", "shift+tab")
        assert pilot.app.focused is screen.composer
        assert isinstance(blocks[0], TurnBlock)


@pytest.mark.parametrize(("presses", "call"), [((), "resume:c1:finished"), (("down",), "")])
async def test_what_was_finished_is_read_while_another_way_is_under_way(presses, call):
    row = replace(KEPT, retrying=True, ask_share=0.7)
    held = services(rows=[row], make=lambda: FakePractice(over=True))
    async with running(held) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen) and pilot.app.screen.rows)
        assert "another way is under way" in shown(pilot)
        assert "70%" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press(*presses, "enter")
        wanted = ConversationScreen if call else BriefScreen
        await until(pilot, lambda: isinstance(pilot.app.screen, wanted))
        assert [one for one in held.calls if one.startswith("resume")] == [call] * bool(call)
