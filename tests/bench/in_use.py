"""Whether the shipped schools answer what was asked, in talks of simulated trainees whose answers were labelled.

Run: python -m tests.bench.in_use [--show] [--voice NAME]. One JSON object a language; with `--show` every question that
got something else than what answers it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

from simulator.playtest.in_use import ASKS, Answered, answered, counted, talks
from simulator.practice.build import DEFAULT_VOICE, Workshop
from simulator.scenario import catalog

DATA = Path(__file__).resolve().parents[1] / "data" / "in_use"


def main() -> int:
    """Measure and print; returns the exit status."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--show", action="store_true", help="print what was answered with something else")
    reader.add_argument("--voice", default=DEFAULT_VOICE)
    wanted = reader.parse_args()
    schools = {(entry.language, entry.id): entry.scenario for entry in catalog.entries()}
    with Workshop(wanted.voice) as shop:
        for language in ("nl", "en"):
            found: list[Answered] = []
            rules: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            for name, turns in sorted(talks(DATA / f"{language}.jsonl"), key=lambda talk: talk[0]):
                scenario = schools[language, name]
                assert scenario is not None
                found += answered(scenario, shop.minds(scenario), turns)
            for one in found:
                if one.turn.move in ASKS and one.turn.best:
                    fits = one.found in one.turn.best | one.turn.ok
                    rules[one.because][not fits] += 1
                    if wanted.show and not fits:
                        print(f"{one.turn.trainee!r} → {one.found} ({one.because}), not {sorted(one.turn.best)}")
            by = dict(sorted(rules.items(), key=lambda row: -sum(row[1]))[:12])
            print(json.dumps({"language": language, **counted(found), "fits, does not, by rule": by}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
