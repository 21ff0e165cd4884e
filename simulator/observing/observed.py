"""An observer's sheet beside the scorer's codes of the same talk.

The two share nothing but their order, so they are aligned (`alignment`), and agreement is taken over what went
together. An alignment puts together what looks alike: agreement over its pairs is an upper bound, and what shuffled
ticks would reach by chance stands beside it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.coding.codebook import CODES, Unit, value_of
from simulator.coding.measures import ENOUGH_TURNS, ask_share, once
from simulator.i18n import tr
from simulator.observing.alignment import MOST_CELLS, Pair, Step, align, side
from simulator.observing.scored import Coded
from simulator.observing.sheet import ENOUGH_TICKS, Mark, Observation, share_of, sides
from simulator.practice.api import PracticeError

ONE_TURN = 5.0
"""Ticks that follow each other within so many seconds are taken for one turn: no school answers faster, mostly."""
_SHUFFLES, _CELLS, _SEED = 40, 400_000, 20240607
_SIDES = (1, 0, -1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that the scorer found: the turn's number and words, the unit, and whether it is the turn's first."""

    turn: int
    text: str
    unit: Unit
    first: bool


def compare(seen: Observation, coded: Coded) -> dict[str, Any]:
    """Return the two beside each other, plain JSON.

    Returns:
        `observer` and `scorer` with counts and `ask_share` (None: too few), `codes` (how often each), `aligned` (rows
        in order, with `turn`, `text`, `scorer`, `observer`, `at`, `note`; None where one has nothing), `differences`
        (those rows that are not alike), and `agreement`: `pairs`, `same`, and κ as `{"value", "low", "high"}` over
        codes and over ask/neither/tell, each with what shuffled ticks reach (`by_chance`); None under five ticks,
        turns or pairs, or where only one code was given.

    Raises:
        PracticeError: the two are too long to be laid beside each other.
    """
    ticks, found = seen.ticks, _found(coded)
    if len(ticks) * len(found) > MOST_CELLS:
        raise PracticeError(tr("The sheet and the conversation are too long to be compared; compare a shorter part."))
    first, second = steps_of(ticks), [Step(one.unit.code, one.first) for one in found]
    pairs = align(first, second)
    rows = [_row(ticks, found, pair) for pair in pairs]
    enough = len(ticks) >= ENOUGH_TICKS and len(coded.turns) >= ENOUGH_TURNS
    ask, tell = sides(ticks)
    given, scored = seen.counted, Counter(one.unit.code for one in found)
    return {
        "sheet": seen.id,
        "conversation": coded.name,
        "observer": {
            "name": seen.observer, "ticks": len(ticks), "ask": ask, "tell": tell, "ask_share": share_of(seen),
            "own_question": seen.own_question,
        },
        "scorer": {"name": coded.coder, "turns": len(coded.turns), "units": len(found)} | _scored(coded),
        "codes": {code: {"observer": given[code], "scorer": scored[code]} for code in CODES},
        "agreement": _agreement(first, second, pairs) if enough else None,
        "aligned": rows,
        "differences": [row for row in rows if row["observer"] != row["scorer"]],
    }  # fmt: skip


def steps_of(ticks: Sequence[Mark]) -> list[Step]:
    """Return ticks as steps; one that comes close behind another does not begin a turn."""
    times = [-ONE_TURN * 2, *(tick.at for tick in ticks)]
    return [Step(tick.code, tick.at - before > ONE_TURN) for before, tick in zip(times, ticks, strict=False)]


def _found(coded: Coded) -> list[Seen]:
    """Return what the scorer found; a code counts once a turn, as the observer ticks it."""
    found = []
    for number, text, units in coded.turns:
        firsts: dict[str, Unit] = {}
        for unit in units:
            firsts.setdefault(unit.code, unit)
        found += [Seen(number, text, unit, not place) for place, unit in enumerate(firsts.values())]
    return found


