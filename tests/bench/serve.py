"""`toask serve` as people use it: in a real Chromium from link to signing out, and by many trainees at once.

Chromium signs in by a link, practises until the school says its own question, ends, downloads the debrief, signs out.
Then `--trainees` people type at once over websockets, with the scripted voice: how long until a key is drawn, is any
turn lost, how much memory a tab takes, and is the queue fair.

Run: python -m tests.bench.serve [--trainees 10] [--turns 4] [--only browser] [--pictures FOLDER]. Linux only.
Prints one JSON object; exit 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.serve_setup import DOWN, ENTER, F5, TURNS, Server, Tab, Trainee, place_in_list, trainees

CHROMIUM = "/usr/bin/chromium"
ECHO_S, TAB_MB = 0.150, 120.0
KEYS_A_SECOND = (4.0, 8.0)
THINKS_S = (0.5, 2.0)


# Chromium


def browser(server: Server, pictures: Path | None) -> dict[str, Any]:
    """Do what a trainee does, and return how long it took and what was seen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as one:
        chromium = one.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        context = chromium.new_context(locale="nl-NL", viewport={"width": 1100, "height": 720}, accept_downloads=True)
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.append(asked.url) if "//localhost" not in asked.url else None)
        began = time.monotonic()
        shots = Shots(page, pictures)
        found = _visit(server, page, shots)
        chromium.close()
    return {**found, "seconds": round(time.monotonic() - began, 1), "wrong": wrong[:5]}


class Shots:
    """Pictures on the way, where they are wanted."""

    def __init__(self, page: Any, folder: Path | None) -> None:
        self.page, self.folder, self.count = page, folder, 0

    def take(self, name: str) -> None:
        """Take one."""
        self.count += 1
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.folder / f"{self.count:02}-{name}.png")


def _visit(server: Server, page: Any, shots: Shots) -> dict[str, Any]:
    who = trainees(server.data, 1)[0]
    page.goto(_link(server, who))
    shots.take("link")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/home")
    shots.take("home")
    page.locator("a.button").click()
    page.wait_for_selector("body.-first-byte", timeout=30_000)
    page.wait_for_timeout(1500)
    shots.take("app")
    _practise(who, page, shots)
    page.goto(f"http://localhost:{server.port}/reports")
    shots.take("reports")
    found = {"reached": _reached(who), "turns": len(who.texts("trainee"))}
    for form in ("pdf", "json"):
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("link", name=form.upper()).first.click()
        found[form] = Path(download.value.path()).read_bytes()[:5].decode()
    page.get_by_role("link", name="lees").or_(page.get_by_role("link", name="read")).first.click()
    page.wait_for_load_state()
    shots.take("debrief")
    found["debrief"] = TURNS[1] in page.content()
    page.goto(f"http://localhost:{server.port}/home")
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url(f"http://localhost:{server.port}/")
    shots.take("out")
    page.goto(f"http://localhost:{server.port}/reports")
    found["out"] = page.url.rstrip("/") == f"http://localhost:{server.port}"
    found["apps_left"] = len(server.apps())
    return found


