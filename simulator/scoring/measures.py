"""All measures of a conversation (CODEBOOK, version 1), each with a bootstrap interval over the trainee's turns.

Ask share is the headline; reflections to questions and the share of complex reflections are background only, because
people do not agree on them. Under five trainee turns that say something there is no figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.coding.codebook import ANNOMI, CODES
from simulator.coding.measures import ENOUGH_TURNS, once
from simulator.scoring.bootstrap import RESAMPLES, SEED, Floats, figure, ratio, sums
from simulator.scoring.model import ScoredTurn
from simulator.scoring.tally import RATIOS, has_words, said, tally

OWN_QUESTION = "own_question"
_ASK = RATIOS.index("ask_share")
_NAMES = (*RATIOS, "thirds", "slope", "longest_tell_run", "codes", "background", "intervals")


def measure(
    turns: Sequence[ScoredTurn], until: int | None = None, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Any]:
    """Return the measures of a conversation.

    Args:
        turns: all turns, the school's too.
        until: how many trainee turns thirds and slope cover, see `until_own_question`; None: all.
        resamples: of the bootstrap.
        seed: the same turns and seed give the same intervals.

    Returns:
        `trainee_turns` and `units` (counts, always); `ask_share`, `tell_share`, `uptake`, `talk_share` (0 to 1),
        `mean_value` (−3 to +3), `thirds` (three ask shares), `slope` (last third − first third), `longest_tell_run`
        (turns), `codes` (a code once a turn), `background`; and `intervals` with `{"value", "low", "high"}` for each
        figure that has one. None: too few turns, or nothing counts; for `low` and `high` alone: no interval.
    """
    own = [turn for turn in turns if turn.role == "trainee"]
    units = sum(len(once(said(turn.units))) for turn in own)
    counts: dict[str, Any] = {"trainee_turns": len(own), "units": units}
    if sum(has_words(turn.text) for turn in own) < ENOUGH_TURNS:
        return counts | dict.fromkeys(_NAMES)
    above, below = tally(turns)
    totals = ratio(above.sum(axis=0), below.sum(axis=0))
    plain = {name: _number(total) for name, total in zip(RATIOS, totals, strict=True)}
    drawn = sums(np.hstack([above, below]), resamples, seed)
    redrawn = ratio(drawn[:, : len(RATIOS)], drawn[:, len(RATIOS) :])
    intervals: dict[str, Any] = {name: figure(plain[name], redrawn[:, place]) for place, name in enumerate(RATIOS)}
    covered = own if until is None else own[:until]
    thirds, slope, more = _thirds(covered, above[:, _ASK], below[:, _ASK], resamples, seed)
    run = {"longest_tell_run": longest_run(own)}
    return (
        counts
        | plain
        | {"thirds": thirds, "slope": slope}
        | run
        | {"codes": codes(own), "background": background(own), "intervals": intervals | more}
    )


def until_own_question(roles: Sequence[str], acts: Sequence[str]) -> int | None:
    """Return how many trainee turns come before the school says its own question; None: it never does.

    Args:
        roles: of all turns.
        acts: what the school did in each turn, empty for the trainee's; as many as `roles`.
    """
    for place, act in enumerate(acts):
        if act == OWN_QUESTION:
            return sum(role == "trainee" for role in roles[:place])
    return None


def codes(turns: Sequence[ScoredTurn]) -> dict[str, int]:
    """Return in how many trainee turns each of the fourteen codes comes."""
    counted = Counter(code for turn in turns for code in once(said(turn.units)))
    return {code: counted[code] for code in CODES}


def background(turns: Sequence[ScoredTurn]) -> dict[str, float | None]:
    """Return reflections to questions, and complex reflections as a share (0 to 1); a code counts once a turn."""
    counted = codes(turns)
    questions = sum(number for code, number in counted.items() if ANNOMI[code] == "question")
    complex_ones = counted["REFL-C"]
    reflections = counted["REFL-S"] + complex_ones
    return {
        "reflections_to_questions": reflections / questions if questions else None,
        "complex_reflections": complex_ones / reflections if reflections else None,
    }


def longest_run(turns: Sequence[ScoredTurn]) -> int:
    """Return how many trainee turns in a row, at most, are telling turns."""
    longest = run = 0
    for turn in turns:
        run = run + 1 if turn.main == "tell" else 0
        longest = max(longest, run)
    return longest


def _thirds(
    covered: Sequence[ScoredTurn], above: Floats, below: Floats, resamples: int, seed: int
) -> tuple[list[float | None] | None, float | None, dict[str, Any]]:
    """Return ask share per third, slope, and their intervals; each third is drawn again within itself."""
    if sum(has_words(turn.text) for turn in covered) < ENOUGH_TURNS:
        return None, None, {"thirds": None, "slope": None}
    n = len(covered)
    pairs = np.stack([above[:n], below[:n]], axis=1)
    values: list[float | None] = []
    drawn: list[Floats] = []
    for place, part in enumerate(np.array_split(pairs, 3)):
        values.append(_number(ratio(part[:, 0].sum(), part[:, 1].sum())))
        again = sums(part, resamples, seed + 1 + place)
        drawn.append(ratio(again[:, 0], again[:, 1]))
    first, last = values[0], values[-1]
    slope = last - first if first is not None and last is not None else None
    figures = [figure(value, one) for value, one in zip(values, drawn, strict=True)]
    return values, slope, {"thirds": figures, "slope": figure(slope, drawn[-1] - drawn[0])}


def _number(value: Floats | np.floating[Any]) -> float | None:
    return float(value) if np.isfinite(value) else None
