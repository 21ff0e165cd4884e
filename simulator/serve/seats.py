"""Who sits at the app and who waits: a limit, one fair queue, and an end to what nobody uses.

One account has one process, whatever number of tabs it opens; so two of them never write in one practice log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from simulator.serve.clock import steady
from simulator.serve.process import Start
from simulator.serve.seat import FAILED, IDLE, STOPPED, Seat, Viewer, begun

PROMISE_S = 30.0
"""How long a free place is kept for whose turn it is."""
POLLED_S = 15.0
"""After so long without asking, somebody waits no longer."""
STARTS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How many sit at once, and how long an app lives that is not used; seconds."""

    most: int = 30
    idle: float = 1800.0
    idle_full: float = 600.0
    grace: float = 120.0


@dataclass(slots=True)
class Hooks:
    """What the server does around an app.

    Attributes:
        start: returns what to start for an account, of this width and height.
        closed: called after an app ended; whether by its user (else it is to go on there next time), and its seat.
        echo: takes the seconds from a key to what was drawn next.
    """

    start: Callable[[str, int, int], Awaitable[Start]]
    closed: Callable[[Seat, bool], Awaitable[None]]
    echo: Callable[[float], None] = lambda _: None


class Seats:
    """All places. All of it runs in one event loop."""

    def __init__(self, limits: Limits, hooks: Hooks, now: Callable[[], float] = steady) -> None:
        self.limits, self.hooks, self._now = limits, hooks, now
        self.seats: dict[str, Seat] = {}
        self.waiting: dict[str, float] = {}
        self.stopping = False
        self._coming: set[str] = set()
        self._promised: dict[str, float] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._starts = asyncio.Semaphore(STARTS_AT_ONCE)
        self._ends: set[asyncio.Task[None]] = set()

    @property
    def taken(self) -> int:
        """Places that are not free: used, being made ready, or kept for whose turn it is."""
        return len({*self.seats, *self._coming, *self._promised})

    def place(self, account: str) -> int:
        """Return 0 when this account can sit down now, else its place in the queue (from 1); asking keeps the place."""
        if account in self.seats or account in self._coming:
            return 0
        if account not in self._promised:
            self.waiting[account] = self._now()
            self._grant()
        if account in self._promised:
            return 0
        return list(self.waiting).index(account) + 1

    def leave_queue(self, account: str) -> None:
        """Give up a place in the queue, or one that is kept."""
        self.waiting.pop(account, None)
        self._promised.pop(account, None)
        self._grant()

    async def sit(self, account: str, viewer: Viewer, width: int, height: int) -> Seat | None:
        """Show an account's app in a tab, started where it does not run; None when there is no place (queue first)."""
        async with self._lock(account):
            seat = self.seats.get(account)
            if seat is not None and seat.process.status is None and not seat.asked_to_stop:
                await seat.attach(viewer, width, height, fresh=False)
                return seat
            if seat is not None:
                await self._gone(seat)
            if self.stopping or self.place(account):
                return None
            self.waiting.pop(account, None)
            self._promised.pop(account, None)
            self._coming.add(account)
            try:
                return await self._started(account, viewer, width, height)
            finally:
                self._coming.discard(account)

    async def _started(self, account: str, viewer: Viewer, width: int, height: int) -> Seat | None:
        async with self._starts:
            start = await self.hooks.start(account, width, height)
            seat = Seat(account, start, self._now, self.hooks.echo)
            await seat.attach(viewer, width, height, fresh=True)
            if not await begun(seat):
                await self.hooks.closed(seat, False)
                await viewer.close(FAILED)
                return None
        self.seats[account] = seat
        ending = asyncio.create_task(self._until_ended(seat))
        self._ends.add(ending)
        ending.add_done_callback(self._ends.discard)
        return seat

    async def _until_ended(self, seat: Seat) -> None:
        status = -1
        try:
            status = await seat.ended()
            await self.hooks.closed(seat, status == 0 and not seat.asked_to_stop)
        finally:
            if self.seats.get(seat.account) is seat:
                del self.seats[seat.account]
            self._grant()

    async def _gone(self, seat: Seat) -> None:
        """Wait until a seat that ends is free."""
        while self.seats.get(seat.account) is seat:
            await asyncio.sleep(0.01)

    async def stop(self, account: str, code: int = STOPPED) -> None:
        """End an account's app, if it runs, and its waiting; returns when it has ended."""
        self.leave_queue(account)
        async with self._lock(account):
            seat = self.seats.get(account)
            if seat is not None:
                await seat.stop(code)
                await self._gone(seat)

    async def stop_all(self) -> None:
        """End all apps; nobody sits down any more."""
        self.stopping = True
        self.waiting.clear()
        await asyncio.gather(*(self.stop(account) for account in list(self.seats)))
        if self._ends:
            await asyncio.wait(self._ends, timeout=5)

    async def sweep(self) -> None:
        """Look once after whoever waits no longer, and end the apps that nobody uses."""
        now = self._now()
        self.waiting = {who: at for who, at in self.waiting.items() if now - at < POLLED_S}
        self._promised = {who: until for who, until in self._promised.items() if now < until}
        self._grant()
        idle = self.limits.idle_full if self.waiting else self.limits.idle
        over = [
            seat
            for seat in self.seats.values()
            if now - seat.used > idle or (seat.alone is not None and seat.alone > self.limits.grace)
        ]
        await asyncio.gather(*(self.stop(seat.account, IDLE) for seat in over))

    async def sweep_for_ever(self, seconds: float = 1.0) -> None:
        """Look again and again."""
        while True:
            await asyncio.sleep(seconds)
            with suppress(OSError):
                await self.sweep()

    def _grant(self) -> None:
        """Keep free places for those who wait longest."""
        while self.waiting and self.taken < self.limits.most and not self.stopping:
            account = next(iter(self.waiting))
            del self.waiting[account]
            self._promised[account] = self._now() + PROMISE_S

    def _lock(self, account: str) -> asyncio.Lock:
        return self._locks.setdefault(account, asyncio.Lock())