def _link(server: Server, who: Trainee) -> str:
    command = [sys.executable, "-m", "simulator.cli.main", "serve", "--data", str(server.data)]
    command += ["--port", str(server.port), "admin", "link", "cursist-0"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _practise(who: Trainee, page: Any, shots: Shots) -> None:
    def until(ready: Any, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                shots.take("stuck")
                raise SystemExit("the conversation did not go on")
            page.wait_for_timeout(150)

    for _ in range(place_in_list()):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    shots.take("brief")
    page.keyboard.press("F5")
    until(lambda: who.texts("school"))
    page.wait_for_timeout(500)
    for number, text in enumerate(TURNS, 1):
        page.keyboard.type(text, delay=5)
        page.keyboard.press("Enter")
        until(lambda many=number: len(who.texts("school")) > many)
        page.wait_for_timeout(300)
    shots.take("talk")
    page.keyboard.press("F8")
    page.wait_for_timeout(500)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(lambda: who.log("SELECT 1 FROM conversations WHERE status = 'ended'"))
    page.wait_for_timeout(700)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1500)
    shots.take("after")


def _reached(who: Trainee) -> bool:
    rows = who.log("SELECT json_extract(meta, '$.result.reached') FROM conversations WHERE status = 'ended'")
    return bool(rows and rows[0][0])


# Many


async def crowd(server: Server, people: list[Trainee], turns: int) -> dict[str, Any]:
    """Let all practise at once; return what they met."""
    down = place_in_list()
    memory: list[float] = []

    async def weigh() -> None:
        while True:
            await asyncio.sleep(3)
            memory[:] = [*memory, *await asyncio.to_thread(lambda: [weight(one) for one in server.apps()])]

    weighing = asyncio.create_task(weigh())
    began = time.monotonic()
    done = await asyncio.gather(*(_one(server, who, turns, down) for who in people), return_exceptions=True)
    weighing.cancel()
    lost = sum(len(set(who.sent) - set(who.texts("trainee"))) for who in people)
    echoes = sorted(echo for who in people for echo in who.echoes)
    answers = [answer for who in people for answer in who.answers]
    slowest = [statistics.median(who.answers) for who in people if who.answers]
    return {
        "trainees": len(people),
        "failed": [str(one) for one in done if isinstance(one, BaseException)][:5],
        "turns_sent": sum(len(who.sent) for who in people),
        "turns_lost": lost,
        "keys": len(echoes),
        "echo_p50_s": round(statistics.median(echoes), 3) if echoes else None,
        "echo_p95_s": round(echoes[int(0.95 * len(echoes))], 3) if echoes else None,
        "answer_p50_s": round(statistics.median(answers), 2) if answers else None,
        "answer_slowest_over_median": round(max(slowest) / statistics.median(slowest), 2) if slowest else None,
        "tab_mb": round(max(memory), 1) if memory else None,
        "seconds": round(time.monotonic() - began, 1),
    }


async def _one(server: Server, who: Trainee, turns: int, down: int) -> None:
    rng = random.Random(who.account)
    tab = Tab(server, who)
    await asyncio.sleep(rng.uniform(0, 5))
    await tab.open()
    await tab.until(lambda: b"groep 3 en 4" in tab.seen, "the home screen")
    await asyncio.sleep(1)
    for _ in range(down):
        await tab.type(DOWN)
    await tab.type(ENTER)
    await asyncio.sleep(2)
    await tab.type(F5)
    await tab.until(lambda: who.texts("school"), "the opening")
    await asyncio.sleep(1)
    for text in TURNS[:turns]:
        for letter in text:
            await tab.key(letter)
            await asyncio.sleep(1 / rng.uniform(*KEYS_A_SECOND))
        many, began = len(who.texts("school")), time.monotonic()
        await tab.type(ENTER)
        who.sent.append(text)
        await tab.until(lambda many=many: len(who.texts("school")) > many, "the answer")
        who.answers.append(time.monotonic() - began)
        await asyncio.sleep(rng.uniform(*THINKS_S))
    await tab.close()


def weight(process: int) -> float:
    """Return the megabytes that a process takes for itself: its proportional share (PSS)."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def limits(found: dict[str, Any]) -> list[str]:
    """Return which limits were missed."""
    missed = []
    seen, many = found.get("browser"), found.get("crowd")
    if seen is not None:
        fine = seen["reached"] and seen["pdf"] == "%PDF-" and seen["debrief"] and seen["out"] and not seen["apps_left"]
        missed += [] if fine and not seen["wrong"] else ["browser"]
    if many is not None:
        missed += ["turns"] if many["turns_lost"] or many["failed"] else []
        missed += ["echo"] if (many["echo_p95_s"] or 9) > ECHO_S else []
        missed += ["memory"] if (many["tab_mb"] or 999) > TAB_MB else []
    return missed


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trainees", type=int, default=30)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--only", choices=("browser", "crowd"))
    parser.add_argument("--pictures", type=Path)
    wanted = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "server"
        server = Server(data, more=("--most", str(wanted.trainees)))
        server.start()
        try:
            server.wait_for_models()
            if wanted.only != "crowd":
                found["browser"] = browser(server, wanted.pictures)
            if wanted.only != "browser":
                found["crowd"] = asyncio.run(crowd(server, trainees(data, wanted.trainees), wanted.turns))
        finally:
            server.stop()
    missed = limits(found)
    print(json.dumps({**found, "missed": missed}, ensure_ascii=False))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
