"""Opening what follows on a conversation in the app, for tests: own view, debrief, and what is on the screen."""

from __future__ import annotations

from threading import Event

import debrief_fixture
from app_helpers import until
from fake_practice import FakePractice
from fake_services import CARD, FakeServices

from simulator.app.screens.conversation import ConversationScreen
from simulator.app.settings import Settings
from simulator.app.talk import Talk

SIZES = [(80, 24), (40, 15)]


def services(**changes):
    return FakeServices(**{"remembered": Settings(language="en", warmed_up=True), **changes})


def practised(**changes):
    """An ended conversation of fourteen turns; its ids are those of the fixture's rows."""
    practice = FakePractice(patience=99, **changes)
    for line in debrief_fixture.lines():
        practice.turn(line.text, Event(), lambda clause: None)
    practice.over, practice.mode = True, changes.get("mode", "practice")
    return practice


def shown(pilot):
    """Every cell that is on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def afterwards(pilot, practice=None):
    """Open what follows on a conversation from its screen, as reading it from the history does."""
    talk = Talk(practice or practised(), CARD.ref)
    pilot.app.read(talk)
    await until(pilot, lambda: pilot.app.screen.now.view.ended)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, ConversationScreen))
    return talk


async def debriefed(pilot, practice=None):
    """The debrief, own view skipped."""
    practice = practice or practised()
    practice.look_back()
    talk = await afterwards(pilot, practice)
    await until(pilot, lambda: pilot.app.screen.found)
    return talk, pilot.app.screen
