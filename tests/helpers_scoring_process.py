"""A scoring process in a thread, with a coder, an encoder and a voice that need no weights.

with serving(tmp_path) as at:            a server on a socket; `at.link()` is a tab's connection
at.parts.voice.hold.clear()              whatever weighs now waits until `hold.set()`
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import numpy as np
from helpers_practice import MarkedCoder

from simulator.coding.coder import ReadText
from simulator.school.meant import Match
from simulator.serve.scoring.address import listen
from simulator.serve.scoring.client import Link
from simulator.serve.scoring.server import Server
from simulator.serve.scoring.shelves import Shelves
from simulator.serve.scoring.work import Parts
from simulator.voice.types import Cancelled, Message, Way


class Coder(MarkedCoder):
    """Codes marked turns; notes how many came in each pass, and cannot read `[BOOM]`."""

    unsure_below = 0.625

    def __init__(self):
        self.passes: list[int] = []

    def code_many(self, turns):
        self.passes.append(len(turns))
        if any("BOOM" in text for text, _, _ in turns):
            raise RuntimeError("secret words of somebody")
        return [self.code(*turn) for turn in turns]


class Encoder:
    """Vectors out of hashes; notes which texts it had to read."""

    name, version = "question-coder", "test"
    match = (12.0, 12.0, -14.0, 0.0, 0.0)

    def __init__(self):
        self.read_texts: list[str] = []

    def encode(self, texts):
        return np.stack([one.vector for one in self.read(texts)]) if texts else np.zeros((0, 384), np.float32)

    def read(self, texts: Sequence[str], before: str = "") -> list[ReadText]:
        self.read_texts += texts
        return [self._one(f"{before}|{text}", len(text.split())) for text in texts]

    def _one(self, text: str, words: int) -> ReadText:
        seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")
        dice = np.random.default_rng(seed)
        pieces = dice.normal(size=(words, 8)).astype(np.float32)
        vector = dice.normal(size=384).astype(np.float32)
        return ReadText(vector / np.linalg.norm(vector), pieces, np.full(words, 1 / max(1, words), np.float32))


class Reader:
    """Reads phrases and turns by their hashes; notes which phrases it had to read."""

    name, version = "reader", "test"
    match = Match(14.0, 7.0, (20.0, 20.0), (0.2, 0.3), 7.0, (0.0,) * 7)

    def __init__(self):
        self.encoder = Encoder()
        self.read_texts = self.encoder.read_texts

    def encode(self, texts):
        return self.encoder.encode(texts)

    def turn(self, before, text):
        return self.encoder.encode([f"{before}|{text}"])[0]


class Voice:
    """Weighs lines by their length; waits while `hold` is clear."""

    name = "toask-270m"
    ways: tuple[Way, ...] = ("select",)

    def __init__(self):
        self.hold = Event()
        self.hold.set()
        self.order: list[int] = []
        self.cancelled: list[int] = []
        self.forgotten: list[int] = []

    def fits_for(self, client: int, prompt: Sequence[Message], texts: Sequence[str], cancel: Event) -> list[float]:
        self.order.append(client)
        while not self.hold.wait(0.01):
            if cancel.is_set():
                self.cancelled.append(client)
                raise Cancelled
        return [len(text) / 3 for text in texts]

    def forget(self, client: int) -> None:
        self.forgotten.append(client)


class Serving:
    """A server that runs. `stop` takes it away as if it had died; `start` brings it back at the same address."""

    def __init__(self, path: Path, parts: Parts, tcp: bool, **options):
        self.path, self.parts, self._tcp, self._options = path, parts, tcp, options
        self._links: list[Link] = []
        self.start()

    def start(self) -> None:
        self.listening = listen(self.path, self._tcp)
        begun = Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(begun)))
        self._thread.start()
        assert begun.wait(5)

    async def _serve(self, begun: Event) -> None:
        self._loop = asyncio.get_running_loop()
        self.server = Server(lambda: self.parts, self.listening.token, **self._options)
        begun.set()
        await self.server.run(self.listening.socket)

    def stop(self) -> None:
        self.parts.voice.hold.set()
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.server.stop)
            self._thread.join()
            self.listening.close()

    def link(self, patience: float = 5.0, answer: float = 10.0) -> Link:
        made = Link(self.path, patience, answer)
        self._links.append(made)
        return made

    def close(self) -> None:
        for one in self._links:
            one.close()
        self.stop()


def _parts(shelves: Path | None) -> Parts:
    reader = Reader()
    return Parts(Coder(), Shelves(Encoder(), shelves), Voice(), reader, Shelves(reader, shelves))


@contextmanager
def serving(folder: Path, tcp: bool = False, shelves: Path | None = None, **options) -> Iterator[Serving]:
    made = Serving(folder / "s", _parts(shelves), tcp, **options)
    try:
        yield made
    finally:
        made.close()


def until(ready, seconds: float = 5.0) -> None:
    deadline = monotonic() + seconds
    while not ready():
        assert monotonic() < deadline, "what was waited for did not happen"
        sleep(0.01)
