"""What a command says beside its results."""

from __future__ import annotations

import sys


def say(sentence: str) -> None:
    """Say a sentence on stderr, so that a pipe gets the results only."""
    print(f"toask: {sentence}", file=sys.stderr)


def say_damaged_cards() -> None:
    """Say which model cards cannot be used; the others can."""
    from simulator.app.errors import said
    from simulator.models.card import CardError, shelf

    try:
        wrong = shelf().wrong
    except CardError:
        return  # No card at all: whoever wants one says so.
    for problem in wrong.values():
        say(said(str(problem)))
