"""Two codings of one talk laid beside each other when only their order is known.

One is what a person ticked while it went on, the other what was coded afterwards from the words.

Source: Needleman & Wunsch 1970; what begins a turn on one side should do so on the other. Costs
are the project's own: leaving two things unpaired costs more than pairing a question with a judgement, so that
disagreement is shown and not hidden in gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.coding.codebook import VALUES

GAP = 4
"""What it costs to leave one thing unpaired."""
BORDER = 1
"""What it costs to pair what begins a turn with what goes on in one."""
_OTHER, _ONE_NEUTRAL, _OPPOSITE, _NEAR = 4, 5, 7, 2
NEAR = frozenset(
    frozenset(pair.split())
    for pair in (
        "DEEP OPEN", "OPEN SEEK", "OPEN CLOSED", "DEEP REFL-C", "REFL-C REFL-S", "REFL-S CLOSED", "AFFIRM NEUTRAL",
        "INFO OFFER", "INFO OFFER-P", "OFFER OFFER-P", "LEAD OFFER", "LEAD FILL", "FILL JUDGE", "REFL-C FILL",
        "CLOSED LEAD", "OPEN LEAD", "AFFIRM REFL-C", "NEUTRAL REFL-S",
    )
)  # fmt: skip
"""Codes that the codebook parts by a rule at their border: easily taken for each other."""
MOST_CELLS = 2_000_000
Pair = tuple[int | None, int | None]
_PAIR, _UP, _LEFT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done: its code, and whether it begins a turn (or comes some time after the tick before it)."""

    code: str
    first: bool


def side(code: str) -> int:
    """Return 1 for a code that asks, −1 for one that tells, 0 for neither."""
    return (VALUES[code] > 0) - (VALUES[code] < 0)


def distance(first: str, second: str) -> int:
    """Return what pairing these two codes costs; 0: they are the same."""
    if first == second:
        return 0
    apart = abs(side(first) - side(second))
    whole = (_OTHER, _ONE_NEUTRAL, _OPPOSITE)[apart]
    return whole - _NEAR if frozenset((first, second)) in NEAR else whole


def align(first: Sequence[Step], second: Sequence[Step]) -> tuple[Pair, ...]:
    """Return how the two go together, in order: places in both, or in one only (None in the other).

    The same pairs come out, turned round, when the two are given the other way round.

    Raises:
        ValueError: more than `MOST_CELLS` pairs are possible.
    """
    if len(first) * len(second) > MOST_CELLS:
        raise ValueError(f"{len(first)} × {len(second)} is more than can be laid beside each other")
    if _key(first) > _key(second):
        return tuple((j, i) for i, j in _aligned(second, first))
    return _aligned(first, second)


def cost(first: Sequence[Step], second: Sequence[Step], pairs: Sequence[Pair]) -> int:
    """Return what an alignment costs."""
    return sum(GAP if i is None or j is None else _paired(first[i], second[j]) for i, j in pairs)


def _paired(one: Step, other: Step) -> int:
    return distance(one.code, other.code) + (BORDER if one.first != other.first else 0)


def _key(steps: Sequence[Step]) -> tuple[int, list[tuple[str, bool]]]:
    """Order sequences, so that ties are broken alike whichever comes first."""
    return len(steps), [(step.code, step.first) for step in steps]


def _aligned(first: Sequence[Step], second: Sequence[Step]) -> tuple[Pair, ...]:
    """Return the cheapest alignment; where several are, the one with more pairs towards the end."""
    m = len(second)
    above = [GAP * j for j in range(m + 1)]
    trace = [bytearray([_LEFT] * (m + 1))]
    for i, one in enumerate(first, 1):
        now, came = [GAP * i], bytearray([_UP])
        for j, other in enumerate(second, 1):
            best, from_ = min(
                (above[j - 1] + _paired(one, other), _PAIR), (above[j] + GAP, _UP), (now[j - 1] + GAP, _LEFT)
            )
            now.append(best)
            came.append(from_)
        above = now
        trace.append(came)
    return _back(trace, len(first), m)


def _back(trace: Sequence[bytearray], i: int, j: int) -> tuple[Pair, ...]:
    """Walk back from the end to the beginning."""
    pairs: list[Pair] = []
    while i or j:
        from_ = trace[i][j]
        i, j = i - (from_ != _LEFT), j - (from_ != _UP)
        pairs.append((None if from_ == _LEFT else i, None if from_ == _UP else j))
    return tuple(reversed(pairs))
