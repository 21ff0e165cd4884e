"""The server: reads frames of many tabs, lets them wait in a fair queue, and one thread computes."""

from __future__ import annotations

import asyncio
import hmac
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any, Literal

from simulator.models.memory import give_back
from simulator.serve.scoring import passes
from simulator.serve.scoring.errors import FrameError
from simulator.serve.scoring.fair import FairQueue, Full, Job
from simulator.serve.scoring.figures import Figures
from simulator.serve.scoring.frames import HEAD, LARGEST_ANSWER, LARGEST_QUESTION, pack, sizes, unpack
from simulator.serve.scoring.questions import job_of
from simulator.serve.scoring.work import Parts

MOST_CLIENTS = 256
TOGETHER, GATHER = 16, 0.005
"""Turns of several clients in one pass at most, and seconds that the first waits for others."""
_HELLO, _REST = 10.0, 30.0
_TELL, _TIDY, _STUCK = 0.25, 10.0, 120.0
State = Literal["loading", "ready", "stuck"]


class _Client:
    """A connection."""

    def __init__(self, number: int, writer: asyncio.StreamWriter) -> None:
        self.number = number
        self._writer = writer

    def cut(self) -> None:
        """End it."""
        self._writer.transport.abort()

    def send(self, frame: bytes) -> None:
        """Send a frame. Who does not read is cut off: nobody waits for them."""
        if self._writer.transport.get_write_buffer_size() > LARGEST_ANSWER:
            self.cut()
        elif not self._writer.is_closing():
            self._writer.write(frame)


