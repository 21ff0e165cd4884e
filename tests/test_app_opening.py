"""Between the brief and the conversation: what is opened, what is refused, what may lie over it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Event

import pytest
from app_helpers import notices, running, until
from fake_practice import FakePractice
from fake_services import BROKEN, CARD, KEPT, FakeServices
from textual import events
from textual.containers import VerticalScroll

from simulator.app.screens.brief import BriefScreen
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.summary import SummaryScreen
from simulator.app.talk import Talk
from simulator.app.widgets.phrase import PhraseButton
from simulator.practice.api import PracticeError


class SlowStart(FakeServices):
    """Begins only when `going` is set."""

    going = Event()

    def start(self, ref, *, assessment=False):
        self.going.wait(10)
        return super().start(ref, assessment=assessment)


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


def typed(pilot, text, *first):
    """Keys as a terminal hands them over when they come at once."""
    for key in first:
        pilot.app.post_message(events.Key(key, None))
    for character in text:
        pilot.app.post_message(events.Key({" ": "space", ".": "full_stop"}.get(character, character), character))


@pytest.mark.parametrize("begin", ["f5", "enter"])
@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_letters_typed_while_the_scenario_is_read_stand_in_the_composer(begin, size):
    services = SlowStart()
    services.going.clear()
    async with running(services, size, start=CARD.ref) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen) and services.loaded)
        brief = pilot.app.screen
        await pilot.press(*"nee")
        brief.query_one("#begin").focus()
        await pilot.pause()
        typed(pilot, "goede", begin)
        await until(pilot, lambda: brief.first.text == "goede")
        assert brief.first.region.height == 3
        typed(pilot, "", "enter")
        services.going.set()
        await asyncio.sleep(0.02)
        for character in " middag mevrouw.":
            typed(pilot, character)
            await asyncio.sleep(0.005)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen) and pilot.app.screen.now.view.turns)
        screen = pilot.app.screen
        await until(pilot, lambda: screen.composer.text == "goede middag mevrouw.")
        assert services.practice.calls == []
        assert services.practice.kept == [("hypothesis", "nee")]
        await pilot.press("enter")
        await until(pilot, lambda: services.practice.calls == ["turn:goede middag mevrouw."])


async def test_what_was_written_waits_when_the_beginning_fails_or_the_trainee_goes_back():
    services = FakeServices(problem=PracticeError("The weights are not here."))
    async with running(services, start=CARD.ref) as pilot:
        await until(pilot, lambda: pilot.app.loading.state == "failed")
        brief = pilot.app.screen
        services.problem, services.gate = None, Event()
        await pilot.press("f5", *"dag", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        services.gate.set()
        pilot.app.open_brief(CARD)
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen) and pilot.app.screen is not brief)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen) and pilot.app.screen.now.view.turns)
        assert pilot.app.screen.composer.text == "dag"


async def test_a_turn_without_an_answer_stands_before_what_was_typed_while_it_was_fetched():
    services = FakeServices(make=lambda: FakePractice(pending="Hoe ging het?"), gate=Event())
    async with running(services, start=f"resume:{KEPT.id}") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.press("f5", *"en nu")
        services.gate.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen) and pilot.app.screen.now.view.turns)
        await until(pilot, lambda: pilot.app.screen.composer.text == "Hoe ging het?\n\nen nu")
