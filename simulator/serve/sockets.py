"""The connection of a tab with its app: keys one way, what is drawn the other, within limits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from simulator.serve import visit
from simulator.serve.clock import steady
from simulator.serve.errors import ServeError
from simulator.serve.hall import Hall
from simulator.serve.seat import FAILED, FLOOD, FULL, SIGNED_OUT, STOPPED, Seat

MESSAGES, MESSAGES_BURST = 120.0, 600.0
BYTES, BYTES_BURST = 64_000.0, 1_000_000.0
"""How much a tab may send a second, and at once: a mouse that moves is some 100 messages a second."""
LARGEST = 256 * 1024
ASK_S = 60.0
"""Seconds between two looks whether one is still signed in."""
SEND_S = 30.0
WIDTHS, HEIGHTS = (20, 400), (6, 200)
REFUSED = 4008


class Flood(Exception):
    """A tab sends more than hands can type."""


@dataclass(slots=True)
class Bucket:
    """Lets `rate` a second through, and `burst` at once."""

    rate: float
    burst: float
    now: Callable[[], float] = steady
    level: float = 0.0
    at: float = field(default=-1.0)

    def take(self, much: float) -> None:
        """Take so much.

        Raises:
            Flood: it is too much.
        """
        now = self.now()
        gone = 0.0 if self.at < 0 else max(0.0, now - self.at)
        self.level, self.at = max(0.0, self.level - gone * self.rate) + much, now
        if self.level > self.burst:
            raise Flood


class Tab:
    """A browser tab, as a seat sees it. What fails because the tab is gone fails silently."""

    def __init__(self, socket: WebSocket, closed: Callable[[int], None]) -> None:
        self._socket, self._closed = socket, closed
        self._open = True

    async def draw(self, data: bytes) -> None:
        """Show what the app drew."""
        await self._send({"type": "websocket.send", "bytes": data})

    async def tell(self, kind: str, value: object) -> None:
        """Tell the page something."""
        await self._send({"type": "websocket.send", "text": json.dumps([kind, value])})

    async def close(self, code: int) -> None:
        """Close the connection, once."""
        if self._open:
            self._closed(code)
            await self._send({"type": "websocket.close", "code": code})
            self._open = False

    async def _send(self, message: dict[str, Any]) -> None:
        if not self._open or self._socket.application_state == WebSocketState.DISCONNECTED:
            return
        try:
            async with asyncio.timeout(SEND_S):
                await self._socket.send(message)
        except (RuntimeError, OSError, WebSocketDisconnect, TimeoutError):
            self._open = False


async def talk(hall: Hall, socket: WebSocket) -> None:
    """Serve one tab until it, or the app, is gone."""
    account, token = await run_in_threadpool(visit.who, hall, socket)
    await socket.accept()
    tab = Tab(socket, lambda code: hall.figures.closed.labels(str(code)).inc())
    if account is None:
        await tab.close(SIGNED_OUT)
        return
    width, height = size(socket.query_params.get("width"), socket.query_params.get("height"))
    try:
        seat = await hall.seats.sit(account.id, tab, width, height)
    except ServeError:
        seat = None
        await tab.close(FAILED)
    if seat is None:
        await tab.close(STOPPED if hall.seats.stopping else FULL)
        return
    asking = asyncio.create_task(_still_signed_in(hall, token, tab))
    try:
        await _keys(socket, seat, tab)
    except Flood:
        await tab.close(FLOOD)
    finally:
        asking.cancel()
        seat.detach(tab)
        with suppress(asyncio.CancelledError):
            await asking


def size(width: object, height: object) -> tuple[int, int]:
    """Return a terminal's size in cells, within what makes sense."""

    def fit(value: object, least: int, most: int, otherwise: int) -> int:
        try:
            return min(max(int(str(value)), least), most)
        except ValueError:
            return otherwise

    return fit(width, *WIDTHS, 80), fit(height, *HEIGHTS, 24)


async def _keys(socket: WebSocket, seat: Seat, tab: Tab) -> None:
    """Hand on what comes from the tab.

    Raises:
        Flood: it is too much, or no message of this page's.
    """
    many, much = Bucket(MESSAGES, MESSAGES_BURST), Bucket(BYTES, BYTES_BURST)
    while True:
        message = await socket.receive()
        if message["type"] != "websocket.receive":
            return
        text = message.get("text") or ""
        many.take(1)
        much.take(len(text) + len(message.get("bytes") or b""))
        if seat.viewer is not tab:
            continue
        kind, value = _parsed(text)
        if kind == "stdin" and isinstance(value, str):
            await seat.type(value)
        elif kind == "resize" and isinstance(value, dict):
            width, height = size(value.get("width"), value.get("height"))
            await seat.process.tell("resize", width=width, height=height)
        elif kind == "ping":
            await tab.tell("pong", str(value)[:64])
        elif kind in ("focus", "blur"):
            await seat.process.tell(kind)


def _parsed(text: str) -> tuple[str, object]:
    """Return kind and value of a message.

    Raises:
        Flood: it is none.
    """
    if len(text) > LARGEST:
        raise Flood
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Flood from error
    if not isinstance(found, list) or not found or not isinstance(found[0], str):
        raise Flood
    return found[0], found[1] if len(found) > 1 else None


async def _still_signed_in(hall: Hall, token: str, tab: Tab) -> None:
    """Look now and then; whoever works here counts as doing something."""
    from simulator.serve import tokens

    while True:
        await asyncio.sleep(ASK_S)
        with suppress(ServeError):
            if await run_in_threadpool(tokens.signed_in, hall.book, token, hall.clock.now(), hall.idle) is None:
                await tab.close(SIGNED_OUT)
                return
