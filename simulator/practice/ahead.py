"""While the trainee reads and types, what is known of the next turn is read already, in a thread of its own."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from simulator.practice.api import PracticeError
from simulator.practice.ask import persona
from simulator.practice.minds import Ahead
from simulator.practice.records import TurnRow
from simulator.practice.rows import answered
from simulator.scenario.model import Scenario
from simulator.voice.ahead import Known, read_ahead
from simulator.voice.types import Ask, Cancelled, Line

if TYPE_CHECKING:
    from simulator.voice.speak import Voice

_SAID = frozenset({"say", "cue", "asked_on", "own_question", "unknown", "acts"})


class Reading:
    """Reads ahead with the models of a conversation, one thing at a time; implements `practice.minds.Ahead`.

    Args:
        voice: what speaks. Nothing is read of one whose model cannot (a server, a scoring process).
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._lock = Lock()
        self._now: tuple[Thread, Event] | None = None
        self._ready: tuple[str, ...] | None = None
        self._closed = False
        atexit.register(self.close)

    def begin(self, known: Known) -> None:
        """Read this, instead of what is being read."""
        with self._lock:
            self._stop()
            if self._closed:
                return
            cancel = Event()
            thread = Thread(target=self._run, args=(known, cancel), name="toask-ahead", daemon=True)
            self._now = thread, cancel
            thread.start()

    def stop(self) -> None:
        """End what is being read; returns when it has, after one layer of a short pass at most."""
        with self._lock:
            self._stop()

    def close(self) -> None:
        """Read no more; safe to call twice."""
        with self._lock:
            self._closed = True
            self._stop()
        atexit.unregister(self.close)

    def _stop(self) -> None:
        if self._now is not None:
            thread, cancel = self._now
            cancel.set()
            thread.join()
            self._now = None

    def _run(self, known: Known, cancel: Event) -> None:
        try:
            read_ahead(self._voice, known, cancel)
            if known.lines != self._ready:
                # Also where a turn came already: whatever could be read by then, the voice knows the same pieces.
                self._voice.prepare(known.language, known.lines, cancel)
                self._ready = None if cancel.is_set() else known.lines
        except Exception:  # noqa: BLE001 - the worker's edge: the turn that needs the model says what is wrong with it
            return


class Between:
    """What goes on in a conversation between two turns.

    Args:
        ahead: reads ahead; None: nothing does.
        scenario: the school.
        rows: gives the branch that the next turn goes on from; none: there will be no turn.
    """

    def __init__(self, ahead: Ahead | None, scenario: Scenario, rows: Callable[[], Sequence[TurnRow]]) -> None:
        self._ahead, self._scenario, self._rows = ahead, scenario, rows
        self._lines: tuple[str, ...] | None = None

    def read(self) -> None:
        """Begin to read what is known of the next turn."""
        if self._ahead is None or not (rows := self._rows()):
            return
        if self._lines is None:
            self._lines = lines(self._scenario)
        self._ahead.begin(known(self._scenario, rows, self._lines))

    def stop(self) -> None:
        """End that."""
        if self._ahead is not None:
            self._ahead.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """End it for a turn, and begin anew from where the talk stands then; also where the words go back."""
        self.stop()
        try:
            yield
        except (Cancelled, PracticeError):
            self.read()
            raise
        self.read()


def known(scenario: Scenario, rows: Sequence[TurnRow], lines: tuple[str, ...] = ()) -> Known:
    """Return what is known of the turn after `rows`, with the lines that may be said.

    Whoever spoke last speaks next, most likely.
    """
    said = answered(rows)
    history = tuple(Line(row.role, row.text, row.speaker) for row in said)
    begun = any(row.role == "trainee" for row in said)
    last = said[-1].speaker if begun else scenario.speakers[0].id
    who = sorted((one.id for one in scenario.speakers), key=lambda one: one != last)
    talks = tuple(
        Ask(scenario.language, persona(scenario, one), "", "", (), "", history)
        for one in who
    )  # fmt: skip
    return Known(scenario.language, talks, lines)


def lines(scenario: Scenario) -> tuple[str, ...]:
    """Return the written lines that the school may say at any time: none of what has to be opened first."""
    return tuple(dict.fromkeys(_lines(scenario.model_dump(exclude={"items", "need", "choices", "first_steps"}))))


def _lines(held: Any, said: bool = False) -> Iterator[str]:  # noqa: ANN401 - whatever a scenario holds
    if isinstance(held, str):
        yield from (held,) if said else ()
    elif isinstance(held, dict):
        for key, value in held.items():
            yield from _lines(value, said or key in _SAID)
    elif isinstance(held, list):
        for value in held:
            yield from _lines(value, said)