class Server:
    """Serves one listening socket.

    Args:
        load: loads the models, in the thread that computes with them.
        token: what a client must say first; empty: nothing.
        together: turns of several clients in one pass at most; 1: each turn by itself.
        gather: seconds that a turn waits for those of others, where others are there.
        queue: holds what waits.
    """

    def __init__(
        self,
        load: Callable[[], Parts],
        token: str = "",
        together: int = TOGETHER,
        gather: float = GATHER,
        queue: FairQueue | None = None,
    ) -> None:
        self.figures = Figures()
        self._load, self._token = load, token
        self._together, self._gather = together, gather
        self._queue = FairQueue() if queue is None else queue
        self._parts: Parts | None = None
        self._clients: dict[int, _Client] = {}
        self._open: dict[_Client, asyncio.Task[None] | None] = {}
        self._numbers = count(1)
        self._running: list[Job] = []
        self._some = asyncio.Event()
        self._stopped = asyncio.Event()
        self._began = self._tidied = 0.0
        self._telling: asyncio.TimerHandle | None = None
        self._pool = ThreadPoolExecutor(1, "toask-scoring")

    def stop(self) -> None:
        """Stop serving. For the loop's own thread."""
        for job in self._running:
            job.cancel.set()
        self._stopped.set()

    async def run(self, listening: socket.socket) -> None:
        """Serve until `stop`; clients may come before the models are loaded, and wait.

        Raises:
            Whatever `load` raises.
        """
        unix = getattr(socket, "AF_UNIX", None)
        start = asyncio.start_unix_server if listening.family == unix else asyncio.start_server
        server = await start(self._talk, sock=listening)
        work = asyncio.create_task(self._work())
        stopped = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            work.cancel()
            stopped.cancel()
            server.close()
            await self._end()
            self._pool.shutdown(wait=False, cancel_futures=True)

    async def _end(self) -> None:
        """End all connections, and wait a moment for what was said on them."""
        talks = [one for one in self._open.values() if one is not None]
        for client in list(self._open):
            client.cut()
        if talks:
            await asyncio.wait(talks, timeout=1.0)

    # -- one client ----------------------------------------------------------------------------------------------

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = _Client(next(self._numbers), writer)
        self._open[client] = asyncio.current_task()
        try:
            async with asyncio.timeout(_HELLO):
                self._greeted(await _frame(reader))
            self._clients[client.number] = client
            self.figures.count("clients_seen")
            client.send(pack({"id": 0, "ok": {}}))
            while True:
                self._asked(client, await _frame(reader))
        except FrameError as problem:
            self.figures.count("clients_refused")
            client.send(passes.refusal(0, "bad", str(problem)))
        except (ConnectionError, EOFError, TimeoutError):
            pass
        finally:
            self._open.pop(client)
            self._gone(client)
            writer.close()

    def _greeted(self, body: dict[str, Any]) -> None:
        said = body.get("token")
        if body.get("op") != "hello" or not isinstance(said, str):
            raise FrameError("no greeting")
        if not hmac.compare_digest(said.encode("utf-8", "replace"), self._token.encode()):
            raise FrameError("another token")
        if len(self._clients) >= MOST_CLIENTS:
            raise FrameError("too many clients")

    def _gone(self, client: _Client) -> None:
        self._clients.pop(client.number, None)
        self._queue.drop(client.number)
        for job in self._running:
            if job.client == client.number:
                job.cancel.set()
        if self._parts is not None:
            with suppress(RuntimeError):  # the pool is shut down: so is everything
                self._pool.submit(self._parts.voice.forget, client.number)

    def _asked(self, client: _Client, body: dict[str, Any]) -> None:
        """Answer at once what needs no work, let everything else wait."""
        if body.get("op") == "cancel":
            self._cancel(client, body.get("id"))
            return
        if body.get("op") in ("health", "metrics"):
            client.send(pack({"id": body.get("id"), "ok": self.health() if body["op"] == "health" else self.metrics()}))
            return
        job = job_of(client.number, body, asyncio.get_running_loop().time())
        ready = passes.known(self._parts, job) if self._parts else None
        if ready is not None:
            self.figures.count(f"known_{job.op}")
            client.send(ready)
            return
        try:
            self._queue.put(job)
        except Full:
            self.figures.count("refused_busy")
            client.send(passes.refusal(job.id, "busy"))
            return
        self._some.set()
        self._tell_soon()

    def _cancel(self, client: _Client, number: object) -> None:
        self.figures.count("cancelled")
        if isinstance(number, int):
            self._queue.remove(client.number, number)
        for job in self._running:
            if (job.client, job.id) == (client.number, number):
                job.cancel.set()

    def health(self) -> dict[str, Any]:
        """Return whether it works."""
        return {"state": self.state(), "process": os.getpid(), **self._now()}

    def state(self) -> State:
        """Return how it is; stuck: one pass takes so long that something must be wrong."""
        if self._parts is None:
            return "loading"
        since = asyncio.get_running_loop().time() - self._began
        return "stuck" if self._running and since > _STUCK else "ready"

    def metrics(self) -> dict[str, float]:
        """Return all figures."""
        return self.figures.all(**self._now())

    def _now(self) -> dict[str, float]:
        return {"clients": len(self._clients), "waiting": len(self._queue), "running": len(self._running)}

    # -- the work ------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        self._parts = await loop.run_in_executor(self._pool, self._load)
        while True:
            await self._some.wait()
            job = self._queue.take()
            if job is None:
                self._some.clear()
                self._tidy(loop)
            elif job.deadline < loop.time():
                self.figures.count("refused_late")
                self._send(job, passes.refusal(job.id, "late"))
            else:
                await self._pass(self._parts, job)

    def _tidy(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give freed memory back, when there is nothing else to do and not too often."""
        if loop.time() > self._tidied + _TIDY:
            self._tidied = loop.time()
            loop.run_in_executor(self._pool, give_back)

    async def _pass(self, parts: Parts, job: Job) -> None:
        loop = asyncio.get_running_loop()
        self._running, self._began = [job], loop.time()
        if job.op == "code" and self._together > 1 and len(self._clients) > 1:
            if not len(self._queue):
                await asyncio.sleep(self._gather)
            self._running += self._queue.more("code", self._together - job.size)
        self._tell_turn()
        self._tell_soon()
        jobs, start = self._running, loop.time()
        frames = await loop.run_in_executor(self._pool, passes.frames, parts, jobs)
        took = loop.time() - start
        self._running = []
        self.figures.work(job.op, len(jobs), sum(one.size for one in jobs), took)
        for one, frame in zip(jobs, frames, strict=True):
            self._queue.charge(one.client, took / len(jobs))
            self._send(one, frame)

    def _send(self, job: Job, frame: bytes) -> None:
        client = self._clients.get(job.client)
        if client is not None and not job.cancel.is_set():
            client.send(frame)

    def _tell_soon(self) -> None:
        if self._telling is None and len(self._queue):
            self._telling = asyncio.get_running_loop().call_later(_TELL, self._tell_places)

    def _tell_turn(self) -> None:
        """Tell those who are served now, and had been told a place, that nobody is before them any more."""
        for job in self._running:
            if job.told:
                self._send(job, pack({"id": job.id, "place": 0}))

    def _tell_places(self) -> None:
        """Tell those who still wait their place, where it is another than they were told."""
        self._telling = None
        for place, job in enumerate(self._queue.order(), 1):
            if job.told != place:
                job.told = place
                self._send(job, pack({"id": job.id, "place": place}))


async def _frame(reader: asyncio.StreamReader) -> dict[str, Any]:
    """Return the JSON of the next frame. Raises FrameError."""
    text, raw = sizes(await reader.readexactly(HEAD.size), LARGEST_QUESTION)
    async with asyncio.timeout(_REST):
        data = await reader.readexactly(text + raw)
    return unpack(data[:text], data[text:]).body
