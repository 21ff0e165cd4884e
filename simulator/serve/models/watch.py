"""Starts programs, looks whether they are well, starts them again when not, and stops them.

A program that ends, or that was well and fails `STRIKES` looks in a row, is started again after a pause; pauses double
from half a second to half a minute, and begin anew once it was well for a minute.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

from simulator.serve.models.leash import GRACE

State = Literal["starting", "ready", "waiting", "stopped"]
STRIKES = 3
SHORTEST, LONGEST, CALM = 0.5, 30.0, 60.0
"""Seconds: the first pause, the longest pause, and how long a program must be well for pauses to begin anew."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program to be kept up.

    Attributes:
        name: what it is called in reports.
        command: how it is started.
        well: looks whether it answers; must return within some seconds.
        environment: what is set beside this process's own environment.
        patience: seconds within which it must be well after its start.
        first: seconds of the first pause before it is started again.
    """

    name: str
    command: Sequence[str]
    well: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    patience: float = 180.0
    first: float = SHORTEST


@dataclass(frozen=True, slots=True)
class Report:
    """How a program is: `starting`, `ready`, `waiting` to be started again, or `stopped`.

    Attributes:
        starts: how often it was started. `process`: the leash's process id; 0: none runs.
        pause: seconds that it waits, where it waits.
    """

    name: str
    state: State
    starts: int = 0
    process: int = 0
    pause: float = 0.0


class Watched:
    """One program, kept up by a thread of its own.

    Args:
        program: which.
        every: seconds between looks.
        changed: called from that thread whenever its state is another.
    """

    def __init__(
        self, program: Program, every: float = 2.0, changed: Callable[[Report], None] = lambda report: None
    ) -> None:
        self.report = Report(program.name, "stopped")
        self._program, self._every, self._changed = program, every, changed
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start it, unless it is."""
        if self._thread is None:
            self._ending.clear()
            self._thread = threading.Thread(target=self._keep_up, name=f"toask-{self._program.name}", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop it; safe to call twice."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def wait(self, seconds: float) -> bool:
        """Wait until it is ready; False: it is not after so many seconds."""
        until = monotonic() + seconds
        while self.report.state != "ready" and monotonic() < until:
            threading.Event().wait(0.05)
        return self.report.state == "ready"

    def _keep_up(self) -> None:
        starts, pause = 0, self._program.first
        while not self._ending.is_set():
            starts += 1
            calm = self._run(starts)
            pause = self._program.first if calm >= CALM else pause
            if not self._ending.is_set():
                self._tell(Report(self._program.name, "waiting", starts, 0, pause))
                self._ending.wait(pause)
                pause = min(2 * pause, LONGEST)
        self._tell(Report(self._program.name, "stopped", starts))

    def _run(self, starts: int) -> float:
        """Start it, watch it until it ends or is not well, stop it, and return for how many seconds it was well."""
        command = [sys.executable, "-m", "simulator.serve.models.leash", *self._program.command]
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **self._program.environment})
        except OSError as problem:  # no memory or no processes left: later perhaps
            print(f"{self._program.name} cannot be started now ({problem.strerror}).", file=sys.stderr)
            return 0.0
        self._tell(Report(self._program.name, "starting", starts, process.pid))
        try:
            return self._watch(process, starts)
        finally:
            _let_go(process)

    def _watch(self, process: subprocess.Popen[bytes], starts: int) -> float:
        begun, well_since, strikes = monotonic(), 0.0, 0
        while process.poll() is None and not self._ending.wait(self._every if well_since else 0.1):
            if self._program.well():
                strikes = 0
                if not well_since:
                    well_since = monotonic()
                    self._tell(Report(self._program.name, "ready", starts, process.pid))
            elif well_since:
                strikes += 1
                if strikes >= STRIKES:
                    break
            elif monotonic() > begun + self._program.patience:
                break
        return monotonic() - well_since if well_since else 0.0

    def _tell(self, report: Report) -> None:
        self.report = report
        self._changed(report)


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """End a program by its leash."""
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(GRACE + 3.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
