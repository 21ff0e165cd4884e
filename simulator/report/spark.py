"""A whole conversation as a row of bars, up where a turn asks and down where it tells; as SVG paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.coding.measures import once
from simulator.scoring.model import ScoredTurn
from simulator.scoring.tally import said

MOST_BARS = 60
STEP = 4
HALF = 12
_CLIP = 4


@dataclass(frozen=True, slots=True)
class Spark:
    """Paths in a box of `width` by 24, whose middle line (y = 12) is neither asking nor telling."""

    width: int
    ask: str
    tell: str
    neither: str
    bars: int


def sums(turns: Sequence[ScoredTurn]) -> list[int]:
    """Return for each trainee turn the sum of its codes' values, each code once."""
    return [sum(once(said(turn.units)).values()) for turn in turns if turn.role == "trainee"]


def spark(values: Sequence[float], most: int = MOST_BARS) -> Spark:
    """Return a bar for each value; of more than `most` values, a bar for the mean of as many neighbours as needed."""
    bars = list(values)
    if len(bars) > most:
        size = -(-len(bars) // most)
        groups = [bars[start : start + size] for start in range(0, len(bars), size)]
        bars = [sum(group) / len(group) for group in groups]
    ask, tell, neither = [], [], []
    for place, value in enumerate(bars):
        x = place * STEP
        tall = round(min(abs(value), _CLIP) / _CLIP * (HALF - 1), 1)
        if value > 0:
            ask.append(f"M{x} {HALF}v-{tall:g}h3v{tall:g}z")
        elif value < 0:
            tell.append(f"M{x} {HALF}v{tall:g}h3v-{tall:g}z")
        else:
            neither.append(f"M{x} {HALF - 1}h3v2h-3z")
    return Spark(max(len(bars), 1) * STEP, "".join(ask), "".join(tell), "".join(neither), len(bars))
