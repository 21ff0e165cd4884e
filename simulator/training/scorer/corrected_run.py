"""`python -m simulator.training corrections FOLDER`: a figure whether what people corrected helps the coder."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from simulator.coding.question_coder.place import folder as weights_folder
from simulator.scoring.jsontext import dumps

NAMES = {
    "codes_kappa": "fourteen codes, κ", "main_kappa": "ask, tell, neutral, κ", "codes_same": "same code",
    "borders_f1": "unit borders, F1",
}  # fmt: skip
_VERDICTS = {
    "yes": "The corrections helped.", "no": "The coder does worse with them.",
    "not shown": "That they help is not shown: the interval of the change holds zero. More conversations narrow it.",
}  # fmt: skip


def add(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    one = parts.add_parser(
        "corrections", help="whether corrections help: before and after, on conversations not learnt"
    )
    one.add_argument("folder", type=Path, help="what `toask review export PROJECT --out FOLDER` wrote")
    one.add_argument("--data", type=Path, default=weights_folder() / "data", help="the own corpus")
    one.add_argument("--parts", type=int, default=3, help="parts, each coded by a coder that learnt from the others")
    one.add_argument("--rounds", type=int, default=3, help="passes over what is learnt")
    one.add_argument("--again", type=int, default=3, help="turns of the corpus learnt again for each corrected turn")
    one.add_argument(
        "--check", type=int, default=200, help="turns of the corpus' test part to look for unlearning; 0: none"
    )
    one.add_argument("--before", type=Path, help="weights to begin with (default: those that came with toask)")
    one.add_argument("--after", type=Path, help="weights made with --corrections: compare them, learn nothing")
    one.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    one.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace) -> int:
    """Try it and print what was found; 0 also when nothing helped."""
    from simulator.training.scorer import corrected

    if args.after:
        found = corrected.between(args.folder, args.before, args.after)
    else:
        plan = corrected.Plan(args.parts, args.again, check=args.check, rounds=args.rounds, threads=args.threads)
        found = corrected.tried(args.folder, args.data, plan, args.before, lambda line: print(line, file=sys.stderr))
    if args.json:
        print(dumps(found))
        return 0
    print(f"{found['conversations']} conversations, {found['turns']} turns, {found['units']} units")
    _show(found["measures"])
    if found.get("own_test_part"):
        print("own test part (has anything been unlearnt?)")
        _show(found["own_test_part"])
    print(_VERDICTS[found["helped"]])
    return 0


def _show(measures: dict[str, Any]) -> None:
    for key, name in NAMES.items():
        one = {part: "–" if value is None else f"{value:.3f}" for part, value in measures[key].items()}
        print(f"  {name:24} {one['before']} → {one['after']}   change {one['change']} ({one['low']} to {one['high']})")
    print(f"  intervals over {measures['intervals_over']}")
