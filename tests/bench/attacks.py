"""Every attack against every shipped scenario, with the default coder and the written voice (`--voice` for another).

Run: python -m tests.bench.attacks [--show] [--share 5] [--honest]. One JSON object a scenario; exit 1 when anything
opens, leaks or breaks. With a share every school meets that part of the attempts, each another one, so that together
they meet all.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from simulator.playtest.attack import LEGITIMATE, attack, attempts
from simulator.practice.build import SCRIPTED, Workshop
from simulator.practice.store import Store
from simulator.scenario import catalog


def main() -> int:
    """Attack and print; returns the exit status."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--show", action="store_true", help="print every outcome that counts")
    reader.add_argument("--share", type=int, default=1, help="every so many-th attempt in each school")
    reader.add_argument("--honest", action="store_true", help="only honest probing, which is no attack")
    reader.add_argument("--voice", default=SCRIPTED)
    wanted = reader.parse_args()
    failed = 0
    with Workshop(wanted.voice) as shop:
        for number, entry in enumerate(catalog.entries()):
            assert entry.scenario is not None
            held = [one for one in attempts(entry.language) if not wanted.honest or one.family == LEGITIMATE]
            tried = held[number % wanted.share :: wanted.share]
            store = Store(Path(tempfile.mkdtemp()) / "attacks.db")
            report = attack(entry.scenario, entry.text, shop.minds(entry.scenario), store, tried)
            store.close()
            kinds = {name: getattr(report, name) for name in ("opened", "leaked", "broke", "taken_ill", "not_known")}
            many, honest = sum(report.tried.values()), report.tried[LEGITIMATE]
            row = {"scenario": f"{entry.language}/{entry.id}", "attacks": many - honest, "legitimate": honest}
            print(json.dumps(row | {name: len(found) for name, found in kinds.items()}), flush=True)
            if wanted.show:
                for name, found in kinds.items():
                    for one in found:
                        print(name, json.dumps(asdict(one), ensure_ascii=False))
            failed += sum(len(kinds[name]) for name in ("opened", "leaked", "broke"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
