"""A tab's connection to the scoring process: one question at a time, asked again when the process was gone.

What is asked changes nothing there, so it may be asked again. A question fails only when the process stays away for
longer than `PATIENCE`; a supervisor (`simulator.serve.models.watch`) has it back in a few seconds.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import Any

from simulator.serve.scoring import address
from simulator.serve.scoring.errors import BUSY, FAILED, GONE, NOWHERE, FrameError, ScoringGone
from simulator.serve.scoring.frames import HEAD, LARGEST_ANSWER, Frame, pack, sizes, unpack
from simulator.voice.types import Cancelled

PATIENCE = 30.0
"""Seconds for which a process that is gone, or too busy, is asked again."""
ANSWER = 60.0
"""Seconds that one question may wait for its answer."""
_POLL, _SPARE, _FIRST, _LAST = 0.05, 5.0, 0.1, 2.0
_READ = 1 << 18


class _Lost(Exception):
    """The connection broke, or does not speak as agreed."""


class _Busy(Exception):
    """The process takes no more now."""


@dataclass(slots=True)
class _Wire:
    """An open connection, and what came of a frame that is not whole yet."""

    socket: socket.socket
    held: bytearray = field(default_factory=bytearray)

    def frame(self) -> Frame | None:
        """Return the next frame; None: none is whole after a moment. Raises _Lost."""
        try:
            if len(self.held) < HEAD.size:
                self._more()
                return None
            text, raw = sizes(bytes(self.held[: HEAD.size]), LARGEST_ANSWER)
            end = HEAD.size + text + raw
            if len(self.held) < end:
                self._more()
                return None
            found = unpack(bytes(self.held[HEAD.size : HEAD.size + text]), bytes(self.held[HEAD.size + text : end]))
            del self.held[:end]
            return found
        except (OSError, FrameError) as problem:
            raise _Lost from problem

    def _more(self) -> None:
        try:
            came = self.socket.recv(_READ)
        except TimeoutError:
            return
        if not came:
            raise _Lost
        self.held += came

    def send(self, frame: bytes) -> None:
        """Send a frame. Raises _Lost."""
        try:
            self.socket.settimeout(_SPARE)
            self.socket.sendall(frame)
            self.socket.settimeout(_POLL)
        except OSError as problem:
            raise _Lost from problem


class Link:
    """The connection, opened when it is first needed. Safe from any thread.

    Args:
        path: the address of the process.
        patience: see `PATIENCE`.
        answer: see `ANSWER`.

    Attributes:
        place: how many are served before the question that waits now; 0: none waits, or it was not told.
    """

    def __init__(self, path: Path, patience: float = PATIENCE, answer: float = ANSWER) -> None:
        self.path = path
        self.place = 0
        self._patience, self._answer = patience, answer
        self._lock = Lock()
        self._wire: _Wire | None = None
        self._number = 0
        self._met = False

    def ask(self, op: str, what: Mapping[str, Any] | None = None, cancel: Event | None = None) -> Frame:
        """Return the answer to a question.

        Raises:
            Cancelled: `cancel` was set. ScoringGone: nobody answers; one sentence with the next step.
        """
        cancel = cancel or Event()
        with self._mine(cancel):
            until, pause = monotonic() + self._patience, _FIRST
            while True:
                try:
                    return self._once(op, what or {}, cancel)
                except _Lost as problem:
                    self._hang_up()
                    if monotonic() >= until:
                        raise ScoringGone(GONE if self._met else NOWHERE.format(address=self.path)) from problem
                except _Busy as problem:
                    if monotonic() >= until:
                        raise ScoringGone(BUSY) from problem
                if cancel.wait(pause):
                    raise Cancelled
                pause = min(2 * pause, _LAST)

    def close(self) -> None:
        """Hang up; the next question opens the connection again."""
        with self._lock:
            self._hang_up()

    @contextmanager
    def _mine(self, cancel: Event) -> Iterator[None]:
        while not self._lock.acquire(timeout=_POLL):
            if cancel.is_set():
                raise Cancelled
        try:
            yield
        finally:
            self.place = 0
            self._lock.release()

    def _once(self, op: str, what: Mapping[str, Any], cancel: Event) -> Frame:
        wire = self._wire or self._open()
        self._number += 1
        number, until = self._number, monotonic() + self._answer + min(_SPARE, self._answer)
        wire.send(pack({**what, "id": number, "op": op, "timeout": self._answer}))
        while monotonic() < until:
            frame = wire.frame()
            if cancel.is_set():
                wire.send(pack({"id": number, "op": "cancel"}))
                raise Cancelled
            if frame is None or frame.body.get("id") not in (number, 0):
                continue  # nothing yet, or the answer to a question that was given up
            if "place" in frame.body:
                self.place = int(frame.body["place"])
            elif "ok" in frame.body:
                self._met = True
                return frame
            else:
                self._refused(frame.body.get("error"))
        self._hang_up()
        raise ScoringGone(BUSY)

    def _refused(self, kind: object) -> None:
        if kind == "busy":
            raise _Busy
        if kind == "bad":  # the process hangs up after it
            self._hang_up()
        raise ScoringGone(BUSY if kind == "late" else FAILED)

    def _open(self) -> _Wire:
        try:
            made, token = address.connect(self.path)
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise _Lost from problem
        made.settimeout(_POLL)
        self._wire = wire = _Wire(made)
        wire.send(pack({"op": "hello", "token": token}))
        until = monotonic() + _SPARE
        while monotonic() < until:
            frame = wire.frame()
            if frame is not None:
                if "ok" not in frame.body:
                    break
                return wire
        raise _Lost

    def _hang_up(self) -> None:
        if self._wire is not None:
            self._wire.socket.close()
            self._wire = None


def health(path: Path, seconds: float = 2.0) -> dict[str, Any] | None:
    """Return how a scoring process is (`state`: `loading`, `ready` or `stuck`); None: it does not answer in time."""
    return _asked_once(path, "health", seconds)


def metrics(path: Path, seconds: float = 2.0) -> dict[str, float]:
    """Return what a scoring process counts (`simulator.serve.scoring.figures`); empty: it does not answer in time."""
    return _asked_once(path, "metrics", seconds) or {}


def _asked_once(path: Path, op: str, seconds: float) -> dict[str, Any] | None:
    link = Link(path, 0.0, seconds)
    try:
        found = link.ask(op).body["ok"]
        return found if isinstance(found, dict) else None
    except ScoringGone:
        return None
    finally:
        link.close()
