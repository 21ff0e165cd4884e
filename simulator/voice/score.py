"""How the shipped voice weighs candidates: one number each, read off the state at the end of the line.

The state of the last token of candidate and line end, times `HEAD`, is how well it fits the talk before it; only
differences between candidates of one turn mean anything. Beside what a school would say, a candidate may be what one
would ask for it (`asked_for`): so what is still locked can be weighed without its words.
"""

from __future__ import annotations

from collections.abc import Sequence

HEAD = "score.weight"
END = "\n"
"""Closes every candidate: its state is what is read."""
WRITES = "= "
"""Opens the line in which a chosen line is said anew, fitted to the talk."""
ELSE = {"nl": "? iets anders", "en": "? something else"}
"""Stands for a question about anything that is not among the candidates."""


def asked_for(asks: Sequence[str]) -> str:
    """Return a candidate that stands for what answers these questions."""
    return "? " + " / ".join(asks)
