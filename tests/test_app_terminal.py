"""The app ends when its terminal goes, also where SIGHUP is ignored."""

import os
import select
import signal
import sys
import time

import pytest

pty = pytest.importorskip("pty")
FIRST_PAINT, GONE = 30.0, 15.0


def _opened(home: str) -> tuple[int, int]:
    """Start the app in a terminal of its own with SIGHUP ignored, as under `nohup`; returns (pid, terminal)."""
    pid, screen = pty.fork()
    if not pid:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.environ.update(TERM="xterm-256color", HOME=home, XDG_DATA_HOME=home, COLUMNS="80", LINES="24")
        os.execv(sys.executable, [sys.executable, "-m", "simulator.cli.main"])
    return pid, screen


def _painted(screen: int) -> bool:
    until, seen = time.monotonic() + FIRST_PAINT, 0
    while time.monotonic() < until and seen < 4000:
        if select.select([screen], [], [], 0.2)[0]:
            seen += len(os.read(screen, 1 << 16))
    return seen >= 4000


def _ended(pid: int) -> bool:
    until = time.monotonic() + GONE
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
def test_the_app_ends_when_its_terminal_is_closed(tmp_path):
    pid, screen = _opened(str(tmp_path))
    assert _painted(screen)
    os.close(screen)
    assert _ended(pid)
