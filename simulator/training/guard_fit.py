"""Fits the guard: `python -m simulator.training.guard_fit [words|net|weigh]`; writes to models/voice/guard.

`words` collects which words only one of the languages has (on its own, into the guard's rules). `net` teaches the net
(`simulator.training.guard.learn`), `weigh` fits what its findings and those of the words weigh together
(`simulator.training.guard.weigh`), on the half `a` of the labelled replies, which the net has not seen. The half `b` is
read by neither: `python -m tests.bench.guard --part b` measures on it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.practice.build import shared_encoder
from simulator.training.guard import own_words
from simulator.training.guard.lines import VOICE

if TYPE_CHECKING:
    from simulator.training.guard.learn import Args


def main(argv: Sequence[str] | None = None) -> None:
    """Run one step, or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", nargs="?", choices=("words", "net", "weigh"), help="only this")
    parser.add_argument("--minutes", type=float, default=20.0, help="for the net, on one thread (default 20)")
    parser.add_argument(
        "--half", type=Path, help="folder for the net as it was before it saw `train`: then that is measured on too"
    )
    parser.add_argument("--further", action="store_true", help="let the net that is there learn on")
    parser.add_argument("--seed", type=int, default=1, help="of order and dice (default 1)")
    args = parser.parse_args(argv)
    if args.step == "words":
        own_words.run()
        return
    if args.step != "weigh":
        from simulator.training.guard.learn import Args

        _net(Args(args.minutes, args.seed, args.further), args.half)
    if args.step != "net":
        from simulator.training.guard import weigh

        weigh.run(args.half)


def _net(args: Args, half: Path | None) -> None:
    import torch

    from simulator.coding.question_coder.encoder import QuestionEncoder
    from simulator.training.guard.learn import begun, learn
    from simulator.voice.learnt.net import GuardNet
    from simulator.voice.learnt.net_file import load, save

    torch.set_num_threads(1)
    encoder = shared_encoder().inner
    assert isinstance(encoder, QuestionEncoder)
    about = {"encoder": encoder.version, "minutes": args.minutes, "further": args.further}
    net = load(VOICE / "guard", encoder.body().size, encoder.version) if args.further else None

    def at_half(net: GuardNet) -> None:
        if half is not None:
            save(net, about, half)

    net = learn(net or begun(encoder.body()), encoder.low, args, lambda line: print(line, flush=True), at_half)
    size = save(net, about, VOICE / "guard")
    print(f"net.safetensors: {size:,} bytes")


if __name__ == "__main__":
    main()
