"""Choosing with a model that was taught to weigh candidates: lines first, then the best of them with reactions before.

A reaction and a line are weighed together as they would be said, for a reaction fits only before some lines. The
numbers are log-odds up to a constant of the turn (`simulator.voice.score`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from random import Random

from simulator.voice.select import WANTED, Field, opens, stale
from simulator.voice.types import Ask, Candidate

LINES, OPENERS = 2, 3
"""So many lines are tried with so many reactions each."""
NOISE = 0.7
"""Spread of the draw by which one of several fitting replies is said, in log-odds."""
HOLDS = 1.0
"""A reaction is said where the reply with it is likelier than the line alone by this much less."""
NEAR = 5.0
"""What the nearness of the vectors of turn and line weighs (0 to 1): both together choose better than either.

Of the lines that were held out the right one comes first in 0.55 and 0.54; with the model alone in 0.50 and 0.49.
"""
_BARE = 20.0
"""Something else than what was asked for is not told without a word that it is."""
Fits = Callable[[Sequence[str]], Sequence[float]]


def once(fits: Fits) -> Fits:
    """Return `fits` that weighs no text twice."""
    weighed: dict[str, float] = {}

    def known(texts: Sequence[str]) -> list[float]:
        new = [text for text in dict.fromkeys(texts) if text not in weighed]
        weighed.update(zip(new, fits(new) if new else (), strict=True))
        return [weighed[text] for text in texts]

    return known


def rank(ask: Ask, options: Field, fits: Fits) -> list[Candidate]:
    """Return whole replies, best first.

    Args:
        ask: the act.
        options: what may be said.
        fits: weighs texts behind the talk.
    """
    dice = Random(f"{ask.seed}:{ask.act}:rank")
    alone = dict(zip(options.texts, fits(options.texts), strict=True))
    near = dict(zip(ask.wordings, ask.fit, strict=False))
    base = {
        line: alone[line] + NEAR * near.get(line, 0.0) - stale(line, ask) + NOISE * dice.gauss(0, 1)
        for line in options.wordings
    }
    lines = sorted(base, key=lambda line: -base[line])
    bare = _BARE if ask.reaction == "aside" else 0.0
    ranked = [Candidate(line, "select", "", line, base[line] - bare) for line in lines]
    openers = sorted(options.reactions, key=lambda pair: -alone[pair[0]])
    pairs = [
        (text, one, line)
        for line in lines[:LINES]
        for text, one in islice((pair for pair in openers if opens(*pair, line)), OPENERS)
    ]
    wholes = fits([f"{text} {line}" for text, _, line in pairs]) if pairs else ()
    for (text, one, line), score in zip(pairs, wholes, strict=True):
        extra = score - alone[line] + HOLDS + WANTED.get(one.when, 0.0) + NOISE * dice.gauss(0, 1)
        ranked.append(Candidate(f"{text} {line}", "select", text, line, base[line] + extra))
    return sorted(ranked, key=lambda one: -one.score)


def drafted(ask: Ask, drafts: Sequence[Candidate], fits: Fits) -> list[Candidate]:
    """Return what a model wrote with scores that compare with those of `rank`; arguments as there, and `drafts`."""
    dice = Random(f"{ask.seed}:{ask.act}:drafts")
    near = dict(zip(ask.wordings, ask.fit, strict=False))
    bare = _BARE if ask.reaction == "aside" else 0.0
    found = []
    for one, score in zip(drafts, fits([one.text for one in drafts]) if drafts else (), strict=True):
        extra = (HOLDS if one.reaction else 0.0) - bare - stale(one.wording, ask) + NOISE * dice.gauss(0, 1)
        found.append(replace(one, score=score + NEAR * near.get(one.wording, 0.0) + extra))
    return found
