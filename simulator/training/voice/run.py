"""`python -m simulator.training voice [STEP…]`: makes the shipped voice's weights, or only some steps of it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

STEPS = ("learn", "pack")


def add(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    parser = parts.add_parser("voice", help="train the voice (hours on a CPU; resumable)")
    parser.add_argument("steps", nargs="*", help=f"of {', '.join(STEPS)}; default: all")
    parser.add_argument("--base", type=Path, help="folder of the base model: safetensors, tokenizer.json, config.json")
    parser.add_argument("--work", type=Path, help="where steps keep their results")
    parser.add_argument("--out", type=Path, help="where the packed voice goes; default: models/voice")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--at-once", type=int, default=2, help="choices in one pass; more on a GPU")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3e-5, help="highest learning rate")
    parser.add_argument("--with", dest="other", type=Path, help="pack: work folder of another run, to take a share of")
    parser.add_argument("--share", type=float, default=0.5, help="pack: how much of the other run's weights")


def run(args: argparse.Namespace) -> int:
    """Run the steps; returns the exit status."""
    import torch

    from simulator.models.card import places
    from simulator.training.voice import pipeline

    unknown = [step for step in args.steps if step not in STEPS]
    if unknown:
        print(f"There is no step {unknown[0]}; the steps are {', '.join(STEPS)}.")
        return 2
    torch.set_num_threads(args.threads)
    models = next(place for place in places() if place.is_dir())
    work = args.work or Path.home() / ".cache" / "toask" / "voice"
    shop = pipeline.Shop(models, args.base or _base(), work, args.device, args.at_once, args.epochs, args.rate)
    for step in args.steps or STEPS:
        if step == "learn":
            shop.learn()
        else:
            print(shop.pack(args.out or models / "voice", args.other, args.share))
    return 0


def _base() -> Path:
    """Return the folder of the base model, unpacked from its GGUF where need be."""
    from simulator.models import card, folder
    from simulator.voice.convert import prepared

    return prepared(folder.ensure(card.card("gemma3-270m")))
