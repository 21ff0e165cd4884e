"""Measures what authors wait for: check over the library, a playtest, an edit in the preview.

Run: python -m tests.bench.authoring
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOASK = [sys.executable, "-m", "simulator.cli.main", "scenario"]
FILE = ROOT / "scenarios" / "nl" / "stoer-theater.yaml"
TURNS = ("Hoe is deze vraag ontstaan?", "Wat zag je toen gebeuren?", "Hoe gaat het verder in de klas?")


def timed(*words: str) -> float:
    """Return how long a command takes, in seconds."""
    start = time.perf_counter()
    subprocess.run([*TOASK, *words], capture_output=True, check=False)
    return time.perf_counter() - start


async def edits() -> list[float]:
    """Return how long edits take from the file being written to the screen, in seconds."""
    from textual.widgets import Static

    from simulator.app.preview.app import PreviewApp
    from simulator.cli.preview import Maker

    found: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE.name
        text = FILE.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        app = PreviewApp(path, Maker("scripted"), TURNS)
        async with app.run_test(size=(124, 34)) as pilot:
            while app.xray is None or app.busy or len(app.xray.exchanges) < len(TURNS):
                await pilot.pause(0.05)
            opening = app.xray.scenario.speakers[0].opening.split(".")[0]
            for n in range(9):
                path.write_text(text.replace(opening, f"{opening} ({n})", 1), encoding="utf-8")
                start = time.perf_counter()
                while f"({n})" not in str(app.query_one("#talk", Static).visual):
                    await pilot.pause(0.01)
                found.append(time.perf_counter() - start)
    return found


def main() -> None:
    """Measure and print one JSON object."""
    check = statistics.median(timed("check", str(ROOT / "scenarios")) for _ in range(5))
    timed("playtest", str(FILE), "--seeds", "1")
    playtest = timed("playtest", str(FILE), "--seeds", "20")
    shown = sorted(asyncio.run(edits()))
    row = {
        "check_library_s": check,
        "playtest_s": playtest,
        "edit_s": statistics.median(shown),
        "edit_worst_s": shown[-1],
    }
    print(json.dumps({name: round(value, 3) for name, value in row.items()}))


if __name__ == "__main__":
    main()
