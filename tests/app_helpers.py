"""Small helpers of the app's tests: open the app over fakes and wait for what should happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fake_practice import FakePractice
from fake_services import FakeServices
from textual.pilot import Pilot

from simulator.app.app import ToaskApp
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.talk import Talk
from simulator.practice.api import Shown


async def until(pilot: Pilot[None], ready: Callable[[], Any], timeout: float = 8.0) -> None:
    """Wait until `ready()` is true; fail with its words when it never is."""
    deadline = time.monotonic() + timeout
    while not ready():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        await asyncio.sleep(0.01)
        await pilot.pause()
    await pilot.pause()


def _filled(home: Any) -> bool:
    return getattr(home, "_loaded", False) and getattr(home, "_read", False)


@asynccontextmanager
async def running(
    services: FakeServices, size: tuple[int, int] = (80, 24), start: str = ""
) -> AsyncIterator[Pilot[None]]:
    """The app, painted and with its lists filled."""
    app = ToaskApp(services, start)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen_stack and _filled(app.screen_stack[0]))
        yield pilot


@asynccontextmanager
async def talking(
    practice: FakePractice,
    size: tuple[int, int] = (80, 24),
    *,
    services: FakeServices | None = None,
    warmup: bool = False,
) -> AsyncIterator[tuple[Pilot[None], ConversationScreen]]:
    """The app with a conversation open."""
    async with running(services or FakeServices(), size) as pilot:
        screen = ConversationScreen(Talk(practice, "vakdocent-dans", warmup=warmup))
        await pilot.app.push_screen(screen)
        await until(pilot, lambda: screen.now.view.conversation)
        yield pilot, screen


def long_talk(turns: int, more: str = "") -> FakePractice:
    """A conversation of so many turns, each with its number and then `more`."""
    shown = [Shown(i + 1, "trainee" if i % 2 else "school", "Karin", f"beurt {i + 1}{more}") for i in range(turns)]
    return FakePractice(turns=shown, next_id=turns + 1, patience=999)


async def write(pilot: Pilot[None], screen: ConversationScreen, text: str) -> None:
    """Write a turn and send it."""
    screen.composer.put(text)
    await pilot.press("enter")
    await pilot.pause()


def words(screen: ConversationScreen) -> list[str]:
    """The words of all turns on screen."""
    return [block.words for block in screen.transcript.blocks]


def coach(screen: ConversationScreen) -> str:
    """The line above the composer."""
    return screen._coach.plain


def notices(pilot: Pilot[None]) -> list[str]:
    """All notifications that are up."""
    return [f"{notice.title} {notice.message}".strip() for notice in pilot.app._notifications]
