"""How the guard judges the labelled replies: what it keeps of the good and rejects of the bad, by fault.

Run: python -m tests.bench.guard [--part a|b] [--show]. Exit 1 below 97 % of the bad rejected or 95 % of the good kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from simulator.playtest.guard_set import labelled, measured
from simulator.practice.build import shared_encoder
from simulator.voice.guard import Guard

FOLDER = Path(__file__).resolve().parents[2] / "models" / "voice" / "guard"


def main() -> int:
    """Measure and print; returns the exit status."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--part", choices=("a", "b"), default="", help="only this half of the contexts")
    reader.add_argument("--show", action="store_true", help="print what was judged wrongly")
    wanted = reader.parse_args()
    held = (one for one in labelled(FOLDER) if f"-g{'ab'.find(wanted.part) + 1}-" in one.id or not wanted.part)
    failed = False
    for language, found in measured(Guard(encoder=shared_encoder()), held).items():
        by = {fault: f"{found.right[fault]}/{many}" for fault, many in found.replies.items()}
        row = {"language": language, "kept": round(found.kept, 3), "rejected": round(found.rejected, 3), "by": by}
        print(json.dumps(row))
        failed |= found.kept < 0.95 or found.rejected < 0.97
        if wanted.show:
            for one, faults in found.wrong:
                print(one.id, one.fault or "good", list(faults), repr(one.text))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
