"""Home: whom it calls new, and where it stands after a talk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from app_helpers import running, until
from fake_services import CARD, ENGLISH, KEPT, FakeServices
from textual.widgets import OptionList

from simulator.app.screens.brief import BriefScreen
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.history import HistoryScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.settings import Settings


def prompts(pilot):
    return [str(option.prompt) for option in pilot.app.screen.query_one("#choices", OptionList).options]


@pytest.mark.parametrize(
    ("rows", "cards", "offered"),
    [
        ([], [CARD], True),
        ([replace(KEPT, ref="warmup/warming-up")], [CARD], True),
        ([KEPT], [CARD], False),
        ([], [CARD, ENGLISH], False),
    ],
    ids=["nothing", "a warm-up begun", "a talk begun", "a talk finished"],
)
async def test_who_talked_before_is_not_called_new(rows, cards, offered):
    async with running(FakeServices(Settings(language="nl"), rows=rows, cards=cards)) as pilot:
        assert any("Warming-up" in line for line in prompts(pilot)) == offered
        assert ("Nieuw hier?" in str(pilot.app.screen.query_one("#lead").render())) == offered


async def test_after_a_talk_the_way_back_into_it_is_in_sight():
    cards = [replace(CARD, ref=f"school-{n}", id=f"school-{n}", title=f"School {n}") for n in range(30)]
    services = FakeServices(cards=cards, rows=[])
    async with running(services) as pilot:
        await pilot.press("end")
        choices = pilot.app.screen.query_one("#choices", OptionList)
        await until(pilot, lambda: choices.scroll_y > 0)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await until(pilot, lambda: pilot.app.screen.now.view.conversation)
        services.rows = [replace(KEPT, ref="school-29")]
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await until(pilot, lambda: choices.highlighted_option.id == f"kept:{KEPT.id}" and choices.scroll_y == 0)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        assert pilot.app.screen.kept is not None


async def test_whoever_only_looked_elsewhere_finds_the_list_as_it_was():
    async with running(FakeServices()) as pilot:
        await pilot.press("down", "down")
        choices = pilot.app.screen.query_one("#choices", OptionList)
        place = choices.highlighted
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.pause(0.2)
        assert choices.highlighted == place > 1
