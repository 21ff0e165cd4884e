"""Drives Firefox by its own remote protocol (Marionette): JSON arrays over a local socket, each with its length."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

SOON = 60


class Firefox:
    """A Firefox without a window and without a network; use it in a `with`.

    Args:
        path: of the program.
        profile: an empty folder for its settings.
        port: free, on this machine.
    """

    def __init__(self, path: str, profile: Path, port: int) -> None:
        settings = {
            "marionette.port": port, "browser.shell.checkDefaultBrowser": False, "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9, "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": 9, "datareporting.policy.dataSubmissionEnabled": False,
        }  # fmt: skip
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        command = [
            path,
            "--headless",
            "--marionette",
            "-remote-allow-system-access",
            "--profile",
            str(profile),
            "--no-remote",
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, env={**os.environ, "HOME": str(profile)}, **quiet)
        self._number = 0
        self._line = self._open(port)

    def __enter__(self) -> Firefox:
        """Begin a session."""
        self._heard()
        self.does("WebDriver:NewSession")
        return self

    def __exit__(self, *_: object) -> None:
        """End the program that was started here."""
        self._line.close()
        self._process.terminate()
        self._process.wait(SOON)

    def does(self, command: str, **given: object) -> Any:
        """Send a command and return its answer.

        Raises:
            RuntimeError: Firefox refused it.
        """
        self._number += 1
        data = json.dumps([0, self._number, command, given])
        self._line.sendall(f"{len(data)}:{data}".encode())
        _, _, error, found = self._heard()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return found["value"] if isinstance(found, dict) and "value" in found else found

    def tells(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        return self.does("WebDriver:ExecuteScript", script=f"return {script}", args=[])

    def opens(self, address: str, width: int) -> None:
        """Open a page as wide as this, in pixels; windows have a least width, so the view in it is made narrow."""
        self.does("WebDriver:SetWindowRect", width=1280, height=900)
        self.does("Marionette:SetContext", value="chrome")
        style = f"one.style.minWidth = one.style.maxWidth = '{width}px'"
        self.does("WebDriver:ExecuteScript", script=f"const one = gBrowser.selectedBrowser; {style}", args=[])
        self.does("Marionette:SetContext", value="content")
        self.does("WebDriver:Navigate", url=address)

    def printed(self) -> bytes:
        """Return the page on A4, as PDF."""
        return base64.b64decode(self.does("WebDriver:Print", page={"width": 21.0, "height": 29.7}))

    def picture(self) -> bytes:
        """Return the whole page as PNG."""
        return base64.b64decode(self.does("WebDriver:TakeScreenshot", full=True, hash=False))

    def _heard(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._line.recv(1)
        wanted, data = int(length[:-1]), b""
        while len(data) < wanted:
            data += self._line.recv(wanted - len(data))
        return json.loads(data)

    def _open(self, port: int) -> socket.socket:
        end = time.monotonic() + SOON
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=SOON)
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    self._process.kill()
                    raise
                time.sleep(0.2)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
