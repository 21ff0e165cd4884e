"""Kill a scripted practice with SIGKILL at random moments; the database must open, hold all that was sent, and go on.

Run: python -m tests.bench.kill [--kills 200]. POSIX only. Prints one JSON object; exit 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers_practice import FirstWording, MarkedCoder, MarkedTopics, minds
from helpers_scenario import build, minimal_scenario

from simulator.practice.begin import begin
from simulator.practice.session import Minds, Session
from simulator.practice.store import Store

SCENARIO = build(minimal_scenario(difficulty={"rapport": 1, "patience": 60, "rupture": 1}))
MOVES = [
    "[OPEN @item:losse-middagen] Hoe ging het?",
    "[DEEP ~last] En toen?",
    "[OFFER] Neem ons programma.",
    "[NEUTRAL] Mm.",
]


class Telling(MarkedCoder):
    """Tells the parent what was sent, at the first moment that it is saved."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe

    def code(self, text, history, language):
        self.pipe.send(text)
        return super().code(text, history, language)


def child(path: Path, conversation: str, pipe: Connection, start: int) -> None:
    """Go on with the conversation until killed."""
    store = Store(path)
    one = Session(store, conversation, SCENARIO, Minds(Telling(pipe), MarkedTopics(), FirstWording(0.0004)))
    pipe.send("ready")
    pending = one.view().pending
    number = start
    while True:
        if one.view().ended:
            conversation = begin(store, SCENARIO, "x", one.minds).id
            one = Session(store, conversation, SCENARIO, one.minds)
        text = pending or f"{MOVES[number % len(MOVES)]} {number}"
        pending, number = "", number + 1
        one.turn(text, Event(), lambda clause: None)


def one_kill(path: Path, rng: random.Random, number: int) -> list[str]:
    """Run and kill one child; return what it said it had sent."""
    store = Store(path)
    open_ones = store.conversations(status="active")
    conversation = open_ones[0].id if open_ones else begin(store, SCENARIO, "x", minds()).id
    store.close()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=child, args=(path, conversation, theirs, number * 1000)
    )
    process.start()
    theirs.close()
    ours.recv()
    time.sleep(rng.uniform(0, 0.35))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    sent = []
    try:
        while ours.poll():
            sent.append(ours.recv())
    except EOFError:
        pass
    return sent


def run(kills: int, seed: int) -> dict[str, object]:
    """Return what was sent, found and lost over `kills` kills."""
    rng = random.Random(seed)
    sent: list[str] = []
    damaged = resumed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "practice.db"
        for number in range(kills):
            sent += one_kill(path, rng, number)
            store = Store(path)
            damaged += bool(store.notice)
            for row in store.conversations(status="active"):
                Session(store, row.id, SCENARIO, minds()).view()
                resumed += 1
            store.close()
        store = Store(path)
        kept = {t.text for c in store.conversations(limit=10_000) for t in store.tree(c.id) if t.role == "trainee"}
        check = store.read("PRAGMA integrity_check")[0][0]
        store.close()
    lost = [text for text in sent if text not in kept]
    return {
        "kills": kills,
        "sent": len(sent),
        "lost": len(lost),
        "damaged": damaged,
        "resumed": resumed,
        "check": check,
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    found = run(wanted.kills, wanted.seed)
    print(json.dumps(found))
    return 1 if found["lost"] or found["damaged"] or found["check"] != "ok" else 0


if __name__ == "__main__":
    sys.exit(main())
