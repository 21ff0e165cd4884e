"""One's own view, before any figure; and who is asked for it."""

from __future__ import annotations

import json

import pytest
from app_helpers import coach, notices, running, talking, until, write
from fake_practice import FakePractice
from helpers_afterwards import SIZES, afterwards, practised, services, shown

from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.selfview import SelfViewScreen
from simulator.app.screens.summary import SummaryScreen
from simulator.practice.api import PracticeError


@pytest.mark.parametrize("size", SIZES)
async def test_the_own_view_comes_before_any_figure_and_is_kept(size):
    held = services()
    practice = practised()
    async with running(held, size) as pilot:
        await afterwards(pilot, practice)
        screen = pilot.app.screen
        assert isinstance(screen, SelfViewScreen)
        assert "%" not in shown(pilot)
        assert not [call for call in held.calls if call.startswith("debrief")]
        await pilot.press("right", "right", "enter", *["right"] * 3, "enter", *"goed [b]", "enter", *"anders", "enter")
        await pilot.press(*"durven", "enter")
        assert screen.focused.id == "keep"
        assert screen.focused.region.bottom <= size[1]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen) and pilot.app.screen.found)
        kinds = dict(practice.kept)
        assert json.loads(kinds["self"]) == {
            "share": 60,
            "layer": "underlying",
            "well": "goed [b]",
            "other": "anders",
        }
        assert kinds["hypothesis"] == "durven"
        assert held.calls[-1] == "debrief:c1:None"


async def test_the_own_view_can_be_skipped_and_is_not_asked_again():
    practice = practised()
    async with running(services()) as pilot:
        await afterwards(pilot, practice)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
        assert practice.kept == []
        pilot.app.go_home()
        await afterwards(pilot, practice)
        assert isinstance(pilot.app.screen, DebriefScreen)


async def test_what_was_written_stays_when_it_cannot_be_kept():
    practice = practised()
    async with running(services()) as pilot:
        await afterwards(pilot, practice)
        screen, keep = pilot.app.screen, practice.note

        def full(kind, text):
            raise PracticeError("The disk is full; make room and try again.")

        practice.note = full
        await pilot.press("enter", "enter", *"goed")
        await pilot.press("f5")
        await until(pilot, lambda: any("disk is full" in notice for notice in notices(pilot)))
        assert pilot.app.screen is screen
        assert screen.view().well == "goed"
        practice.note = keep
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))


async def test_a_guess_is_asked_for_once_halfway_and_nothing_is_in_the_way():
    practice = FakePractice(patience=5)
    async with talking(practice, services=services()) as (pilot, screen):
        lines = []
        for number in range(4):
            await write(pilot, screen, "Wat?")
            await until(pilot, lambda n=number: len(practice.mine) == n + 1 and screen.busy is None)
            lines.append("Half of the time" in coach(screen))
            assert screen.composer.has_focus
        assert lines == [False, False, True, False]


async def test_the_summary_from_the_warm_up_stays_a_summary():
    practice = FakePractice(over=True)
    async with talking(practice, services=services(), warmup=True) as (pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SummaryScreen))
