"""Runs a program and ends it when whoever started this is gone, however that came about.

`python -m simulator.serve.models.leash PROGRAM …`: standard input is the leash. When it closes, which the system does
for a process that was killed, the program is asked to stop, and after some seconds it is stopped. So a web server that
dies leaves no model server behind that holds memory and port.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from types import FrameType

GRACE = 5.0
"""Seconds from asking a program to stop until it is stopped."""


def main(command: list[str]) -> int:
    """Run the program and return its exit status; 127: it cannot be run."""
    ending = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ending.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=os.name == "posix")
    except OSError as problem:
        print(f"{command[0]} cannot be run ({problem.strerror}): check its name.", file=sys.stderr)
        return 127
    threading.Thread(target=_until_let_go, args=(ending,), daemon=True).start()
    threading.Thread(target=_until_over, args=(program, ending), daemon=True).start()
    while not ending.wait(1.0):  # in pieces, so that signals are heard everywhere
        pass
    return stop(program)


def stop(program: subprocess.Popen[bytes], grace: float = GRACE) -> int:
    """Ask a program and all that it started to stop, stop it after `grace` seconds, and return its exit status."""
    if program.poll() is None:
        _signal(program, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            program.wait(grace)
    _signal(program, getattr(signal, "SIGKILL", signal.SIGTERM))  # what it started and left behind, too
    return program.wait()


def _signal(program: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(program.pid, number)
        elif program.poll() is None:
            program.terminate()


def _until_let_go(ending: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    ending.set()


def _until_over(program: subprocess.Popen[bytes], ending: threading.Event) -> None:
    program.wait()
    ending.set()


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))  # the thread that reads standard input never ends by itself
