"""The scoring process stands back for those who type, and tells who is served that nobody is before them."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from helpers_scoring_process import serving, until

from simulator.serve.scoring import client
from simulator.serve.scoring.remote import RemoteVoice
from simulator.voice.types import Cancelled, Message

PROMPT = [Message("user", "Hoi")]


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no priorities")
def test_it_runs_behind_the_web_server(tmp_path):
    code = (
        "import os, simulator.serve.scoring.__main__ as one\n"
        "one.listen = lambda *_: print(os.nice(0)) or exit(0)\n"
        f"one.main(['--socket', {str(tmp_path / 's')!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == min(19, os.nice(0) + 5)


def test_whose_turn_it_is_has_nobody_before_them_any_more(tmp_path):
    with serving(tmp_path) as at, ThreadPoolExecutor(2) as pool:
        first, second, cancel = at.link(), at.link(), Event()
        at.parts.voice.hold.clear()
        before = pool.submit(RemoteVoice(first, "toask-270m").fits, PROMPT, ["x"], cancel)
        until(lambda: at.parts.voice.order)
        after = pool.submit(RemoteVoice(second, "toask-270m").fits, PROMPT, ["xxx"], Event())
        until(lambda: client.health(at.path)["waiting"] == 1)
        until(lambda: second.place == 1)
        cancel.set()
        with pytest.raises(Cancelled):
            before.result()
        until(lambda: len(at.parts.voice.order) == 2 and second.place == 0)
        assert not after.done()
        at.parts.voice.hold.set()
        assert after.result() == [1.0]


def test_the_app_asks_its_own_connection_for_its_place(tmp_path, monkeypatch):
    from simulator.app.real import RealServices
    from simulator.serve.scoring import remote

    monkeypatch.setenv(remote.PLACE, str(tmp_path / "s"))
    held = remote.link()
    assert held is not None
    held.place = 3
    services = RealServices()
    assert services.place() == 3
    monkeypatch.delenv(remote.PLACE)
    assert services.place() == 0
