"""`python -m simulator.training question-coder`: makes the weights of the coder, or does only some steps of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from simulator.training.errors import CorpusError
from simulator.training.scorer import run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator.training", description=__doc__)
    run.add(parser.add_subparsers(dest="part", required=True))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one training command; returns the exit status."""
    try:
        return run.run(_parser().parse_args(argv))
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
