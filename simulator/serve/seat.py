"""One account's place at the app: its process, and the one browser tab that looks at it.

The process outlives the tab: a browser that comes back within the grace finds the same screen, with what was typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Protocol

from simulator.serve.packets import NotAnApp
from simulator.serve.process import AppProcess, Start

PRELUDE = b"\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h\x1b[?25l\x1b[?2004h"
"""What an app tells a terminal once, at its start: other screen, mouse, no cursor, pastes in brackets."""
REPAINT_S = 0.15
"""Seconds between two sizes, so that the app sees both and draws everything."""
ENDED, TAKEN, IDLE, FULL, FAILED, FLOOD, STOPPED, SIGNED_OUT = 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007
"""Codes with which a tab is closed: the user quit, another tab took over, nothing happened for long, no place, the app
failed, too much at once, the server stops, signed out."""


class Viewer(Protocol):
    """A browser tab."""

    async def draw(self, data: bytes) -> None:
        """Show what the app drew; a tab that is gone takes it and does nothing."""

    async def tell(self, kind: str, value: object) -> None:
        """Tell the page something."""

    async def close(self, code: int) -> None:
        """Close the tab's connection."""


class Seat:
    """One account's place.

    Args:
        account: its id.
        start: what its app is started with.
        now: seconds that only go forward.
        echo: takes the seconds from a key to what was drawn next.
    """

    def __init__(
        self, account: str, start: Start, now: Callable[[], float], echo: Callable[[float], None] = lambda _: None
    ) -> None:
        self.account = account
        self.viewer: Viewer | None = None
        self.process = AppProcess(start, self._drawn, self._told, echo)
        self.files: dict[str, Mapping[str, object]] = {}
        self.used = self.left = now()
        self.asked_to_stop = False
        self._now = now

    @property
    def alone(self) -> float | None:
        """Seconds since the last tab left; None while one looks."""
        return None if self.viewer is not None else self._now() - self.left

    async def begin(self) -> None:
        """Start the app.

        Raises:
            NotAnApp, OSError: it cannot be started.
        """
        await self.process.run()

    async def attach(self, viewer: Viewer, width: int, height: int, *, fresh: bool) -> None:
        """Show the app in this tab; one that showed it before is closed.

        Args:
            viewer: the tab.
            width: of its terminal, in cells.
            height: of its terminal, in cells.
            fresh: the app is just starting and will draw everything by itself.
        """
        before, self.viewer = self.viewer, viewer
        self.used = self._now()
        if before is not None:
            await before.close(TAKEN)
        if not fresh:
            await viewer.draw(PRELUDE)
            await self.process.tell("resize", width=width, height=height + 1)
            await asyncio.sleep(REPAINT_S)
            await self.process.tell("resize", width=width, height=height)

    def detach(self, viewer: Viewer) -> None:
        """Note that a tab is gone, if it is the one that looked."""
        if self.viewer is viewer:
            self.viewer, self.left = None, self._now()

    async def type(self, text: str) -> None:
        """Hand on what was typed."""
        self.used = self._now()
        await self.process.type(text)

    async def stop(self, code: int) -> None:
        """Close the tab and end the app; what was sent is saved."""
        self.asked_to_stop = True
        await self._close(code)
        await self.process.stop()

    async def ended(self) -> int:
        """Wait for the app's end, close the tab, and return the exit status."""
        status = await self.process.ended()
        await self._close(FAILED if status else ENDED)
        return status

    async def _close(self, code: int) -> None:
        viewer, self.viewer = self.viewer, None
        if viewer is not None:
            self.left = self._now()
            await viewer.close(code)

    async def _drawn(self, data: bytes) -> None:
        if self.viewer is not None:
            await self.viewer.draw(data)

    async def _told(self, message: Mapping[str, object]) -> None:
        kind, viewer = message.get("type"), self.viewer
        if kind == "deliver_file_start" and viewer is not None:
            key = str(message.get("key", ""))
            self.files[key], self.process.pieces[key] = message, asyncio.Queue()
            await viewer.tell("deliver_file_start", key)
        elif kind == "open_url" and viewer is not None:
            url = str(message.get("url", ""))
            if url.startswith(("https://", "http://")):
                await viewer.tell("open_url", {"url": url, "new_tab": True})


async def begun(seat: Seat) -> bool:
    """Start a seat's app; return whether it runs."""
    with suppress(NotAnApp, OSError):
        await seat.begin()
        return True
    return False
