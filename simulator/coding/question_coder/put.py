"""What a unit's words and place say of its code beside what the net reads: a linear correction of the codes' log-odds.

The net reads meaning; how something is put ("of is dat", "knap dat"), where it stands in the turn, what of the school's
words comes back in it and what the trainee did before tell more (words and runs of letters as in
`simulator.coding.grams`; such counts beside a net's states: Wang, Manning 2012 for how far they reach by themselves).
Fitted together with `probes` on conversations that the weights have not learnt from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.around import Around
from simulator.coding.codebook import CODES, Said
from simulator.coding.grams import weighed
from simulator.coding.stems import taken, words

Floats = NDArray[np.float32]
Read = tuple[Floats, Floats]
PLACES = 1 << 13
SIGNS = (
    "first", "last", "alone", "units", "asks", "turn_ends_asking", "words", "two_words", "four_words", "early", "turns",
    "school_asks", "school_ends_asking", "school_words", "shares", "shared", "shares_earlier", "shared_earlier",
    "shares_nothing", "never_said", "asks_with_theirs", "first_when_asked",
    *(f"before_{code}" for code in CODES),
)  # fmt: skip
_TINY = 1e-7
_MOST_UNITS, _MOST_WORDS, _MOST_TURNS, _MOST_SCHOOL, _MOST_SHARED = 6, 30, 20, 60, 4


@dataclass(frozen=True, slots=True)
class Put:
    """Weights of words and place.

    Attributes:
        rarity: of each place of grams, shape (places,).
        grams: of every code, and last of a question being beside the matter, shape (places, codes + 1).
        signs: of every code, the last row the bias, shape (signs + 1, codes).
    """

    rarity: Floats
    grams: Floats
    signs: Floats

    def __call__(self, text: str, signs: Sequence[float]) -> tuple[Floats, float]:
        """Return what is added to the log-odds of every code, and to those of being beside the matter."""
        places, values = weighed(text, self.rarity)
        found = values @ self.grams[places]
        added: Floats = found[:-1] + np.array(signs, np.float32) @ self.signs[:-1] + self.signs[-1]
        return added, float(found[-1])


def signs(texts: Sequence[str], turn: str, context: Around, history: Sequence[Said]) -> list[tuple[float, ...]]:
    """Return for each unit of a turn a number for each of `SIGNS`, mostly 0 to 2.

    Args:
        texts: the units.
        turn: all that was said.
        context: what surrounds it.
        history: the turns before it, with their codes.
    """
    mine = [said for said in history if said.role == "trainee"]
    before = frozenset(unit.code for unit in mine[-1].units) if mine else frozenset[str]()
    school = min(len(words(context.school)), _MOST_SCHOOL) / 20
    around = (
        min(len(texts), _MOST_UNITS) / 3, turn.rstrip().endswith("?"), not mine, min(len(mine) + 1, _MOST_TURNS) / 10,
        context.asks, context.school.rstrip().endswith("?"), school,
    )  # fmt: skip
    did = tuple(float(code in before) for code in CODES)
    return [(*_signs(n, texts, context, around), *did) for n in range(len(texts))]


def _signs(n: int, texts: Sequence[str], context: Around, around: Sequence[float]) -> tuple[float, ...]:
    units, turn_asks, early, turns, school_asks, school_ends, school_words = around
    text, many = texts[n], len(words(texts[n]))
    share, shared = taken(text, context.school)
    share_earlier, shared_earlier = taken(text, context.earlier)
    asks = "?" in text
    return tuple(map(float, (
        n == 0, n == len(texts) - 1, len(texts) == 1, units, asks, turn_asks, min(many, _MOST_WORDS) / 10, many <= 2,
        many <= 4, early, turns, school_asks, school_ends, school_words, share, min(shared, _MOST_SHARED) / 2,
        share_earlier, min(shared_earlier, _MOST_SHARED) / 2, not shared, not shared and not shared_earlier,
        asks and shared > 0, school_asks and n == 0,
    )))  # fmt: skip


def corrected(
    put: Put, units: Sequence[str], codes: Floats, off: Floats, around: Sequence[Sequence[float]], by: float = 1.0
) -> Read:
    """Return the chances of codes and of being beside the matter after words and place were read.

    Args:
        put: the weights.
        units: the units' texts.
        codes: their chances, shape (units, codes).
        off: chances of being beside the matter, shape (units,).
        around: the signs of each.
        by: what words and place weigh in the codes.
    """
    rows = [put(text, row) for text, row in zip(units, around, strict=True)]
    logits = np.log(np.maximum(codes, _TINY)) + by * np.stack([added for added, _ in rows])
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    odds = np.log(np.maximum(off, _TINY) / np.maximum(1 - off, _TINY)) + np.array([more for _, more in rows])
    return chances / chances.sum(axis=1, keepdims=True), 1 / (1 + np.exp(-odds))
