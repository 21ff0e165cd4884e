"""Who is served next: the client that has been served least, so that nobody waits for another's long work.

Start-time fair queueing (Goyal, Vin, Cheng 1997) without weights: a client that comes back after a pause is put level
with whoever is served now, so that a pause neither costs nor earns anything. Where requests take alike it is round
robin.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Event
from typing import Any


class Full(Exception):
    """The queue holds no more."""


@dataclass(slots=True, eq=False)
class Job:
    """A request that waits.

    Attributes:
        client, id: whose, and which of theirs.
        op, what: what is asked for. `size`: how many turns or texts.
        deadline: when nobody waits for it any more, in seconds of the server's clock.
        cancel: set when nobody waits for it any more.
        told: the place in the queue that the client was told last; 0: none yet.
    """

    client: int
    id: int
    op: str
    what: dict[str, Any]
    size: int = 1
    deadline: float = float("inf")
    cancel: Event = field(default_factory=Event)
    told: int = 0


@dataclass(slots=True)
class _Lane:
    """One client: what waits, how many seconds of work it has had, and when it was last served (a counter)."""

    jobs: deque[Job] = field(default_factory=deque)
    served: float = 0.0
    last: int = 0


class FairQueue:
    """Requests of all clients. Not safe from several threads.

    Args:
        most: requests that wait at most. `each`: of one client.
    """

    def __init__(self, most: int = 1024, each: int = 64) -> None:
        self._most, self._each = most, each
        self._lanes: dict[int, _Lane] = {}
        self._now = 0.0
        self._count = 0

    def __len__(self) -> int:
        """Return how many requests wait."""
        return sum(len(lane.jobs) for lane in self._lanes.values())

    def put(self, job: Job) -> None:
        """Let a request wait. Raises Full."""
        lane = self._lanes.setdefault(job.client, _Lane())
        if len(self) >= self._most or len(lane.jobs) >= self._each:
            raise Full
        if not lane.jobs:
            lane.served = max(lane.served, self._now)
            self._count += 1
            lane.last = self._count
        lane.jobs.append(job)

    def take(self) -> Job | None:
        """Return the request that is served next; None: none waits."""
        order = self._order()
        return self._pop(order[0]) if order else None

    def more(self, op: str, room: int) -> list[Job]:
        """Return what fits into one pass with a request of that kind: the first of each client, while there is room."""
        out: list[Job] = []
        for client in self._order():
            job = self._lanes[client].jobs[0]
            if job.op == op and job.size <= room:
                room -= job.size
                out.append(self._pop(client))
        return out

    def charge(self, client: int, seconds: float) -> None:
        """Count work that was done for a client."""
        if client in self._lanes:
            self._lanes[client].served += seconds

    def order(self) -> list[Job]:
        """Return the first request of every client that waits, next first: its index is its place."""
        return [self._lanes[client].jobs[0] for client in self._order()]

    def remove(self, client: int, number: int) -> Job | None:
        """Take one request out and return it; None: it does not wait."""
        lane = self._lanes.get(client)
        found = next((job for job in lane.jobs if job.id == number), None) if lane else None
        if lane and found:
            lane.jobs.remove(found)
        return found

    def drop(self, client: int) -> None:
        """Forget a client and all that it waits for."""
        self._lanes.pop(client, None)

    def _order(self) -> list[int]:
        """Return the clients that wait, next first."""
        held = [client for client, lane in self._lanes.items() if lane.jobs]
        return sorted(held, key=lambda client: (self._lanes[client].served, self._lanes[client].last))

    def _pop(self, client: int) -> Job:
        lane = self._lanes[client]
        self._now = max(self._now, lane.served)
        self._count += 1
        lane.last = self._count
        return lane.jobs.popleft()
