"""`python -m simulator.training question-coder [STEP…]`: makes the coder's weights, or only some steps of it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.coding.question_coder.place import folder as weights_folder

if TYPE_CHECKING:
    from simulator.training.scorer.pipeline import Shop

FOLD_STEPS = ("fold-0", "fold-1", "fold-2", "fold-3", "fold-4")
STEPS = ("own", "joint", "final", *FOLD_STEPS, "annomi", "pack", "further", "second", "predict", "topics", "figures")
ASKED_FOR = ("further",)
"""Steps that are run only where they are named: this one gave no gain (docs/figures.md)."""


def add(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    parser = parts.add_parser("question-coder", help="train the question coder (hours on a CPU; resumable)")
    parser.add_argument("steps", nargs="*", help=f"of {', '.join(STEPS)}; default: all but {', '.join(ASKED_FOR)}")
    parser.add_argument("--data", type=Path, default=weights_folder() / "data", help="hand-coded conversations")
    parser.add_argument("--annomi", type=Path, help="AnnoMI's csv (github.com/uccollab/AnnoMI)")
    parser.add_argument("--corrections", type=Path, help="a folder of `toask review export`, learnt beside the corpus")
    parser.add_argument("--work", type=Path, help="where steps keep their results")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")


def run(args: argparse.Namespace) -> int:
    """Run the steps; returns the exit status."""
    from simulator.models import card, folder
    from simulator.training.scorer.pipeline import Places, Shop

    known = args.annomi is not None and args.annomi.is_file()
    rest = [step for step in STEPS if step not in ASKED_FOR]
    steps = args.steps or [step for step in rest if known or step not in (*FOLD_STEPS, "annomi")]
    unknown = [step for step in steps if step not in STEPS]
    if unknown:
        print(f"There is no step {unknown[0]}; the steps are {', '.join(STEPS)}.")
        return 2
    if not known and {*steps} & {*FOLD_STEPS, "annomi"}:
        print("These steps measure on AnnoMI: give its csv with --annomi, or leave them out.")
        return 2
    work = args.work or folder.root().parent / ("training-corrected" if args.corrections else "training")
    scenarios = weights_folder().parent.parent / "scenarios"
    topics, talks = args.data.parent / "topics", args.data.parent.parent / "voice" / "pairs"
    encoder = folder.ensure(card.card("e5-small"))
    places = Places(args.data, topics, args.annomi, talks, scenarios, encoder, work, args.corrections)
    shop = Shop(places, args.threads, args.device)
    for step in steps:
        _step(shop, step)
    return 0


def _step(shop: Shop, step: str) -> None:
    from simulator.training import topics_fit
    from simulator.training.scorer import card, finish, further_run, second_run

    place = weights_folder()
    if step in FOLD_STEPS:
        shop.fold_step(int(step.split("-")[1]))
    elif step == "pack":
        print(finish.pack(shop, place))
    elif step == "further":
        print(further_run.run(shop, place))
    elif step == "second":
        print(second_run.run(shop, place))
    elif step == "predict":
        finish.predict_own(shop, place)
    elif step == "annomi":
        finish.predict_annomi(shop, place)
    elif step == "topics":
        topics_fit.predict_asked(place / "predictions" / "topics.jsonl")
    elif step == "figures":
        card.renew(place)
    else:
        {"own": shop.own_step, "joint": shop.joint_step, "final": shop.final_step}[step]()
