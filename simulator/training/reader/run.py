"""`python -m simulator.training reader [STEP…]`: makes the weights that read questions, or only some steps of it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from simulator.training.errors import CorpusError

STEPS = ("learn", "pack", "phrases", "turns")


def add(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    parser = parts.add_parser("reader", help="train the reader of questions (hours on two cores; resumable by pass)")
    parser.add_argument("steps", nargs="*", help=f"of {', '.join(STEPS)}; default: all")
    parser.add_argument("--work", type=Path, help="where the base and what is learnt are kept")
    parser.add_argument("--out", type=Path, help="where the packed reader goes; default: models/reader")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--rate", type=float, default=4e-5, help="highest learning rate")
    parser.add_argument("--without", nargs="*", default=[], help="ids of scenarios that are not learnt from")


def run(args: argparse.Namespace) -> int:
    """Run the steps; returns the exit status."""
    import torch

    from simulator.models.card import places
    from simulator.training.reader import phrases, turns

    unknown = [step for step in args.steps if step not in STEPS]
    if unknown:
        print(f"There is no step {unknown[0]}; the steps are {', '.join(STEPS)}.")
        return 2
    torch.set_num_threads(args.threads)
    models = next(place for place in places() if place.is_dir())
    steps, out = args.steps or STEPS, args.out or models / "reader"
    if {"learn", "pack"} & set(steps):
        _make(args, steps, models, out)
    if "phrases" in steps:
        print(phrases.read(out, models.parent / "scenarios"))
    if "turns" in steps:
        print(turns.read(out, models))
    return 0


def _make(args: argparse.Namespace, steps: Sequence[str], models: Path, out: Path) -> None:
    from simulator.training.reader import base, finish, learn

    work = args.work or Path.home() / ".cache" / "toask" / "reader"
    whole = base.read(base.fetch(work))
    data, reader = learn.prepared(whole, models, work, "cpu", args.without)
    if "learn" in steps:
        learn.learn(reader, data, work, args.passes, args.rate)
    if "pack" in steps:
        if not learn.resume(reader, work, mean=True):
            raise CorpusError(f"Nothing is learnt in {work} yet: run the step `learn` first.")
        finish.fit(reader, models, args.without)
        print(finish.pack(reader, models, out))
