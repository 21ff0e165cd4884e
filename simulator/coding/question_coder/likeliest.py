"""The codes of a turn chosen together, for whether it asks or tells hangs on their sum.

The likeliest code of every unit need not give the likeliest sum: where three codes that tell share what one that asks
falls just short of, the turn tells. So `main` is what most of the chances agree on (as in decoding for the least
expected loss; Kumar and Byrne 2004), and the units get the likeliest codes that make it so.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np

from simulator.coding.codebook import CODES, Main, Unit, main_of, value_of
from simulator.coding.draft import Draft

MOST, LONG, FEWER, UNITS = 4, 4, 2, 6
"""So many codes of a unit are tried, of turns from `LONG` units on fewer; longer than `UNITS` they stay as they are."""
Option = tuple[float, Unit]


def settle(drafts: Sequence[Draft], suits: dict[str, frozenset[str]]) -> None:
    """Give the units the likeliest codes with the likeliest sum; changes `drafts`, not those whose code a rule gave.

    Args:
        drafts: the units of a turn.
        suits: the codes that a learnt flag suits; flags that are not in it suit all.
    """
    if not drafts or len(drafts) > UNITS:
        return
    many = MOST if len(drafts) < LONG else FEWER
    sums = defaultdict[Main, float](float)
    best: dict[Main, tuple[float, tuple[Option, ...]]] = {}
    for options in product(*(_options(one, many, suits) for one in drafts)):
        chance = math.prod(part for part, _ in options)
        main = main_of(unit for _, unit in options)
        sums[main] += chance
        if main not in best or chance > best[main][0]:
            best[main] = (chance, options)
    main = max(sums, key=lambda one: sums[one])
    for draft, (_, unit) in zip(drafts, best[main][1], strict=True):
        if unit.code != draft.code:
            draft.code, draft.flags, draft.settled = unit.code, set(unit.flags), unit.code


def _options(draft: Draft, many: int, suits: dict[str, frozenset[str]]) -> list[Option]:
    """Return the unit with each of its likeliest codes and their chances; a code that a rule gave is the only one."""
    if draft.code != CODES[int(np.argmax(draft.chances))]:
        return [(1.0, _unit(draft, draft.code, draft.flags))]
    chances = np.asarray(draft.chances, np.float64)
    order = np.argsort(-chances, kind="stable")[:many]
    flags = draft.flags
    return [
        (float(chances[n]), _unit(draft, CODES[n], {one for one in flags if CODES[n] in suits.get(one, CODES)}))
        for n in order
    ]


def _unit(draft: Draft, code: str, flags: set[str]) -> Unit:
    held = tuple(sorted(flags))
    return Unit(draft.text, code, value_of(code, held), held)