def _scored(coded: Coded) -> dict[str, float | int | None]:
    """Return the scorer's ask share, and the same from codes alone: an observer ticks no flags."""
    plain = [[Unit(one.text, one.code, value_of(one.code)) for one in units] for _, _, units in coded.turns]
    values = [value for _, _, units in coded.turns for value in once(units).values()]
    return {
        "ask": sum(value > 0 for value in values),
        "tell": sum(value < 0 for value in values),
        "ask_share": ask_share([units for _, _, units in coded.turns]),
        "ask_share_codes": ask_share(plain),
    }


def _row(ticks: Sequence[Mark], found: Sequence[Seen], pair: Pair) -> dict[str, Any]:
    tick = ticks[pair[0]] if pair[0] is not None else None
    one = found[pair[1]] if pair[1] is not None else None
    return {
        "turn": one.turn if one else None,
        "text": one.text if one else "",
        "unit": one.unit.text if one else "",
        "scorer": one.unit.code if one else None,
        "observer": tick.code if tick else None,
        "at": tick.at if tick else None,
        "note": tick.note if tick else "",
    }


def _agreement(first: Sequence[Step], second: Sequence[Step], pairs: Sequence[Pair]) -> dict[str, Any] | None:
    both = _both(first, second, pairs)
    if len(both) < ENOUGH_TICKS:
        return None
    shuffled = _shuffled(first, second)
    return {
        "pairs": len(both),
        "same": sum(one == other for one, other in both),
        "only_observer": len(first) - len(both),
        "only_scorer": len(second) - len(both),
        "kappa": _kappa(both, CODES) | {"by_chance": _chance(shuffled, CODES)},
        "kappa_sides": _kappa(_sided(both), _SIDES) | {"by_chance": _chance([*map(_sided, shuffled)], _SIDES)},
        "upper_bound": True,
    }


Both = list[tuple[Any, Any]]


def _both(first: Sequence[Step], second: Sequence[Step], pairs: Sequence[Pair]) -> Both:
    return [(first[i].code, second[j].code) for i, j in pairs if i is not None and j is not None]


def _sided(both: Both) -> Both:
    return [(side(one), side(other)) for one, other in both]


def _kappa(both: Both, names: Sequence[Any]) -> dict[str, float | None]:
    """Return Cohen's κ of pairs with an interval over the pairs drawn again; all None where it is not defined."""
    import numpy as np

    from simulator.coding.agreement import kappa
    from simulator.scoring.bootstrap import figure, sums

    places = {name: place for place, name in enumerate(names)}
    size = len(names)
    rows = np.zeros((len(both), size * size))
    for row, (one, other) in enumerate(both):
        rows[row, places[one] * size + places[other]] = 1
    value = float(kappa(rows.sum(axis=0).reshape(size, size)))
    drawn = kappa(sums(rows).reshape(-1, size, size))
    found = dict(figure(value, drawn) or {"value": None, "low": None, "high": None})
    # Pairs that are all alike, drawn again, are all alike: that is no interval but a lack of differences.
    return found | {"low": None, "high": None} if found["low"] == found["high"] else found


def _shuffled(first: Sequence[Step], second: Sequence[Step]) -> list[Both]:
    """Return the pairs that ticks in a random order get; the same sheet gives the same."""
    chance = random.Random(_SEED)
    found = []
    for _ in range(min(_SHUFFLES, max(3, _CELLS // (len(first) * len(second))))):
        codes = [step.code for step in first]
        chance.shuffle(codes)
        other = [Step(code, step.first) for code, step in zip(codes, first, strict=True)]
        found.append(_both(other, second, align(other, second)))
    return found


def _chance(shuffled: Sequence[Both], names: Sequence[Any]) -> float | None:
    """Return the mean κ of shuffled ticks; None where it is not defined."""
    import numpy as np

    from simulator.coding.agreement import kappa, table

    places = {name: place for place, name in enumerate(names)}
    tables = [
        table([places[one] for one, _ in both], [places[other] for _, other in both], len(names))
        for both in shuffled
        if both
    ]
    values = kappa(np.stack(tables)) if tables else np.array([])
    held = values[np.isfinite(values)]
    return round(float(held.mean()), 4) if len(held) else None
