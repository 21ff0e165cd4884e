"""An app is held to its account's folder by the system, and ends with the server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("starlette")

from simulator.serve.confine import version

ROOT = Path(__file__).parents[1]
TRY = """
import os, socket, sys
from pathlib import Path
from simulator.serve import tab
tab._hold(os.environ)
own, other = Path(os.environ['TOASK_TAB_FOLDER']), Path(sys.argv[1])
def tried(what):
    try:
        what()
        return 'did'
    except PermissionError:
        return 'not'
    except OSError as error:
        return type(error).__name__
print(tried(lambda: (own / 'a').write_text('x')), tried(lambda: (own / 'a').read_text()))
print(tried(lambda: (other / 'practice.db').read_text()), tried(lambda: (other / 'new').write_text('x')))
print(tried(lambda: os.listdir(other)), tried(lambda: Path('/etc/shadow').read_text()))
(own / 'link').symlink_to(other / 'practice.db')
print(tried(lambda: (own / 'link').read_text()), tried(lambda: os.link(other / 'practice.db', own / 'hard')))
print(tried(lambda: socket.create_connection(('127.0.0.1', int(sys.argv[2])), 2)))
print(tried(lambda: os.kill(os.getppid(), 0)))
import simulator.coding.codebook, sqlite3
sqlite3.connect(own / 'x.db').execute('create table a (b)')
print(os.system('cat ' + str(other / 'practice.db') + ' >/dev/null 2>&1') != 0)
"""


@pytest.mark.skipif(not version(), reason="this system has no Landlock")
@pytest.mark.parametrize("scoring", ["", "unix:/run/toask/scoring"])
def test_an_app_reaches_its_own_folder_and_no_other(tmp_path, scoring):
    import socket

    own, other = tmp_path / "own", tmp_path / "other"
    for folder in (own, other):
        folder.mkdir()
        (folder / "practice.db").write_text("geheim")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", TRY, str(other), str(port)], capture_output=True, text=True, cwd=ROOT, check=True,
            env={**os.environ, "TOASK_TAB_FOLDER": str(own), "TMPDIR": str(own), "TOASK_SCORING": scoring},
        )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[:4] == ["did did", "not not", "not not", "not OSError"]  # a hard link: across devices, it says
    if version() >= 4:
        assert lines[4] == "not"
    if version() >= 6:
        assert lines[5] == "not"
    assert lines[6] == "True"


def test_where_the_system_cannot_it_says_so(monkeypatch, tmp_path):
    from simulator.serve import confine, server
    from simulator.serve.config import Config

    monkeypatch.setattr("sys.platform", "darwin")
    assert confine.version() == 0
    assert confine.confine([], []) is False
    assert "cannot hold an app" in " ".join(server.remarks(Config(data=tmp_path)))


FOLLOW = """
import os, subprocess, sys, time
code = "import os, time; from simulator.serve import tab; tab._LOOK = 0.05; tab._follow(os.getppid()); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", code])
print(child.pid, flush=True)
time.sleep(60)
"""


def test_an_app_ends_when_the_server_is_killed():
    server = subprocess.Popen([sys.executable, "-c", FOLLOW], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert server.stdout is not None
    child = int(server.stdout.readline())
    time.sleep(0.5)
    server.kill()
    server.wait()
    end = time.monotonic() + 5
    while time.monotonic() < end and _runs(child):
        time.sleep(0.02)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_the_example_of_a_portfolio_may_be_read():
    from simulator.portfolio.own import example
    from simulator.serve.tab import reads

    assert any(example().is_relative_to(one) for one in reads({}))
