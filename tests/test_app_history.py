"""The history over fake services."""

from __future__ import annotations

from app_helpers import notices, running, until
from fake_practice import FakePractice, FakeServices

from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.history import HistoryScreen
from simulator.app.screens.home import HomeScreen
from simulator.practice.api import PracticeError


async def test_history_search_rename_archive_export():
    services = FakeServices()
    async with running(services) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen) and len(pilot.app.screen.rows) == 2)
        screen = pilot.app.screen
        await pilot.press("slash", *"eerste")
        await until(pilot, lambda: [row.id for row in screen.rows] == ["c0"])
        await pilot.press("enter", "r")
        await pilot.pause()
        pilot.app.screen.query_one("#line").value = "eerste [b]x[/]"
        await pilot.press("enter")
        await until(pilot, lambda: screen.rows and screen.rows[0].title == "eerste [b]x[/]")
        await pilot.press("e", "down", "enter")
        await until(pilot, lambda: services.calls[-1:] == ["export:c0:jsonl"])
        await until(pilot, lambda: any("c0.jsonl" in notice for notice in notices(pilot)))
        await pilot.press("a")
        await until(pilot, lambda: not screen.rows)
        await pilot.press("v")
        await until(pilot, lambda: [row.id for row in screen.rows] == ["c0"])
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_history_opens_a_finished_conversation_for_reading():
    services = FakeServices(make=lambda: FakePractice(over=True))
    async with running(services) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen) and len(pilot.app.screen.rows) == 2)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen) and pilot.app.screen.now.view.ended)
        assert services.calls == ["resume:c0"]
        assert not pilot.app.screen.composer.display


async def test_a_failing_export_is_one_sentence():
    services = FakeServices()
    async with running(services) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen) and pilot.app.screen.rows)
        services.problem = PracticeError("The folder is read-only; choose another.")
        await pilot.press("e", "enter")
        await until(pilot, lambda: any("read-only" in notice for notice in notices(pilot)))
