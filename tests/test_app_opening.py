"""Between the brief and the conversation: what is opened, what is refused, what may lie over it."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

from app_helpers import notices, running, until
from fake_practice import BROKEN, CARD, KEPT, FakePractice, FakeServices
from textual.containers import VerticalScroll

from simulator.app.screens.brief import BriefScreen
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.summary import SummaryScreen
from simulator.app.talk import Talk
from simulator.app.widgets.phrase import PhraseButton


class SlowStart(FakeServices):
    """Begins only when `going` is set."""

    going = Event()

    def start(self, ref):
        self.going.wait(10)
        return super().start(ref)


async def test_a_broken_file_is_refused_at_once_and_says_what_shows_all_that_is_wrong():
    async with running(FakeServices(), start=BROKEN.ref) as pilot:
        await until(pilot, lambda: notices(pilot))
        assert "did you mean 'title'?" in notices(pilot)[0]
        assert "toask scenario check stuk.yaml" in notices(pilot)[0]
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_kept_conversation_can_be_named_at_the_start():
    services = FakeServices()
    async with running(services, start=f"resume:{KEPT.id}") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert f"resume:{KEPT.id}" in services.calls
    async with running(FakeServices(), start="resume:none") as pilot:
        await until(pilot, lambda: any("database" in notice for notice in notices(pilot)))


async def test_the_button_says_that_the_scenario_is_read():
    services = SlowStart()
    services.going.clear()
    async with running(services, start=CARD.ref) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen) and services.loaded)
        await pilot.press("f5")
        button = pilot.app.screen.query_one("#begin", PhraseButton)
        await until(pilot, lambda: "Het scenario wordt gelezen" in str(button.label))
        services.going.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))


async def test_help_over_the_brief_does_not_swallow_the_conversation():
    services = SlowStart()
    services.going.clear()
    async with running(services, start=CARD.ref) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen) and services.loaded)
        brief = pilot.app.screen
        await pilot.press("f5")
        await until(pilot, lambda: brief._starting)
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        services.going.set()
        await until(pilot, lambda: brief._begun is not None)
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))


async def test_a_second_enter_in_the_guess_meets_the_button():
    services = FakeServices()
    async with running(services, start=CARD.ref) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.press(*"durf", "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert services.practice.kept == [("hypothesis", "durf")]


async def test_page_keys_scroll_the_brief_and_the_summary_whatever_has_the_focus():
    services = FakeServices(cards=[replace(CARD, brief="Een lange brief. " * 200)])
    async with running(services, (40, 15), start=CARD.ref) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.press("pagedown")
        await until(pilot, lambda: pilot.app.screen.query_one("#paper", VerticalScroll).scroll_y > 0)
        practice = FakePractice(kept=[("note", "een notitie " * 200)])
        talk = Talk(practice, "vakdocent-dans")
        await pilot.app.push_screen(SummaryScreen(talk, talk.end()))
        paper = pilot.app.screen.query_one("#paper", VerticalScroll)
        await pilot.press("pagedown")
        await until(pilot, lambda: paper.scroll_y > 0)
        await pilot.press("pageup", "pageup")
        await until(pilot, lambda: paper.scroll_y == 0)
