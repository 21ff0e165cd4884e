"""Tabs over one scoring process: memory of a tab, latency and fairness with 1, 5 and 10 of them, equality of results.

Run: python -m tests.bench.tabs [--turns 6] [--tabs 1 5 10]. Prints one JSON object; exit 1 when a limit is missed.
The tabs are processes of their own; the scoring process is started and watched as behind a web server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event
from typing import Any

from simulator.practice.begin import begin
from simulator.practice.build import DEFAULT_VOICE, Workshop
from simulator.practice.store import Store
from simulator.scenario import catalog
from simulator.serve.models.backing import Backing
from simulator.serve.scoring import client
from simulator.serve.scoring.remote import PLACE, RemoteCoder, RemoteEncoder, RemoteVoice, link
from tests.bench.conversation import TURNS

SCHOOLS = ("nl/vakdocent-dans", "en/vakdocent-dans", "nl/kant-en-klaar", "en/kunstwerk-opening")
HEAVY = ("torch", "transformers", "tokenizers", "safetensors")
LIMITS = {"memory_mb": 120.0, "fairness": 2.0, "vectors": 1e-5, "weights": 0.0}
WAIT = 120.0


# -- a tab, in a process of its own ---------------------------------------------------------------------------------


def memory() -> dict[str, Any]:
    """Return megabytes of this process: resident, its share of what several have (proportional), the most it had."""
    rows = [line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]]
    held = {row[0].rstrip(":"): int(row[1]) / 1000 * 1.024 for row in rows}
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return {
        "rss_mb": round(held["Rss"], 1), "pss_mb": round(held["Pss"], 1),
        "peak_mb": round(int(peak.split()[1]) / 976.6, 1),
        "heavy": [name for name in HEAVY if name in sys.modules],
    }  # fmt: skip


def play(ref: str, turns: int, at: float) -> dict[str, Any]:
    """Play turns without a screen, all tabs from one moment on; return their seconds, acts, replies, and memory."""
    entry = catalog.resolve(ref)
    rows = []
    with tempfile.TemporaryDirectory() as folder, Workshop(DEFAULT_VOICE) as workshop:
        minds = workshop.minds(entry.usable)
        session = begin(Store(Path(folder) / "practice.db"), entry.usable, entry.text, minds, seed=3)
        time.sleep(max(0.0, at - time.time()))
        busy = time.process_time()
        for text in TURNS[entry.language][1 : turns + 1]:
            start = time.perf_counter()
            result = session.turn(text, Event(), lambda clause: None)
            rows.append((round(time.perf_counter() - start, 3), result.act, result.reply))
    return {"turns": rows, "cpu_s": time.process_time() - busy, **memory()}


async def app(ref: str, turns: int) -> dict[str, Any]:
    """Play turns in the app itself, on a screen that nobody sees; return its memory."""
    from simulator.app.app import ToaskApp
    from simulator.app.real import RealServices
    from simulator.app.screens.conversation import ConversationScreen
    from simulator.app.talk import Talk

    services = RealServices(DEFAULT_VOICE, seed=3)
    toask = ToaskApp(services)
    async with toask.run_test(size=(100, 30)) as pilot:
        practice = await asyncio.to_thread(services.start, ref)
        screen = ConversationScreen(Talk(practice, ref))
        await toask.push_screen(screen)
        await until(lambda: screen.now.view.conversation)
        for number, text in enumerate(TURNS[ref[:2]][1 : turns + 1], 1):
            screen.composer.put(text)
            await pilot.press("enter")
            await until(lambda number=number: screen.now.view.trainee_turns == number and not screen.busy)  # type: ignore[misc]
            await pilot.pause()
        return memory()


async def until(ready: Any) -> None:
    """Wait until something is so."""
    start = time.monotonic()
    while not ready():
        if time.monotonic() > start + WAIT:
            raise TimeoutError("what was waited for did not happen")
        await asyncio.sleep(0.02)


# -- the measurements ------------------------------------------------------------------------------------------------


def tab(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Start a tab."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.tabs", *words],
        env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return what a tab printed last."""
    out, _ = process.communicate(timeout=600)
    if process.returncode:
        raise SystemExit(f"a tab ended with {process.returncode}")
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def together(environment: dict[str, str], path: Path, many: int, turns: int) -> dict[str, Any]:
    """Return latencies of tabs that send their turns without a pause, all at once."""
    at = str(time.time() + 4 + many)
    busy = client.metrics(path)["cpu_s"]
    tabs = [tab(environment, "--play", SCHOOLS[n % len(SCHOOLS)], str(turns), at) for n in range(many)]
    found = [answer(one) for one in tabs]
    busy = client.metrics(path)["cpu_s"] - busy
    each = [statistics.mean(row[0] for row in one["turns"]) for one in found]
    every = sorted(row[0] for one in found for row in one["turns"])
    middle = statistics.median(each)
    return {
        "turn_s": {"median": statistics.median(every), "p95": every[int(0.95 * (len(every) - 1))], "most": every[-1]},
        "cpu_s_a_turn": {
            "scoring_process": round(busy / len(every), 3),
            "tab": round(sum(one["cpu_s"] for one in found) / len(every), 3),
        },
        "slowest_tab_over_median": round(max(each) / middle, 2),
        "rss_mb_most": max(one["rss_mb"] for one in found), "heavy": sorted({n for one in found for n in one["heavy"]}),
    }  # fmt: skip


