"""How often the reader's first answer is one that a turn of a talk asks for, in turns that it has not learnt from.

Run: python -m tests.bench.talk_turns. One JSON object a language. The turns (tests/data/talk_turns) were written with
the brief and a list of the school's lines in view, one line at a time, before anything it can answer was seen; then the
same hand read all of that and labelled them: `fits` answers, `half` comes near. All of a school's answers compete,
details of what was not told yet too, so a conversation has it easier. A range is of 95 %, by drawing schools (a cluster
bootstrap).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from simulator.practice.build import question_reader
from simulator.scenario import catalog
from simulator.school.entries import details_of, entries_of
from simulator.school.meant import Meant

DATA = Path(__file__).resolve().parents[1] / "data" / "talk_turns"
DRAWS = 2000


def main() -> int:
    """Measure and print; returns the exit status."""
    reads = question_reader()
    schools = {f"{entry.language}-{entry.id}": entry.scenario for entry in catalog.entries()}
    for language in ("nl", "en"):
        held: list[list[tuple[bool, bool]]] = []
        none: list[bool] = []
        for path in sorted(DATA.glob(f"{language}-*.jsonl")):
            scenario = schools[path.stem]
            assert scenario is not None
            entries = [one for one in (*entries_of(scenario), *details_of(scenario)) if not one.anchor]
            meant = Meant(entries, reads)
            names = [f"{one.target.kind}:{one.target.id}".rstrip(":") for one in entries]
            rows = list(map(json.loads, path.read_text("utf-8").splitlines()))
            held.append([])
            for row in rows:
                found = meant(row["before"], row["text"])
                first = names[int(found.argmax())]
                if row["fits"]:
                    held[-1].append((first in row["fits"], first in row["fits"] + row["half"]))
                elif not row["half"]:
                    none.append(bool(found.max() <= 0))
        print(json.dumps({"language": language, **_shares(held), "nothing": len(none), "none found": _mean(none)}))
    return 0


def _shares(held: list[list[tuple[bool, bool]]]) -> dict[str, object]:
    out: dict[str, object] = {"schools": len(held), "turns": sum(map(len, held))}
    for n, name in enumerate(("first answers", "first answers or comes near")):
        out[name] = _mean([one[n] for rows in held for one in rows])
        out[f"{name}, range"] = [round(float(q), 3) for q in np.quantile(list(_drawn(held, n)), (0.025, 0.975))]
    return out


def _drawn(held: list[list[tuple[bool, bool]]], n: int) -> Iterator[float]:
    dice = np.random.default_rng(1)
    for _ in range(DRAWS):
        some = [one[n] for k in dice.integers(0, len(held), len(held)) for one in held[int(k)]]
        yield float(np.mean(some))


def _mean(values: list[bool]) -> float:
    return round(float(np.mean(values)), 3) if values else 0.0


if __name__ == "__main__":
    sys.exit(main())
