"""`python -m simulator.training question-coder|voice|reader|corrections`: makes the shipped weights, or some of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from simulator.training.errors import CorpusError
from simulator.training.reader import run as reader
from simulator.training.scorer import corrected_run, run
from simulator.training.voice import run as voice


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator.training", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    run.add(parts)
    voice.add(parts)
    reader.add(parts)
    corrected_run.add(parts)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one training command; returns the exit status."""
    try:
        args = _parser().parse_args(argv)
        if args.part == "corrections":
            return corrected_run.run(args)
        if args.part == "reader":
            return reader.run(args)
        return voice.run(args) if args.part == "voice" else run.run(args)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
