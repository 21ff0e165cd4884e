"""Lines of a streaming answer, read in a thread of their own, so that Esc works while a server says nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Any

import httpx

from simulator.voice.types import Cancelled

TICK = 0.05


class Feed:
    """One request and its lines.

    Args:
        client: what sends it.
        url: where to.
        body: JSON to send.
        headers: to send along.
    """

    def __init__(self, client: httpx.Client, url: str, body: dict[str, Any], headers: dict[str, str]) -> None:
        self._client, self._url, self._body, self._headers = client, url, body, headers
        self._queue: Queue[str | BaseException | None] = Queue(maxsize=256)
        self._stop = Event()

    def lines(self, cancel: Event, check: Callable[[httpx.Response], None], whole: float) -> Iterator[str]:
        """Yield lines as they come, for at most `whole` seconds.

        Raises:
            Cancelled: `cancel` was set. httpx.HTTPError: the connection failed. Whatever `check` raises.
        """
        end = time.monotonic() + whole
        Thread(target=self._read, args=(check,), daemon=True, name="voice-server").start()
        try:
            while time.monotonic() < end:
                if cancel.is_set():
                    raise Cancelled
                try:
                    got = self._queue.get(timeout=TICK)
                except Empty:
                    continue
                if got is None:
                    return
                if isinstance(got, BaseException):
                    raise got
                yield got
            raise httpx.ReadTimeout("the answer took too long")
        finally:
            self._stop.set()

    def _read(self, check: Callable[[httpx.Response], None]) -> None:
        """Send the request and pass on its lines; every problem is passed on too."""
        try:
            with self._client.stream("POST", self._url, json=self._body, headers=self._headers) as answer:
                check(answer)
                for line in answer.iter_lines():
                    if self._stop.is_set():
                        return
                    self._put(line)
            self._put(None)
        except Exception as problem:  # noqa: BLE001 (the edge of a worker: the reader raises it again)
            self._put(problem)

    def _put(self, what: str | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                self._queue.put(what, timeout=TICK)
                return
            except Full:
                continue
