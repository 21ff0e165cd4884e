"""Sheets for a cold reading: one talk in every shipped school, exactly as in use, and random replies out of them.

Run: python -m tests.bench.reading OUT.jsonl [--replies 60] [--seed 1] [--profile asker] [--profile wanderer]
[--turns 24] [--language nl]. One line for each reply that is to be judged: the brief, the turns before it, what the
trainee said and what the school answered. The verdict is a reader's; nothing is judged here.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from simulator.playtest.trainees import Trainee
from simulator.practice.api import Shown
from simulator.practice.begin import begin
from simulator.practice.build import Workshop
from simulator.practice.store import Store
from simulator.scenario import catalog
from simulator.scenario.catalog import Entry

BEFORE = 4
PROFILES = ("asker", "wanderer")


def talk(shop: Workshop, entry: Entry, profile: str, seed: int, store: Store, most: int) -> list[Shown]:
    """Return the turns of one conversation, the opening line first; it stops after `most` turns of the trainee."""
    assert entry.scenario is not None
    session = begin(store, entry.scenario, entry.text, shop.minds(entry.scenario), seed=seed)
    trainee = Trainee(profile, entry.scenario, seed)
    acts: list[str] = []
    while not session.state().ended and len(acts) < most:
        rows = session.view().turns
        school = [row.text for row in rows if row.role == "school"]
        mine = [row.text for row in rows if row.role == "trainee"]
        speaker = entry.scenario.speaker(session.state().speaker).name
        acts.append(session.turn(trainee.next(school, mine, acts, speaker), Event(), lambda clause: None).act)
    return list(session.view().turns)


def sheet(entry: Entry, profile: str, seed: int, rows: list[Shown]) -> list[dict[str, Any]]:
    """Return every reply of a conversation with what a reader needs to judge it."""
    assert entry.scenario is not None
    names = {speaker.id: speaker.name for speaker in entry.scenario.speakers}
    shown = [(names.get(row.speaker, "adviser"), row.text) for row in rows]
    out = []
    for number in range(2, len(rows)):
        if rows[number].role == "school":
            before = [f"{who}: {text}" for who, text in shown[max(0, number - 1 - BEFORE) : number - 1]]
            found = {"language": entry.language, "scenario": entry.id, "profile": profile, "seed": seed}
            found |= {"turn": number // 2, "brief": entry.scenario.brief, "before": before}
            out.append(found | {"trainee": shown[number - 1][1], "school": shown[number][1]})
    return out


def main() -> int:
    """Play, draw and write; returns the exit status."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("out", type=Path)
    reader.add_argument("--replies", type=int, default=60, help="of each language")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--profile", action="append", choices=PROFILES)
    reader.add_argument("--turns", type=int, default=99, help="of the trainee in a talk, at most")
    reader.add_argument("--language", choices=("nl", "en"), help="only schools that speak it")
    wanted = reader.parse_args()
    replies: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with Workshop() as shop, tempfile.TemporaryDirectory() as place:
        entries = [one for one in catalog.entries() if wanted.language in (None, one.language)]
        for number, entry in enumerate(entries):
            profile = (wanted.profile or PROFILES)[number % len(wanted.profile or PROFILES)]
            store = Store(Path(place) / f"{number}.db")
            rows = talk(shop, entry, profile, wanted.seed, store, wanted.turns)
            store.close()
            replies[entry.language] += sheet(entry, profile, wanted.seed, rows)
            print(f"  {entry.language}/{entry.id} {profile}: {len(rows) // 2} turns", file=sys.stderr, flush=True)
    with wanted.out.open("w", encoding="utf-8") as out:
        for language, held in sorted(replies.items()):
            drawn = Random(f"{language} {wanted.seed}").sample(held, min(wanted.replies, len(held)))
            for row in sorted(drawn, key=lambda one: (one["scenario"], one["turn"])):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
