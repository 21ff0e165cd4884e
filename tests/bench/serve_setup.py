"""A server and its trainees for measuring: a process, signed in without pages, watched through their logs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.serve import accounts, tokens
from simulator.serve.database import Book
from simulator.serve.folders import Folder, folder_of

SCENARIO = "vakdocent-dans"
TURNS = (
    "Fijn dat ik langs mocht komen. Wat maakte dat je ons nu belde?",
    "Hoe ging het de vorige keren, met zo'n reeks lessen?",
    "En wat gebeurt er als zo'n reeks voorbij is?",
    "Dus het is leuk, en daarna blijft er weinig van over. Wat doen de leerkrachten tijdens zo'n les?",
    "Hoe komt dat, denk je?",
    "Vertel eens, hoe is dat voor de leerkrachten zelf?",
    "Wat zit daar achter?",
    "En voor jou, hoe is dat?",
    "Dus eigenlijk durven jullie het zelf niet zo goed. Klopt dat?",
    "Wat is dan eigenlijk jullie vraag?",
    "Wat zou je zelf als eerste willen doen?",
)
"""A conversation that reaches the school's own question, whatever the seed."""
F5, F8, DOWN, ENTER, TAB, ESCAPE = "\x1b[15~", "\x1b[19~", "\x1b[B", "\r", "\t", "\x1b"


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])


@dataclass
class Server:
    """`toask serve` as a process of its own."""

    data: Path
    port: int = field(default_factory=free_port)
    more: tuple[str, ...] = ()
    environ: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [
            sys.executable,
            "-m",
            "simulator.cli.main",
            "serve",
            "--data",
            str(self.data),
            "--port",
            str(self.port),
        ]
        environ = {**os.environ, "TOASK_VOICE": "scripted", "TOASK_LANG": "nl", **self.environ}
        log = (self.data.parent / "server.log").open("ab")
        self.process = subprocess.Popen([*command, *self.more], env=environ, stderr=log, stdout=log)
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.get("/healthz")
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"the server did not start: see {self.data.parent / 'server.log'}")

    def get(self, path: str) -> str:
        """Return what it says at a path."""
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def wait_for_models(self, seconds: float = 120) -> None:
        """Wait until the scoring process answers."""
        from simulator.serve.scoring.client import health

        end = time.monotonic() + seconds
        address = Path(self.environ.get("TOASK_SCORING") or self.data / "run" / "scoring")
        while (health(address) or {}).get("state") != "ready":
            if time.monotonic() > end:
                raise SystemExit("the scoring process did not get ready")
            time.sleep(0.2)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Stop it, gently or not."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(60)
            self.process = None

    def apps(self) -> list[int]:
        """Return the processes of its apps."""
        assert self.process is not None
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                words = path.read_text().rpartition(")")[2].split()
                line = path.with_name("cmdline").read_bytes()
            except OSError:
                continue
            if int(words[1]) == self.process.pid and b"simulator.serve.tab" in line:
                found.append(int(path.parent.name))
        return found


@dataclass
class Trainee:
    """One simulated trainee: a sign-in, its folder, and what it sent."""

    account: str
    token: str
    folder: Folder
    sent: list[str] = field(default_factory=list)
    echoes: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)

    def log(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return rows of its practice log."""
        if not self.folder.database.exists():
            return []
        with closing(sqlite3.connect(f"{self.folder.database.as_uri()}?mode=ro", uri=True, timeout=5)) as database:
            try:
                return database.execute(sql, values).fetchall()
            except sqlite3.OperationalError:
                return []

    def texts(self, role: str) -> list[str]:
        """Return the turns of one side, in order."""
        return [str(row[0]) for row in self.log("SELECT text FROM turns WHERE role = ? ORDER BY id", role)]


def trainees(data: Path, many: int) -> list[Trainee]:
    """Return signed-in trainees, made beside the server."""
    with closing(Book(data)) as book:
        now = time.time()
        made = [accounts.add(book, f"Cursist {number}", "trainee", now) for number in range(many)]
        return [Trainee(one.id, tokens.sign_in(book, one.id, now), folder_of(data, one.id)) for one in made]


def place_in_list() -> int:
    """Return how often to press ↓ on the home screen to come to the scenario."""
    from simulator.app.services import difficulty_level
    from simulator.scenario import catalog

    def key(one: catalog.Entry) -> tuple[bool, bool, int]:
        hard = one.head.difficulty if one.head else None
        level = difficulty_level(hard.rapport, hard.patience, hard.rupture) if hard else 0
        return (one.head is None, one.language != "nl", level)

    found = sorted(catalog.entries(), key=key)
    return 1 + next(n for n, one in enumerate(found) if (one.id, one.language) == (SCENARIO, "nl"))


class Tab:
    """A browser tab of a simulated trainee, over a websocket."""

    def __init__(self, server: Server, who: Trainee) -> None:
        self.server, self.who = server, who
        self.seen = bytearray()
        self.drawn = 0
        self._socket: Any = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect; raises OSError when there is no place or no server."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import WebSocketException

        address = f"ws://localhost:{self.server.port}/talk/socket?width=100&height=30"
        headers = {"Cookie": f"toask={self.who.token}"}
        try:
            self._socket = await connect(
                address, origin=f"http://localhost:{self.server.port}", additional_headers=headers, max_size=None
            )
        except WebSocketException as error:
            raise OSError(str(error)) from error
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            async for message in self._socket:
                if isinstance(message, bytes):
                    self.drawn += 1
                    self.seen += message
                    del self.seen[:-400_000]
        except ConnectionClosed:
            pass
        self.who.codes.append(self._socket.close_code or 0)

    async def type(self, text: str) -> None:
        """Type something at once."""
        from websockets.exceptions import ConnectionClosed

        try:
            await self._socket.send(json.dumps(["stdin", text]))
        except ConnectionClosed as error:
            raise OSError("closed") from error

    async def key(self, letter: str) -> None:
        """Type one letter, and note how long it took until something was drawn."""
        before, began = self.drawn, time.perf_counter()
        await self.type(letter)
        while self.drawn == before:
            if time.perf_counter() - began > 20 or self._reading is None or self._reading.done():
                raise OSError("no echo")
            await asyncio.sleep(0.001)
        self.who.echoes.append(time.perf_counter() - began)

    async def until(self, ready: Any, what: str, seconds: float = 90) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end or self._reading is None or self._reading.done():
                raise OSError(f"{what} did not happen")
            await asyncio.sleep(0.1)

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()
        if self._reading is not None:
            await self._reading
