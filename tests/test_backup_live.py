"""A server that runs: backed up, not restored into, alone in its folder, and whole when it was told to stop."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")
pytest.importorskip("uvicorn")

from bench.serve_setup import Server
from helpers_backup import server, texts

from simulator.serve import lock
from simulator.serve.restore import restore


def toask(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "simulator.cli.main", "serve", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="locks and signals of POSIX")
def test_a_running_server(tmp_path):
    (folder,) = server(tmp_path / "server", 1)
    running = Server(tmp_path / "server", environ={"TOASK_SCORING": str(tmp_path / "none")})
    running.start()
    try:
        assert lock.running(running.data)
        second = toask("--data", running.data, "--port", "1")
        assert second.returncode == 1
        assert "A server runs with" in second.stderr
        saved = toask("backup", tmp_path / "x.tar.gz", "--data", running.data)
        assert (saved.returncode, saved.stderr) == (0, "")
        refused = toask("restore", tmp_path / "x.tar.gz", "--data", running.data, "--set-aside")
        assert refused.returncode == 1
        assert "stop it, and restore then" in refused.stderr
        assert running.get("/readyz") == "ready\n"
    finally:
        running.stop()
    assert not lock.running(running.data)
    restore(tmp_path / "x.tar.gz", tmp_path / "new")
    assert len(texts(folder.__class__(tmp_path / "new" / "accounts" / folder.top.name))) == 1