def equal() -> dict[str, Any]:
    """Return how far what the scoring process gives lies from what this process computes itself."""
    from simulator.coding.codebook import Said
    from simulator.coding.question_coder.coder import QuestionCoder
    from simulator.coding.question_coder.encoder import QuestionEncoder
    from simulator.voice.defaults import default_voice_backend
    from simulator.voice.neutral import NOBODY
    from simulator.voice.prompt import context
    from simulator.voice.types import Ask, Line, Weigher

    held = link()
    assert held is not None
    coder, far = QuestionCoder.load(), RemoteCoder(held)
    encoder, distant = QuestionEncoder(coder.reader), RemoteEncoder(held)
    own, voice = default_voice_backend(DEFAULT_VOICE), RemoteVoice(held, DEFAULT_VOICE)
    own.load()
    voice.load()
    assert isinstance(own, Weigher)
    said = [Said("school", "Wij willen graag een muziekworkshop voor de zomer.")]
    differ, vectors, pieces, weights = 0, 0.0, 0.0, 0.0
    for text in [*TURNS["nl"], *TURNS["en"]]:
        mine = coder.code(text, said, "nl")
        differ += mine != far.code(text, said, "nl")
        here, there = encoder.read([text], said[-1].text)[0], distant.read([text], said[-1].text)[0]
        pieces = max(pieces, abs(here.pieces - there.pieces).max(), abs(here.weights - there.weights).max())
        ask = Ask("nl", NOBODY["nl"], "tell", "say", (), text, (Line("school", said[-1].text),))
        lines = [f"{text} Dat is nummer {n}, zou ik zeggen." for n in range(12)]
        both = (one.fits(context(ask), lines, Event()) for one in (own, voice))
        weights = max(weights, *(abs(a - b) for a, b in zip(*both, strict=True)))
        said += [Said("trainee", text, mine.units), Said("school", f"Ja, {text.lower()}")]
    for start in range(0, 24, 6):
        some = [*TURNS["nl"], *TURNS["en"]][start : start + 6]
        vectors = max(vectors, float(abs(encoder.encode(some) - distant.encode(some)).max()))
    return {"turns_coded_otherwise": differ, "vectors": vectors, "pieces": float(pieces), "weights": weights}


def batched(many: int = 8) -> dict[str, Any]:
    """Return what sharing a pass changes: turns whose codes, and whose confidences, are others than alone."""
    from concurrent.futures import ThreadPoolExecutor

    held = link()
    assert held is not None
    texts = [*TURNS["nl"], *TURNS["en"]] * 2
    alone = [RemoteCoder(held).code(text, (), "nl") for text in texts]
    coders = [RemoteCoder(client.Link(held.path)) for _ in range(many)]
    with ThreadPoolExecutor(many) as pool:
        found = list(pool.map(lambda pair: coders[pair[0] % many].code(pair[1], (), "nl"), enumerate(texts)))
    codes = sum([u.code for u in a.units] != [u.code for u in b.units] for a, b in zip(alone, found, strict=True))
    sure = [
        abs(u.confidence - v.confidence)
        for a, b in zip(alone, found, strict=True)
        for u, v in zip(a.units, b.units, strict=False)
    ]
    return {"turns": len(texts), "codes_differ": codes, "confidence_most": round(max(sure), 4)}


