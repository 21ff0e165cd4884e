"""How long a trainee waits afterwards: a debrief of forty turns, its page and PDF, the home screen of 2,000 talks.

Run: python -m tests.bench.afterwards. POSIX only (it needs a pseudo-terminal for the home screen).
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers_practice import say, session
from helpers_scenario import build, minimal_scenario, to_yaml

from simulator.debrief.build import debrief
from simulator.debrief.page import write_page
from simulator.debrief.pdf import write_pdf
from simulator.practice.store import Store
from tests.bench.startup import first_paint

TURNS, TALKS = 40, 2000
LINES = (
    "[OPEN @item:losse-middagen] Hoe ging het vorig jaar met al die groepen?",
    "[CLOSED +uptake] Hoeveel leerkrachten waren daarbij?",
    "[REFL-S +uptake ~last] Dus jullie kiezen ieder jaar opnieuw. Klopt dat?",
    "[INFO] De subsidie loopt tot en met juni.",
    "[NEUTRAL] Ja, dat kan ik me voorstellen.",
)


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Print the figures; 1 where one falls short."""
    data = minimal_scenario(difficulty={"rapport": 1, "patience": 60, "rupture": 1})
    scenario, source = build(data), to_yaml(data)
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "practice.db")
        one = session(store, scenario, source=source)
        turns = 0
        for number in range(TURNS):
            turns += 1
            if say(one, f"{LINES[number % len(LINES)]} {number}").ended:
                break
        found["turns"] = turns
        made = debrief(store, one.id)
        times = [timed(lambda: debrief(store, one.id)) for _ in range(5)]
        found["debrief"] = statistics.median(times)
        found["page"] = timed(lambda: write_page(made, Path(folder) / "a.html"))
        found["pdf"] = timed(lambda: write_pdf(made, Path(folder) / "a.pdf"))
        fill(store, source)
        store.close()
        found["home of 2,000"] = statistics.median(first_paint(folder, b"Gesprek 1998") for _ in range(5))
    print(json.dumps({name: round(value, 3) for name, value in found.items()}, indent=1))
    return int(found["debrief"] > 1.5 or found["home of 2,000"] > 0.8)


def fill(store: Store, source: str) -> None:
    """Keep 2,000 conversations of fourteen turns, half of them unfinished."""
    os.environ["TOASK_DATA"] = str(store.path.parent)
    for number in range(TALKS):
        made = store.new_conversation(
            scenario_id="losse-middag", version=1, language="nl", title=f"Gesprek {number}", source=source, seed=number,
            voice="scripted",
        )  # fmt: skip
        steps: list[tuple[str, tuple[object, ...]]] = []
        for turn in range(28):
            role = "school" if turn % 2 == 0 else "trainee"
            steps.append(
                (
                    "INSERT INTO turns (conversation, parent, role, text, step, data, created) VALUES"
                    " (?, (SELECT max(id) FROM turns WHERE conversation = ?), ?, ?, 'said', '{}', '2026-01-01')",
                    (made, made, role, f"Zo gaat dat hier, in groep {turn}."),
                )
            )
        steps.append(("UPDATE conversations SET head = (SELECT max(id) FROM turns) WHERE id = ?", (made,)))
        store.write(*steps)
        if number % 2:
            store.set_status(made, "ended")
            store.set_meta(made, result={"ask_share": 0.6, "reached": True, "turns": 14, "when": "2026-01-01T00:00:00"})


if __name__ == "__main__":
    sys.exit(main())
