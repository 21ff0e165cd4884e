"""What a command says beside its results."""

from __future__ import annotations

import sys


def say(sentence: str) -> None:
    """Say a sentence on stderr, so that a pipe gets the results only."""
    print(f"toask: {sentence}", file=sys.stderr)
