"""Loading of the models, once for the whole app: it goes on while screens come and go."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import Literal

from simulator.app.jobs import explain
from simulator.app.services import NotReady, Remedy, Services
from simulator.voice.types import Cancelled

State = Literal["idle", "loading", "ready", "failed"]


class Loading:
    """State of the loading, readable from any thread.

    A daemon thread of its own, so that closing the app never waits for a step of several seconds.

    Attributes:
        step: name of the step now. `problem`: one sentence when it failed. `remedies`: what can be tried then.
    """

    def __init__(self, services: Services, changed: Callable[[], None] = lambda: None) -> None:
        self.state: State = "idle"
        self.step = ""
        self.problem = ""
        self.remedies: tuple[Remedy, ...] = ()
        self._services = services
        self._changed = changed
        self._closing = Event()
        self._began = 0.0
        self._took = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since loading began, or that it took."""
        return monotonic() - self._began if self.state == "loading" else self._took

    @property
    def place(self) -> int:
        """How many others are served before this app, while it loads."""
        return self._services.place() if self.state == "loading" else 0

    def start(self, remedy: Remedy = "retry") -> None:
        """Begin, unless it is loading or loaded already."""
        if self.state in ("loading", "ready"):
            return
        self.state, self.step, self.problem, self._began = "loading", "", "", monotonic()
        Thread(target=self._run, args=(remedy,), name="toask-loading", daemon=True).start()

    def close(self) -> None:
        """Stop at the next named step; nobody waits for it."""
        self._closing.set()

    def _tell(self, step: str) -> None:
        if self._closing.is_set():
            raise Cancelled
        self.step = step

    def _run(self, remedy: Remedy) -> None:
        try:
            self._services.prepare(self._tell, remedy)
        except Cancelled:
            self._end("idle")
            return
        except Exception as error:  # noqa: BLE001 - the worker's edge: the screen says what happened and what to try
            self.problem = explain(error)[1]
            self.remedies = error.remedies if isinstance(error, NotReady) else ("retry", "scripted")
            self._end("failed")
            return
        self._end("ready")

    def _end(self, state: State) -> None:
        self._took, self.state = monotonic() - self._began, state
        if not self._closing.is_set():
            self._changed()
