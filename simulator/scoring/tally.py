"""What each trainee turn adds to the measures, as rows of numbers that can be summed and drawn again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import Unit
from simulator.coding.measures import once
from simulator.scoring.model import ScoredTurn

Floats = NDArray[np.float64]
RATIOS: tuple[str, ...] = ("ask_share", "tell_share", "mean_value", "uptake", "talk_share")
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_COPIED = frozenset({"parrot", "off_topic"})


def words(text: str) -> int:
    """Return how many words a text holds; signs and numbers of a list without letters or digits are none."""
    return len(_WORD.findall(text))


def has_words(text: str) -> bool:
    """Return whether anything at all is said."""
    return bool(_WORD.search(text))


def said(units: Sequence[Unit]) -> list[Unit]:
    """Return the units that hold words: an empty one is nobody's act, and waters down no mean."""
    return [unit for unit in units if has_words(unit.text)]


def takes_up(units: Sequence[Unit]) -> bool:
    """Return whether a turn takes up the school's words; a pitch with them, a bare copy, talk beside it does not."""
    return any(unit.value > 0 and "uptake" in unit.flags and not _COPIED & set(unit.flags) for unit in said(units))


def tally(turns: Sequence[ScoredTurn]) -> tuple[Floats, Floats]:
    """Return numerators and denominators of `RATIOS` for each trainee turn, both of shape (trainee turns, 5).

    A ratio over any set of turns is the sum of its numerators over the sum of its denominators. The school's words
    stand with the trainee turn before them (those before the first turn: with the first).
    """
    places = [place for place, turn in enumerate(turns) if turn.role == "trainee"]
    above, below = np.zeros((len(places), len(RATIOS))), np.zeros((len(places), len(RATIOS)))
    for row, place in enumerate(places):
        start = place if row else 0
        end = places[row + 1] if row + 1 < len(places) else len(turns)
        own = words(turns[place].text)
        other = sum(words(turn.text) for turn in turns[start:end] if turn.role == "school")
        units = turns[place].units
        values = list(once(said(units)).values())
        ask, tell = sum(value > 0 for value in values), sum(value < 0 for value in values)
        above[row] = ask, tell, sum(values), takes_up(units), own
        below[row] = ask + tell, len(values), len(values), 1, own + other
    return above, below
