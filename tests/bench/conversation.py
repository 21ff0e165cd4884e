"""Twelve turns with every shipped scenario and the default model: times, words, language, memory, event loop lag.

Run: python -m tests.bench.conversation [--show] [--typing SECONDS] [--every N]. Prints one JSON object; exit 1 when a
figure falls short. With `--typing` so long goes by before every turn, and the next one is read ahead as in the app.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

from simulator.practice.api import TurnResult
from simulator.practice.begin import begin
from simulator.practice.build import Workshop
from simulator.practice.session import Session
from simulator.practice.store import Store
from simulator.scenario import catalog
from simulator.scenario.catalog import Entry
from simulator.school.common_words import STOP
from simulator.serve.scoring.memory import memory_mb

TURNS = {
    "nl": [
        "Goedemiddag, fijn dat ik langs mocht komen",
        "Hoe kwamen jullie op dit idee?",
        "Hoe ging het vorig jaar dan",
        "En wat gebeurde er daarna?",
        "Dus het was leuk maar er bleef niet veel van hangen, klopt dat?",
        "hoeveel leerlingen hebben jullie eigenlijk",
        "Wij hebben een prachtig aanbod, dat past perfect bij jullie school.",
        "Sorry, ik loop op de zaken vooruit. Vertel eens hoe het team erin zit?",
        "Wat maakt dat het zo loopt, denk je?",
        "En hoe is dat voor jou zelf",
        "Welke verf gebruiken jullie bij handvaardigheid?",
        "Wat is dan eigenlijk jullie eigen vraag?",
    ],
    "en": [
        "Good afternoon, thanks for having me",
        "How did you come to this idea?",
        "so how did it go last year",
        "And what happened after that?",
        "So it was fun but not much of it stayed, is that right?",
        "how many pupils do you have",
        "We have a wonderful programme that would suit your school perfectly.",
        "Sorry, I'm getting ahead of myself. How does the team feel about it?",
        "What makes it go like that, do you think?",
        "and how is that for you yourself",
        "Which kind of paint do you use in art lessons?",
        "What is your own question then, really?",
    ],
}


def wrong_language(text: str, language: str) -> bool:
    """Whether a reply of some length has more stop words of the other language than of its own."""
    words = [word.strip(".,!?…\"'").lower() for word in text.split()]
    other = "en" if language == "nl" else "nl"
    mine, theirs = (sum(word in STOP[one] for word in words) for one in (language, other))
    return len(words) >= 4 and theirs > mine


async def _with_lag(session: Session, text: str, lags: list[float]) -> tuple[TurnResult, float]:
    """Run one turn in a thread; the event loop beats every five milliseconds and notes how late it is."""
    start = time.perf_counter()
    work = asyncio.create_task(asyncio.to_thread(session.turn, text, Event(), lambda clause: None))
    while not work.done():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        lags.append(time.perf_counter() - before - 0.005)
    return await work, time.perf_counter() - start


def peak_mb() -> float:
    """Return the most megabytes that this process has held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, 1)


def play(
    entry: Entry, workshop: Workshop, folder: Path, lags: list[float], show: bool, typing: float = 0.0
) -> list[tuple[TurnResult, float]]:
    """Play the twelve turns, each after `typing` seconds, and return results with their seconds."""
    scenario = entry.usable
    store = Store(folder / f"{scenario.language}-{scenario.id}.db")
    session = begin(store, scenario, entry.text, workshop.minds(scenario, ahead=typing > 0), seed=3)
    rows = []
    for text in TURNS[scenario.language]:
        time.sleep(typing)
        result, seconds = asyncio.run(_with_lag(session, text, lags))
        rows.append((result, seconds))
        if show:
            codes = " ".join(unit.code for unit in result.units)
            print(
                f"> {text}\n  [{codes} | {result.act} {result.item} r{result.rapport} {seconds:.2f}s]\n{result.reply}\n"
            )
        if result.ended:
            break
    store.close()
    return rows


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the conversations too")
    parser.add_argument("--voice")
    parser.add_argument("--typing", type=float, default=0.0, help="seconds before every turn, read ahead in")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th file")
    wanted = parser.parse_args()
    lags: list[float] = []
    rows: list[tuple[str, TurnResult, float]] = []
    with tempfile.TemporaryDirectory() as folder, Workshop(wanted.voice) as workshop:
        workshop.load()
        loaded = memory_mb()
        shipped = [entry for entry in catalog.entries() if entry.shipped and entry.scenario is not None]
        for entry in shipped[:: wanted.every]:
            played = play(entry, workshop, Path(folder), lags, wanted.show, wanted.typing)
            rows += [(entry.language, result, seconds) for result, seconds in played]
        held = memory_mb()
    turns = sorted(seconds for *_rest, seconds in rows)
    found = {
        "turns": len(rows),
        "turn_s": {"median": statistics.median(turns), "p95": turns[int(0.95 * (len(turns) - 1))]},
        "memory_mb": {"loaded": loaded, "at the end": held, "at most": peak_mb()},
        "lag_ms_p95": 1000 * sorted(lags)[int(0.95 * (len(lags) - 1))],
        "empty": sum(not result.reply.strip() for _l, result, _s in rows),
        "wrong_language": sum(wrong_language(result.reply, language) for language, result, _s in rows),
        "by_model": sum(result.voiced_by != "author" for _l, result, _s in rows) / len(rows),
    }
    print(json.dumps(found, default=float))
    fine = found["turn_s"]["median"] <= 2 and found["lag_ms_p95"] <= 20 and not found["empty"]  # type: ignore[index]
    return 0 if fine and not found["wrong_language"] and found["by_model"] >= 0.9 else 1  # type: ignore[operator]


if __name__ == "__main__":
    sys.exit(main())
