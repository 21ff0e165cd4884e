"""The history over fake services."""

from __future__ import annotations

from dataclasses import replace

from app_helpers import notices, running, until
from fake_practice import FakePractice
from fake_services import FakeServices

from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.erase import ChooseErase
from simulator.app.screens.history import HistoryScreen
from simulator.app.screens.home import HomeScreen
from simulator.practice.api import PracticeError
from simulator.practice.documents import Document
from simulator.review.erase import Holding


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


async def history(pilot):
    await pilot.press("h")
    await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen) and pilot.app.screen.rows)
    return pilot.app.screen


async def test_deleting_for_good_asks_first_and_the_safe_answer_stands_first():
    services = FakeServices()
    async with running(services) as pilot:
        screen = await history(pilot)
        first = screen.row.id
        for leave in ("escape", "enter"):
            await pilot.press("d")
            await until(pilot, lambda: isinstance(pilot.app.screen, ChooseErase))
            await pilot.press(leave)
            await until(pilot, lambda: pilot.app.screen is screen)
        assert not services.calls
        pilot.app.drafts[first] = "half een beurt"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseErase))
        await pilot.press("down", "enter")
        await until(pilot, lambda: first not in [row.id for row in screen.rows])
        assert services.calls == [f"erase:{first}"]
        assert first not in pilot.app.drafts


async def test_what_quotes_a_conversation_is_named_and_can_go_along():
    title = "Mijn [b]verslag[/]"
    services = FakeServices(quoting=[Document(1, "d1", "reflection", "c1", "nl", title, {}, "2026-01-06")])
    async with running(services, (40, 15)) as pilot:
        await history(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseErase))
        assert title in pilot.app.screen.question()
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: services.calls == ["erase:c1:d1"])


async def test_what_people_coded_is_named_before_it_goes_and_where_it_stays(tmp_path):
    services = FakeServices(coded=[Holding(tmp_path / "conversation-c1.review", ("Els", "Piet"), 1)])
    services.remembered = replace(services.remembered, language="en", reviews=(str(tmp_path / "mine.review"),))
    async with running(services) as pilot:
        await history(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseErase))
        asked = pilot.app.screen.question().splitlines()
        assert asked[1:3] == [
            "What people coded of it goes as well:",
            "· conversation-c1 · Els, Piet · 1 other transcript stays",
        ]
        assert asked[3] == "These reviews still hold it; delete them yourself if you want:"
        assert asked[4].startswith("· ")


async def test_a_failing_deletion_is_one_sentence_and_the_conversation_stays():
    services = FakeServices()
    async with running(services) as pilot:
        screen = await history(pilot)
        services.problem = PracticeError("Deleting for good writes the database anew.")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseErase))
        await pilot.press("down", "enter")
        await until(pilot, lambda: any("writes the database anew" in notice for notice in notices(pilot)))
        assert len(screen.rows) == 2


async def test_an_export_can_leave_names_out():
    services = FakeServices()
    async with running(services) as pilot:
        await history(pilot)
        await pilot.press("e", "tab", "space", "shift+tab", "enter")
        await until(pilot, lambda: services.calls == ["export:c1:markdown:nameless"])
