"""Home, brief, summary, history, help and keys over fake services."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from app_helpers import notices, running, until
from fake_practice import AUTHOR, LOCKED, FakePractice
from fake_services import BROKEN, CARD, ENGLISH, FakeServices, unready
from textual.command import CommandPalette
from textual.widgets import OptionList

from simulator.app import themes
from simulator.app.screens.brief import BriefScreen
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.history import HistoryScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.keys import KeysScreen, PressKey
from simulator.app.screens.summary import SummaryScreen, summary_text
from simulator.app.settings import Settings
from simulator.app.talk import Closing, Talk
from simulator.practice.api import Opened, PracticeError, Summary


def prompts(pilot, name="#choices"):
    return [str(option.prompt) for option in pilot.app.screen.query_one(name, OptionList).options]


async def test_home_lists_unfinished_first_then_scenarios():
    async with running(FakeServices()) as pilot:
        lines = prompts(pilot)
        assert "3 beurten" in lines[1]
        assert any("62% vragend" in line and "Engels" in line for line in lines)
        assert not any("Warming-up" in line for line in lines)


async def test_the_first_start_offers_the_warmup_and_it_can_be_followed_to_its_end():
    services = FakeServices(Settings(language="nl"), rows=[], cards=[CARD])
    async with running(services) as pilot:
        assert "Warming-up" in prompts(pilot)[1]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert "warmup:nl" in services.calls
        assert pilot.app.screen.talk.warmup


async def test_home_brief_conversation_and_back():
    services = FakeServices(rows=[])
    async with running(services) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        assert "Karin Verbeek" in str(pilot.app.screen.query_one("#brief-text").render())
        await pilot.press(*"durven", "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert services.practice is not None
        assert services.practice.kept == [("hypothesis", "durven")]
        await until(pilot, lambda: pilot.app.screen.now.view.conversation)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_begin_can_be_pressed_before_the_model_is_ready():
    services = FakeServices(rows=[], gate=Event())
    async with running(services) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen) and pilot.app.loading.step == "voice")
        await pilot.press("f5")
        await pilot.pause(0.3)
        assert isinstance(pilot.app.screen, BriefScreen)
        assert "stem van de school" in str(pilot.app.screen.query_one("#load-line").render())
        services.gate.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))


async def test_a_damaged_model_offers_what_can_be_done():
    services = FakeServices(rows=[], problem=unready())
    async with running(services) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.loading.state == "failed")
        await pilot.pause(0.4)
        assert "sha256" in str(pilot.app.screen.query_one("#load-line").render())
        assert not pilot.app.screen.query_one("#remedy-retry").display
        pilot.app.screen.query_one("#remedy-scripted").press()
        await until(pilot, lambda: pilot.app.loading.state == "ready")
        assert services.calls[-1] == "prepare:scripted"


async def test_a_server_is_named_before_the_first_turn():
    services = FakeServices(rows=[], server="http://10.0.0.7:8080")
    async with running(services) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "10.0.0.7" in str(pilot.app.screen.query("#server").first().render()))
        assert pilot.app.screen.query_one("#server").display


async def test_a_scenario_with_a_problem_says_why():
    services = FakeServices(cards=[BROKEN], rows=[])
    async with running(services) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: any("did you mean" in notice for notice in notices(pilot)))
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_home_stays_up_when_the_store_cannot_be_read():
    class Locked(FakeServices):
        def unfinished(self):
            raise PracticeError("The database is locked; close the other window and press F5.")

    async with running(Locked()) as pilot:
        await until(pilot, lambda: any("locked" in notice for notice in notices(pilot)))
        assert len(pilot.app.screen.cards) == 3


async def test_start_opens_the_brief_at_once_and_a_wrong_one_says_so():
    async with running(FakeServices(), start=CARD.ref) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
    async with running(FakeServices(), start="bestaat-niet") as pilot:
        await until(pilot, lambda: any("bestaat-niet" in notice for notice in notices(pilot)))


async def test_notices_are_shown_at_the_start():
    async with running(FakeServices(said=["A damaged database was kept aside as x.bad."])) as pilot:
        await until(pilot, lambda: any("kept aside" in notice for notice in notices(pilot)))


SHORT = Summary(
    3,
    None,
    {"OPEN": 2},
    (),
    (Opened("b", "underlying", LOCKED),),
    False,
    LOCKED,
    "Hoe?",
    1,
    ("durf",),
    AUTHOR,
    "closed",
)


def test_the_summary_holds_back_what_stayed_closed_until_asked():
    text = summary_text(Closing(SHORT, ("eigen",)), held=True).plain
    assert LOCKED not in text
    assert AUTHOR not in text
    assert "eigen" in text
    assert "durf" in text
    assert LOCKED in summary_text(Closing(SHORT, ("eigen",)), held=False).plain


def test_the_summary_gives_no_figure_under_five_turns():
    assert "%" not in summary_text(Closing(SHORT, ("eigen",)), held=True).plain
    assert "80%" in summary_text(Closing(replace(SHORT, turns=6, ask_share=0.8)), held=True).plain
    assert "%" not in summary_text(Closing(replace(SHORT, turns=4, ask_share=0.8)), held=True).plain


def test_a_school_without_a_need_and_a_need_that_was_reached():
    assert LOCKED not in summary_text(Closing(replace(SHORT, reached=None, closed=())), held=False).plain
    assert "Hoe?" in summary_text(Closing(replace(SHORT, reached=True, closed=())), held=False).plain


async def test_the_summary_offers_to_try_again_before_it_shows():
    services = FakeServices()
    async with running(services) as pilot:
        screen = SummaryScreen(Talk(FakePractice(), CARD.ref), Closing(SHORT))
        await pilot.app.push_screen(screen)
        await pilot.pause()
        assert screen.query_one("#again").has_focus
        assert LOCKED not in screen.text().plain
        await pilot.press("s")
        assert LOCKED in screen.text().plain
        assert not screen.query_one("#reveal").display
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        assert pilot.app.screen.card.ref == CARD.ref


async def test_f1_lists_keys_with_their_purpose():
    async with running(FakeServices()) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        svg = pilot.app.export_screenshot()
        assert "Gesprekken" in svg
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_the_palette_runs_commands():
    async with running(FakeServices()) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
        await pilot.press(*"Hoog contrast, don")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.theme == "toask-contrast")
        assert pilot.app.services.remembered.theme == "toask-contrast"


async def test_the_language_switches_everywhere_and_is_remembered():
    services = FakeServices()
    async with running(services) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: any("3 turns" in line for line in prompts(pilot)))
        assert services.remembered.language == "en"
        assert "English" in "".join(prompts(pilot))
        await pilot.press("l")
        await until(pilot, lambda: any("3 beurten" in line for line in prompts(pilot)))


@pytest.mark.parametrize("name", list(themes.NAMES))
async def test_every_theme_is_usable_and_remembered(name):
    async with running(FakeServices(Settings(language="nl", warmed_up=True, theme=name))) as pilot:
        assert pilot.app.theme == name
        assert pilot.app.export_screenshot()


async def test_an_unknown_theme_falls_back():
    async with running(FakeServices(Settings(theme="bestaat-niet"))) as pilot:
        assert pilot.app.theme == themes.DEFAULT


async def test_settings_that_cannot_be_saved_still_hold():
    services = FakeServices(saving=PracticeError("The settings could not be saved; make the folder writable."))
    async with running(services) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: any("could not be saved" in notice for notice in notices(pilot)))
        assert pilot.app.theme != themes.DEFAULT


async def test_keys_can_be_changed_and_given_back():
    services = FakeServices()
    async with running(services) as pilot:
        pilot.app.open_keys()
        await until(pilot, lambda: isinstance(pilot.app.screen, KeysScreen))
        rows = pilot.app.screen.query_one("#keylist", OptionList)
        rows.highlighted = [option.id for option in rows.options].index("history")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PressKey))
        await pilot.press("w")
        await until(pilot, lambda: any("al in gebruik" in notice for notice in notices(pilot)))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PressKey))
        await pilot.press("g")
        await until(pilot, lambda: services.remembered.keys == {"history": "g"})
        await pilot.press("escape", "g")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen))


async def test_remembered_keys_hold_at_the_next_start():
    async with running(FakeServices(Settings(language="nl", warmed_up=True, keys={"history": "g"}))) as pilot:
        await pilot.press("h")
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen))


async def test_no_color_is_honoured(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(FakeServices()) as pilot:
        assert pilot.app.no_color
        import re

        colours = set(re.findall(r"#[0-9a-f]{6}", pilot.app.export_screenshot().split("</style>")[1]))
        assert all(c[1:3] == c[3:5] == c[5:7] for c in colours - {"#c5c8c6", "#ff5f57", "#febc2e", "#28c840"})


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_brief_and_home_fit(size):
    async with running(FakeServices(rows=[], cards=[CARD, ENGLISH]), size) as pilot:
        assert pilot.app.screen.query_one("#choices").region.height >= 8
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.pause()
        for name in ("#paper", "#guess", "#begin"):
            region = pilot.app.screen.query_one(name).region
            assert region.height > 0
            assert region.bottom <= size[1]
            assert region.right <= size[0]
        assert pilot.app.screen.query_one("#paper").region.height >= 4
