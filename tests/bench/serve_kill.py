"""Kill a server and its apps at random while people practise: every accepted turn is kept, each goes on where it was.

A turn is accepted when the practice log, read by another process, holds it. After each kill the server starts again;
every trainee's app must open with the conversation that was cut off, and the log must be whole.

Run: python -m tests.bench.serve_kill [--kills 50] [--trainees 3]. Linux only. Prints one JSON object; exit 1 on a loss.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from simulator.report.words import Words
from tests.bench.serve_setup import DOWN, ENTER, F5, TURNS, Server, Tab, Trainee, place_in_list, trainees

BRIEF = Words("nl").tr("Go on with the conversation").encode()


async def practise(server: Server, who: Trainee, rng: random.Random, found: dict[str, int]) -> None:
    """Open the app, go on with what was cut off or begin, and send turns until the server is gone."""
    tab = Tab(server, who)
    try:
        await tab.open()
        if who.log("SELECT 1 FROM conversations WHERE status = 'active'"):
            await tab.until(lambda: BRIEF in tab.seen, "going on")
            found["resumed"] += 1
            await tab.type(F5)
        else:
            await tab.until(lambda: b"groep 3 en 4" in tab.seen, "the home screen")
            await asyncio.sleep(0.5)
            await tab.type(DOWN * place_in_list())
            await asyncio.sleep(0.3)
            await tab.type(ENTER)
            await asyncio.sleep(1.0)
            await tab.type(F5)
        while True:
            await asyncio.sleep(rng.uniform(0.2, 1.0))
            await tab.type(f"{rng.choice(TURNS)} {rng.randrange(10**6)}")
            await asyncio.sleep(0.1)
            await tab.type(ENTER)
    except OSError as problem:
        found["stuck"] += "did not happen" in str(problem) and server.process is not None
    finally:
        with suppress(OSError):
            await tab.close()


async def one_kill(server: Server, people: list[Trainee], rng: random.Random, found: dict[str, int]) -> None:
    """Let them practise, kill at random, and compare what was accepted with what is kept."""
    server.start()
    tasks = [asyncio.create_task(practise(server, who, rng, found)) for who in people]
    end = time.monotonic() + rng.uniform(2.0, 9.0)
    accepted: dict[str, list[str]] = {}
    while time.monotonic() < end:
        await asyncio.sleep(0.05)
        for who in people:
            accepted[who.account] = who.texts("trainee")
    apps, process = server.apps(), server.process
    assert process is not None
    process.kill()
    for app in apps:
        with suppress(ProcessLookupError):
            os.kill(app, signal.SIGKILL)
    process.wait()
    server.process = None
    await asyncio.gather(*tasks)
    for who in people:
        kept = who.texts("trainee")
        found["lost"] += kept[: len(accepted[who.account])] != accepted[who.account]
        found["damaged"] += who.log("PRAGMA integrity_check") not in ([("ok",)], [])
    found["kills"] += 1


async def run(kills: int, many: int, seed: int) -> dict[str, int]:
    """Return what was found over so many kills."""
    rng = random.Random(seed)
    found = {"kills": 0, "lost": 0, "damaged": 0, "resumed": 0, "stuck": 0}
    with tempfile.TemporaryDirectory() as folder:
        address = Path(folder) / "scoring"
        scoring = subprocess.Popen([sys.executable, "-m", "simulator.serve.scoring", "--socket", str(address)])
        server = Server(Path(folder) / "server", environ={"TOASK_SCORING": str(address)})
        try:
            server.wait_for_models()
            server.data.mkdir()
            people = trainees(server.data, many)
            for _ in range(kills):
                await one_kill(server, people, rng, found)
            found["accepted"] = sum(len(who.texts("trainee")) for who in people)
        finally:
            scoring.terminate()
            scoring.wait()
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--trainees", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    found = asyncio.run(run(wanted.kills, wanted.trainees, wanted.seed))
    print(json.dumps(found))
    return 1 if found["lost"] or found["damaged"] or found["stuck"] or not found["accepted"] else 0


if __name__ == "__main__":
    sys.exit(main())