def conversations(environment: dict[str, str], turns: int) -> int:
    """Return how many turns of a conversation get another act or other words than without the scoring process."""
    far = answer(tab(environment, "--play", SCHOOLS[0], str(turns), "0"))["turns"]
    near = answer(tab({PLACE: ""}, "--play", SCHOOLS[0], str(turns), "0"))["turns"]
    return sum(a[1:] != b[1:] for a, b in zip(far, near, strict=True))


def killed(environment: dict[str, str], path: Path, turns: int) -> dict[str, Any]:
    """Kill the scoring process while a tab plays; return how many turns were answered, and the longest of them."""
    at = time.time() + 8
    one = tab(environment, "--play", SCHOOLS[0], str(turns), str(at))
    time.sleep(max(0.0, at + 0.3 - time.time()))
    health = client.health(path) or {}
    os.kill(int(health["process"]), signal.SIGKILL)
    found = answer(one)["turns"]
    return {"turns": len(found), "answered": sum(bool(row[2]) for row in found), "most_s": max(row[0] for row in found)}


def measured(turns: int, counts: list[int]) -> dict[str, Any]:
    """Measure all of it."""
    with tempfile.TemporaryDirectory() as folder:
        backing = Backing({}, Path(folder))
        start = time.perf_counter()
        backing.start()
        try:
            if not backing.wait(WAIT):
                raise SystemExit("the scoring process does not become ready")
            ready = round(time.perf_counter() - start, 2)
            environment = {**backing.environment(), "TOASK_DATA": folder, "TOASK_CONFIG": folder, "TOASK_LANG": "nl"}
            os.environ[PLACE] = environment[PLACE]
            path = Path(environment[PLACE].removeprefix("unix:"))
            for ref in SCHOOLS:  # the first ever opening of a school reads its phrases; that is measured elsewhere
                answer(tab(environment, "--play", ref, "0", "0"))
            found: dict[str, Any] = {"others_load": round(os.getloadavg()[0], 1), "ready_s": ready}
            found |= {"equal": equal(), "shared_pass": batched(), "killed": killed(environment, path, turns)}
            found["conversation_turns_otherwise"] = conversations(environment, turns)
            found["app"] = answer(tab(environment, "--app", SCHOOLS[0], str(turns)))
            found["tabs"] = {str(many): together(environment, path, many, turns) for many in counts}
            found["scoring_process_mb"] = client.metrics(path)["memory_mb"]
            return found
        finally:
            backing.stop()


def missed(found: dict[str, Any]) -> list[str]:
    """Return which limits were missed."""
    tabs = found["tabs"].values()
    memory_mb = max(found["app"]["rss_mb"], *(one["rss_mb_most"] for one in tabs))
    slowest = max(one["slowest_tab_over_median"] for one in tabs)
    checks = {
        "a tab holds more than 120 MB": memory_mb > LIMITS["memory_mb"],
        "a tab loads a model library": bool(found["app"]["heavy"] or any(one["heavy"] for one in tabs)),
        "a tab waits more than twice the median": slowest > LIMITS["fairness"],
        "turns are coded otherwise": found["equal"]["turns_coded_otherwise"] > 0,
        "vectors differ": max(found["equal"]["vectors"], found["equal"]["pieces"]) > LIMITS["vectors"],
        "weights differ": found["equal"]["weights"] > LIMITS["weights"],
        "a shared pass changes codes": found["shared_pass"]["codes_differ"] > 0,
        "a turn is lost": found["killed"]["answered"] != found["killed"]["turns"],
        "a conversation goes otherwise": found["conversation_turns_otherwise"] > 0,
    }  # fmt: skip
    return [what for what, wrong in checks.items() if wrong]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--tabs", type=int, nargs="+", default=[1, 5, 10])
    parser.add_argument("--play", nargs=3, metavar=("SCHOOL", "TURNS", "AT"), help=argparse.SUPPRESS)
    parser.add_argument("--app", nargs=2, metavar=("SCHOOL", "TURNS"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.play:
        print(json.dumps(play(wanted.play[0], int(wanted.play[1]), float(wanted.play[2]))))
        return 0
    if wanted.app:
        print(json.dumps(asyncio.run(app(wanted.app[0], int(wanted.app[1])))))
        return 0
    found = measured(wanted.turns, wanted.tabs)
    found["missed"] = missed(found)
    print(json.dumps(found, indent=1))
    return 1 if found["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
