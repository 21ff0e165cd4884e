"""A few pictures of the screens; `pytest tests/test_app_snapshots.py --snapshot-update` after a wanted change."""

from __future__ import annotations

from dataclasses import replace

import debrief_fixture
import pytest
from app_helpers import until
from fake_practice import FakePractice
from fake_services import CARD, ENGLISH, KEPT, FakeServices
from textual.widgets import TextArea

from simulator.app.app import ToaskApp
from simulator.app.screens.brief import BriefScreen
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.selfview import SelfViewScreen
from simulator.app.screens.summary import SummaryScreen
from simulator.app.settings import Settings
from simulator.app.talk import Talk, closing

SIZES = {"80x24": (80, 24), "40x15": (40, 15)}


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    monkeypatch.delenv("NO_COLOR", raising=False)


async def settle(pilot):
    """Wait until the screen stays the same for a while, however busy the machine is."""
    last, same = "", 0
    for _ in range(100):
        await pilot.pause(0.1)
        now = pilot.app.export_screenshot()
        same = same + 1 if now == last else 0
        last = now
        if same >= 3:
            return


@pytest.fixture
def picture(snap_compare):
    """`snap_compare` that looks only once the screen has settled."""

    def compare(one, *, terminal_size, run_before):
        async def before(pilot):
            await run_before(pilot)
            await settle(pilot)

        return snap_compare(one, terminal_size=terminal_size, run_before=before)

    return compare


def app(**settings):
    return ToaskApp(FakeServices(replace(Settings(language="nl", warmed_up=True), **settings), cards=[CARD, ENGLISH]))


async def loaded(pilot):
    home = pilot.app.screen_stack[0]
    await until(pilot, lambda: home._loaded and home.unfinished)
    await pilot.pause(0.2)


async def converse(pilot):
    await loaded(pilot)
    screen = ConversationScreen(Talk(FakePractice(), CARD.ref))
    await pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.now.view.conversation)
    for text in ("Wat zie je dan gebeuren in de klas?", "Neem ons programma [b]nu[/b]."):
        screen.composer.put(text)
        await pilot.press("enter")
        await until(pilot, lambda: screen.busy is None and not screen.composer.text)
    await pilot.press("f2")
    await until(pilot, lambda: screen._coach.plain)


@pytest.mark.parametrize("size", SIZES)
def test_home(picture, size):
    one = app(warmed_up=False)
    one.services.cards[1] = replace(ENGLISH, last=None)  # nothing was finished yet: the warm-up is offered
    one.services.rows = [replace(KEPT, ref="warmup/warming-up")]
    assert picture(one, terminal_size=SIZES[size], run_before=loaded)


@pytest.mark.parametrize("size", SIZES)
def test_brief(picture, size):
    async def before(pilot):
        await loaded(pilot)
        pilot.app.open_brief(CARD)
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen) and pilot.app.loading.state == "ready")
        await pilot.pause(0.4)

    assert picture(app(), terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_conversation(picture, size):
    assert picture(app(), terminal_size=SIZES[size], run_before=converse)


@pytest.mark.parametrize("theme", ["toask-light", "toask-contrast", "toask-colourblind"])
def test_conversation_in_other_colours(picture, theme):
    assert picture(app(theme=theme), terminal_size=(80, 24), run_before=converse)


def test_notes_beside_the_conversation(picture):
    async def before(pilot):
        await converse(pilot)
        await pilot.press("f3", *"ze durven niet", "enter")
        await until(pilot, lambda: pilot.app.screen.query_one("#notes").kept)

    assert picture(app(), terminal_size=(110, 30), run_before=before)


def test_summary(picture):
    async def before(pilot):
        await loaded(pilot)
        practice = FakePractice(patience=6)
        for text in ("Wat?", "Hoe?", "En dan?", "Neem dit.", "Wie?", "Waar?"):
            practice.turn(text, Talk(practice).cancel, lambda clause: None)
        await pilot.app.push_screen(SummaryScreen(Talk(practice, CARD.ref), closing(practice)))
        await pilot.pause()

    assert picture(app(), terminal_size=(80, 24), run_before=before)


def test_own_view(picture):
    async def before(pilot):
        await loaded(pilot)
        talk = Talk(FakePractice(over=True), CARD.ref)
        await pilot.app.push_screen(SelfViewScreen(talk, closing(talk.practice)))
        await pilot.press("right", "right", "enter", "right", "enter", *"I asked on", "enter")

    assert picture(app(language="en"), terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_debrief(picture, size):
    async def before(pilot):
        await loaded(pilot)
        screen = DebriefScreen(Talk(FakePractice(over=True), CARD.ref), closing(FakePractice()))
        pilot.app.services.debriefs[None] = debrief_fixture.debrief()
        await pilot.app.push_screen(screen)
        await until(pilot, lambda: screen.found)
        await pilot.press("2", "down", "down", "down", "down")

    assert picture(app(language="en"), terminal_size=SIZES[size], run_before=before)


def test_help(picture):
    async def before(pilot):
        await converse(pilot)
        await pilot.press("f1")
        await pilot.pause()

    assert picture(app(), terminal_size=(80, 30), run_before=before)


def test_too_small(picture):
    assert picture(app(), terminal_size=(36, 12), run_before=loaded)
