"""`python -m simulator.training coder|question-coder`: makes, or only measures, the weights of a coder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from simulator.coding.coder import Encoder
from simulator.coding.weights import folder as weights_folder
from simulator.training.coder import Data, fit_all, write
from simulator.training.corpus import CorpusError, annomi, load
from simulator.training.scorer import run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator.training", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    coder = parts.add_parser("coder", help="fit the first coder and write its weights")
    coder.add_argument("--evaluate", action="store_true", help="only measure, by cross-validation; writes nothing")
    coder.add_argument("--data", type=Path, default=weights_folder() / "data", help="hand-coded conversations")
    coder.add_argument("--annomi", type=Path, help="AnnoMI's csv: learn from its short turns too")
    coder.add_argument("--out", type=Path, default=weights_folder(), help="where the weights go")
    coder.add_argument("--no-encoder", action="store_true", help="fit without sentence vectors")
    coder.add_argument("--mistakes", type=Path, help="with --evaluate: write what was coded differently to this file")
    run.add(parts)
    return parser


def _encoder() -> Encoder:
    from simulator.coding.encoder import E5Encoder
    from simulator.coding.vector_cache import CachedEncoder
    from simulator.models import card, folder

    path = folder.ensure(card.card("e5-small"))
    return CachedEncoder(E5Encoder(path), folder.root() / "training")


def _data(args: argparse.Namespace) -> Data:
    turns = load(args.data)
    if not turns:
        raise CorpusError(f"No conversations in {args.data}; give their folder with --data.")
    if args.annomi and not args.annomi.is_file():
        raise CorpusError(f"{args.annomi} is not here; leave --annomi out, or get it from github.com/uccollab/AnnoMI.")
    weak = annomi(args.annomi) if args.annomi else []
    units = sum(len(turn.units) for turn in turns)
    print(f"{len(turns)} hand-coded turns, {units} units; {len(weak)} weakly labelled turns.", file=sys.stderr)
    return Data(turns, weak)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one training command; returns the exit status."""
    args = _parser().parse_args(argv)
    if args.part == "question-coder":
        return run.run(args)
    try:
        data = _data(args)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    from simulator.training import evaluate

    encoder = None if args.no_encoder else _encoder()
    found = evaluate.cross_validate(data, encoder)
    keep = getattr(encoder, "keep", None)
    if keep is not None:
        keep()
    print("\n".join(evaluate.lines(found)))
    print(f"\nTemperatures: full {found.temperatures.full}, light {found.temperatures.light}.")
    if args.mistakes:
        rows = sorted(
            f"{language}\t{true} > {said.code} {said.confidence}\t{said.text}\t<< {school[-160:]}"
            for language, school, true, said in found.mistakes
        )
        args.mistakes.write_text("\n".join(rows) + "\n", encoding="utf-8")
    if not args.evaluate:
        parts = fit_all(data, encoder, found.temperatures)
        about = {"turns": len(data.turns), "weak_turns": len(data.weak), "encoder": encoder.name if encoder else ""}
        size = write(parts, args.out, about, found.temperatures)
        print(f"Wrote {args.out}: {size} bytes.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
