"""One running app: started, fed with keys, read, told to stop and, when it does not, made to."""

from __future__ import annotations

import asyncio
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from simulator.serve import packets

READY_S = 30.0
QUIT_S = 4.0
TERM_S = 3.0
TAKES_S = 2.0
_KEPT_BYTES = 16_000
_AHEAD = 1_000_000
"""Bytes of typing that may wait for an app that does not read."""

Shown = Callable[[bytes], Awaitable[None]]
Told = Callable[[Mapping[str, object]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Start:
    """What is started: the command, its environment and the folder it runs in."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path


@dataclass(slots=True)
class AppProcess:
    """One app.

    Attributes:
        start: what was started.
        shown: takes what the app draws; what it waits for, the app waits for too.
        told: takes the app's messages, such as a file that it delivers.
        pieces: pieces of files that it delivers, by key.
        echo: takes the seconds from a key to the first thing that was drawn after it.
    """

    start: Start
    shown: Shown
    told: Told
    echo: Callable[[float], None] = lambda _: None
    pieces: dict[str, asyncio.Queue[bytes]] = field(default_factory=dict)
    _process: Process | None = None
    _reading: asyncio.Task[None] | None = None
    _pressed: float = 0.0
    _said: bytearray = field(default_factory=bytearray)

    async def run(self) -> None:
        """Start it and return when it is ready; what it draws goes to `shown` from then on.

        Raises:
            NotAnApp: it is no app, or did not get ready in time; it runs no longer.
            OSError: it cannot be started.
        """
        self._process = await asyncio.create_subprocess_exec(
            *self.start.command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=dict(self.start.environment),
            cwd=self.start.folder, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        listening = asyncio.create_task(self._listen())
        try:
            async with asyncio.timeout(READY_S):
                await packets.until_ready(self._process.stdout)
        except (packets.NotAnApp, TimeoutError) as error:
            await self.kill()
            await listening
            raise packets.NotAnApp(str(error) or "it did not get ready") from error
        self._reading = asyncio.create_task(self._read(listening))

    @property
    def said(self) -> str:
        """The end of what it wrote to standard error."""
        return self._said.decode("utf-8", "replace")

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs."""
        return self._process.returncode if self._process else None

    async def ended(self) -> int:
        """Wait until it ended and all that it drew was taken; return its exit status."""
        assert self._process is not None
        if self._reading is not None:
            with suppress(packets.NotAnApp):
                await asyncio.shield(self._reading)
        return await self._process.wait()

    async def type(self, text: str) -> None:
        """Hand on what was typed."""
        self._pressed = self._pressed or time.perf_counter()
        await self._write(packets.data(text))

    async def tell(self, kind: str, **more: object) -> None:
        """Tell it something, such as `resize`."""
        await self._write(packets.meta(kind, **more))

    async def stop(self) -> int:
        """Ask it to quit, then make it; return its exit status."""
        if self._process is None:
            return 0
        await self.tell("quit")
        for seconds, harder in ((QUIT_S, self._process.terminate), (TERM_S, self._process.kill)):
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    return await self._process.wait()
            with suppress(ProcessLookupError):
                harder()
        return await self._process.wait()

    async def kill(self) -> None:
        """End it now."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def _write(self, packet: bytes) -> None:
        into = self._process.stdin if self._process else None
        if into is None or into.is_closing() or into.transport.get_write_buffer_size() > _AHEAD:
            return
        with suppress(ConnectionError, RuntimeError, TimeoutError):
            into.write(packet)
            async with asyncio.timeout(TAKES_S):
                await into.drain()

    async def _read(self, listening: asyncio.Task[None]) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            async for kind, payload in packets.packets(self._process.stdout):
                await self._take(kind, payload)
        except packets.NotAnApp:
            await self.kill()
            raise
        finally:
            await listening

    async def _take(self, kind: bytes, payload: bytes) -> None:
        if kind == b"D":
            if self._pressed:
                self.echo(time.perf_counter() - self._pressed)
                self._pressed = 0.0
            await self.shown(payload)
        elif kind == b"M":
            await self.told(packets.told(payload))
        elif kind == b"P" and (piece := packets.unpacked(payload)) and piece[0] in self.pieces:
            self.pieces[piece[0]].put_nowait(piece[1])

    async def _listen(self) -> None:
        """Keep the end of standard error; nobody else sees it, for words of a conversation may be in it."""
        assert self._process is not None
        assert self._process.stderr is not None
        while some := await self._process.stderr.read(4096):
            self._said += some
            del self._said[:-_KEPT_BYTES]
