"""Progress, goals and reflection reports on screen, over fake services with a real practice log."""

from __future__ import annotations

import time

import pytest
from app_helpers import notices, running, until
from fake_services import CARD, ENGLISH, FakeServices
from helpers_growth import RESULT, opened, talked
from textual.widgets import Static

from simulator import i18n
from simulator.app.screens.brief import BriefScreen
from simulator.app.screens.confirm import AskLine, Choose, Confirm
from simulator.app.screens.goals import GoalsScreen
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.progress import ProgressScreen
from simulator.app.settings import Settings
from simulator.growth import goals
from simulator.practice.api import PracticeError
from simulator.practice.store import Store
from tests.pace import slowness


@pytest.fixture
def services(tmp_path):
    made = FakeServices(Settings(language="en", warmed_up=True), cards=[CARD, ENGLISH], exports=tmp_path)
    made.log = Store(tmp_path / "practice.db")
    yield made
    made.log.close()


async def progress_of(pilot):
    screen = await opened(pilot, "p", ProgressScreen)
    await until(pilot, lambda: screen.seen is not None)
    return screen


def shown(screen):
    return str(screen.query_one("#progress-text", Static).render())


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_progress_is_drawn_and_suggests_a_school(services, size):
    for share in (0.2, 0.5, 0.9):
        talked(services.log, result={**RESULT, "ask_share": share})
    async with running(services, size) as pilot:
        screen = await progress_of(pilot)
        await until(pilot, lambda: "█" in shown(screen))
        assert len(screen.seen.progress.past) == 3
        assert screen.query_one("#paper").max_scroll_x == 0
        wide = screen.query_one("#progress-text").size.width
        assert all(len(line) <= wide for line in shown(screen).split("\n") if "┤" in line or "│" in line)
        await pilot.press("pagedown")
        await until(pilot, lambda: screen.query_one("#paper").scroll_y > 0)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        assert pilot.app.screen.card.id == screen.seen.suggestion.school.id


async def test_figures_can_be_hidden_and_stay_hidden(services):
    talked(services.log)
    async with running(services) as pilot:
        screen = await progress_of(pilot)
        await until(pilot, lambda: "60%" in shown(screen))
        await pilot.press("n")
        await until(pilot, lambda: "%" not in shown(screen))
        assert "█" not in shown(screen)
        assert services.remembered.numbers is False


async def test_the_key_of_the_goals_is_called_as_what_it_opens(services):
    services.remembered = Settings(language="nl", warmed_up=True)
    async with running(services) as pilot:
        screen = await progress_of(pilot)
        name = next(one.binding.description for one in screen.active_bindings.values() if one.binding.id == "goals")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, GoalsScreen))
        assert i18n.tr(name) == i18n.tr(GoalsScreen.NAME) == "Mijn doelen"


async def test_an_empty_log_and_one_that_cannot_be_read_say_so(services):
    async with running(services) as pilot:
        screen = await progress_of(pilot)
        assert screen.seen.progress.past == ()
        assert screen.seen.suggestion is not None
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))

        def broken():
            raise PracticeError("The log is away.")

        services.store = broken
        screen = await opened(pilot, "p", ProgressScreen)
        await until(pilot, lambda: "The log is away." in shown(screen))
        assert screen.seen is None
        await pilot.press("g", "s", "e", "n")
        await pilot.pause()
        assert pilot.app.screen is screen


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_a_goal_is_added_ticked_off_and_removed(services, size):
    talked(services.log)
    async with running(services, size) as pilot:
        progress = await progress_of(pilot)
        screen = await opened(pilot, "g", GoalsScreen)
        await opened(pilot, "a", AskLine)
        await pilot.press(*"[b]door", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one("#line").value = "veel"
        await pilot.press("enter")
        await until(pilot, lambda: any("1 to 100" in notice for notice in notices(pilot)))
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one("#line").value = "55"
        await pilot.press("enter")
        await until(pilot, lambda: [(one.text, one.met, one.of) for one in screen.goals] == [("[b]door", 1, 1)])
        await pilot.press("d")
        await until(pilot, lambda: screen.goals[0].done)
        await pilot.press("enter")
        await until(pilot, lambda: not screen.goals[0].done)
        await pilot.press("escape")
        await until(pilot, lambda: [one.text for one in progress.seen.goals] == ["[b]door"])
        await opened(pilot, "g", GoalsScreen)
        await opened(pilot, "x", Confirm)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not goals.goals(services.log, ()))


async def test_a_goal_by_depth_asks_for_a_layer(services):
    async with running(services) as pilot:
        await progress_of(pilot)
        await opened(pilot, "g", GoalsScreen)
        await opened(pilot, "a", AskLine)
        await pilot.press(*"dieper", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("end", "enter", "down", "down", "enter")
        await until(pilot, lambda: [one.target for one in goals.goals(services.log, ())] == [3.0])


async def test_both_are_in_the_palette_of_other_screens(services):
    async with running(services) as pilot:
        await pilot.press("h")
        await pilot.pause()
        titles = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        assert {"Progress", "Reflection"} <= set(titles)
        home = [command.title for command in pilot.app.get_system_commands(pilot.app.screen_stack[0])]
        assert home.count("Progress") <= 1


async def test_two_thousand_conversations_open_in_time(services):
    store, first = services.log, talked(services.log)
    meta = store.read("SELECT meta FROM conversations WHERE id = ?", (first,))[0]["meta"]
    store.write(
        *(
            (
                "INSERT INTO conversations (id, scenario_id, scenario_version, language, title, source, seed, voice,"
                " mode, status, created, updated, meta) VALUES (?, 'vakdocent-dans', 1, 'nl', 'T', ?, 0, 'v',"
                " 'practice', 'ended', ?, '2026-01-01', ?)",
                (f"c{n}", "x" * 60_000, f"2026-01-01T{n:05}", meta),
            )
            for n in range(2000)
        )
    )
    async with running(services) as pilot:
        start = time.perf_counter()
        screen = await progress_of(pilot)
        await until(pilot, lambda: "█" in shown(screen))
        took = time.perf_counter() - start
        assert len(screen.seen.progress.past) == 2001
        assert took < 0.8 * slowness(), f"opened in {took:.2f} s"
