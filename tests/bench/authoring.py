"""Measures what authors wait for: check over the library, a playtest, an edit in the preview.

Run: python -m tests.bench.authoring [edits]
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

from simulator.scenario.load import load
from simulator.scenario.model import Scenario

ROOT = Path(__file__).parents[2]
TOASK = [sys.executable, "-m", "simulator.cli.main", "scenario"]
FILE = ROOT / "scenarios" / "nl" / "stoer-theater.yaml"
TIMES = 5
TURNS = ("Hoe is deze vraag ontstaan?", "Wat zag je toen gebeuren?", "Hoe gaat het verder in de klas?")


def timed(*words: str) -> float:
    """Return how long a command takes, in seconds."""
    start = time.perf_counter()
    subprocess.run([*TOASK, *words], capture_output=True, check=False)
    return time.perf_counter() - start


def edited(scenario: Scenario, whole: bool = False) -> dict[str, str]:
    """Return a line of each kind that authors change: heard first, told, asked for, free, and said in between.

    `whole`: all of the opening, not its first sentence alone.
    """
    item = scenario.items[0]
    return {
        "opening": scenario.speakers[0].opening if whole else scenario.speakers[0].opening.split(".")[0],
        "say": item.say[0],
        "topic": item.topics[0],
        "fact": scenario.school.facts[0].say[0],
        "act": scenario.acts.confirm[0],
    }


async def edits() -> dict[str, list[float]]:
    """Return how long edits of each kind take from the file being written to the screen, in seconds."""
    from simulator.app.preview.app import PreviewApp
    from simulator.cli.preview import Maker

    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE.name
        text = FILE.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        app = PreviewApp(path, Maker("scripted"), TURNS)
        async with app.run_test(size=(124, 34)) as pilot:
            while app.xray is None or app.busy or len(app.xray.exchanges) < len(TURNS):
                await pilot.pause(0.05)
            for n in range(TIMES):
                for kind, line in edited(load(FILE)).items():
                    path.write_text(text.replace(line, f"{line} ({kind} {n})", 1), encoding="utf-8")
                    start = time.perf_counter()
                    # `busy` ends where the screen is updated, in the same breath.
                    while app.busy or f"({kind} {n})" not in edited(app.xray.scenario, whole=True)[kind]:
                        await pilot.pause(0.01)
                    found.setdefault(kind, []).append(time.perf_counter() - start)
    return found


def main() -> None:
    """Measure and print one JSON object."""
    row: dict[str, float] = {}
    if sys.argv[1:] != ["edits"]:
        row["check_library_s"] = statistics.median(timed("check", str(ROOT / "scenarios")) for _ in range(5))
        timed("playtest", str(FILE), "--seeds", "1")
        row["playtest_s"] = timed("playtest", str(FILE), "--seeds", "20")
    shown = asyncio.run(edits())
    each = sorted(one for rows in shown.values() for one in rows)
    row |= {"edit_s": statistics.median(each), "edit_worst_s": each[-1]}
    row |= {f"edit_{kind}_worst_s": max(rows) for kind, rows in shown.items()}
    print(json.dumps({name: round(value, 3) for name, value in row.items()}))


if __name__ == "__main__":
    main()
