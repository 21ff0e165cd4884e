"""A server's answer, read in a thread of its own: Esc works while it says nothing, and nothing is read for ever."""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Any

import httpx

from simulator.voice.types import Cancelled

TICK = 0.05
MOST_LINE, MOST_ANSWER = 1 << 18, 1 << 22
"""Bytes of one line and of one answer that are read at most."""
_AT_ONCE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
"""The socket option of a connection that is reset as it closes. Without it, a server that fills a reader's buffer while
the reader hangs up is never told of room or of an end: it waits for a minute (Linux, `tcp_fin_timeout`)."""
_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class Late(httpx.ReadTimeout):
    """The whole answer took too long, though the server gave signs of life: asking again would take as long."""


class TooMuch(Exception):
    """A line or an answer is longer than anything that a server of this kind sends."""


class Feed:
    """One request, on a connection of its own, and its answer.

    Args:
        client: what sends it.
        method: `GET` or `POST`.
        url: where to.
        headers: to send along.
        body: JSON to send; None: nothing.
    """

    def __init__(
        self,
        client: httpx.Client,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: dict[str, Any] | None = None,
    ) -> None:
        self._client, self._method, self._url, self._body = client, method, url, body
        # Unpacked bytes could be many times what was sent; and a connection that is used once can be cut by itself.
        self._headers = {**headers, "accept-encoding": "identity", "connection": "close"}
        self._queue: Queue[bytes | BaseException | None] = Queue(maxsize=32)
        self._stop = Event()
        self._line: Any = None

    def chunks(
        self, cancel: Event, check: Callable[[httpx.Response], None], end: float
    ) -> Generator[bytes, None, None]:
        """Yield bytes as they come, until `end` on the monotonic clock. Closing it cuts the connection.

        Raises:
            Cancelled: `cancel` was set, or it was stopped. Late: the time is over. httpx.HTTPError: the connection
                failed. Whatever `check`, which sees the answer first, raises.
        """
        Thread(target=self._read, args=(check,), daemon=True, name="voice-server").start()
        try:
            while time.monotonic() < end:
                if cancel.is_set() or self._stop.is_set():
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
            raise Late("the answer took too long")
        finally:
            self.stop()

    def stop(self) -> None:
        """Read no further and hang up; may be called from any thread, more than once."""
        self._stop.set()
        self._hang_up()

    def _read(self, check: Callable[[httpx.Response], None]) -> None:
        """Send the request and pass its answer on; every problem is passed on too."""
        try:
            with self._client.stream(
                self._method, self._url, json=self._body, headers=self._headers, extensions={"trace": self._traced}
            ) as answer:
                check(answer)
                for chunk in answer.iter_raw():
                    if self._stop.is_set():
                        return
                    self._put(chunk)
            self._put(None)
        except Exception as problem:  # noqa: BLE001 (the edge of a worker: the reader raises it again)
            self._put(problem)

    def _put(self, what: bytes | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                self._queue.put(what, timeout=TICK)
                return
            except Full:
                continue

    def _traced(self, event: str, info: Mapping[str, Any]) -> None:
        """Keep the connection as soon as there is one: a server may never get as far as an answer."""
        if event.endswith(_CONNECTED):
            self._line = info.get("return_value")
            if self._stop.is_set():
                self._hang_up()

    def _hang_up(self) -> None:
        """Cut the connection, which also wakes a thread that waits for it to say something."""
        line = self._line.get_extra_info("socket") if self._line is not None else None
        if isinstance(line, socket.socket):
            with suppress(OSError):  # it is closed already
                socket.socket.setsockopt(line, socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                socket.socket.shutdown(line, socket.SHUT_RDWR)


def text(chunks: Iterable[bytes], most: int = MOST_ANSWER) -> str:
    """Return all that comes. Raises TooMuch."""
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > most:
            raise TooMuch
    return whole.decode("utf-8", "replace")


def beginning(answer: httpx.Response, most: int = 1 << 14) -> str:
    """Return the beginning of an answer that nobody has read from yet."""
    some = bytearray()
    for chunk in answer.iter_raw():
        some += chunk
        if len(some) >= most:
            break
    return some[:most].decode("utf-8", "replace")


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield lines without their ends. Raises TooMuch."""
    rest, read = bytearray(), 0
    for chunk in chunks:
        read += len(chunk)
        rest += chunk
        if read > MOST_ANSWER:
            raise TooMuch
        if b"\n" in chunk:
            *whole, rest = rest.split(b"\n")
            for line in whole:
                yield _line(line)
        if len(rest) > MOST_LINE:
            raise TooMuch
    if rest:
        yield _line(rest)


def _line(raw: bytearray) -> str:
    if len(raw) > MOST_LINE:
        raise TooMuch
    return raw.decode("utf-8", "replace").rstrip("\r")
