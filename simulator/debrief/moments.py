"""The best moments: where asking opened most, or took up the school's words best."""

from __future__ import annotations

from simulator.coding.codebook import Unit
from simulator.coding.stems import content_set
from simulator.debrief.effects import effect
from simulator.debrief.model import Best
from simulator.debrief.talk import Move, Talk
from simulator.report.labels import DEPTHS
from simulator.report.words import Words
from simulator.scoring.batch import UNSURE_BELOW

MOST = 3
_FOLLOWS = frozenset({"DEEP", "REFL-C", "REFL-S", "OPEN", "SEEK"})


def best(talk: Talk, words: Words, most: int = MOST) -> list[Best]:
    """Return at most `most` moments, in the order of the talk; a turn that tells is none, whatever it opened."""
    found = [(worth, move) for move in talk.moves if (worth := _worth(talk, move))]
    top = sorted(found, key=lambda pair: (-pair[0], pair[1].number))[:most]
    moves = sorted((move for _, move in top), key=lambda move: move.number)
    return [Best(one.number, one.before, one.text, effect(talk, one, words)) for one in moves]


def _worth(talk: Talk, move: Move) -> float:
    """Return what a turn is worth as an example; 0: it is none."""
    if move.main != "ask" or not any(_follows(unit) for unit in move.units):
        return 0.0
    opened = 4.0 if move is talk.own_question else DEPTHS.index(talk.layer(move.item)) if move.item else 0.0
    mended = any("repair" in unit.flags for unit in move.units) and move.rapport[1] > move.rapport[0]
    took = min(len(content_set(move.text) & content_set(move.before)), 3)
    worth = opened * 2 + took * 0.5 + 2.0 * mended
    return worth + min(move.weight, 6) / 10 if worth >= 1 else 0.0


def _follows(unit: Unit) -> bool:
    """Return whether a unit asks or gives back, for sure: what the coder doubts is no example."""
    return unit.code in _FOLLOWS and unit.value > 0 and unit.confidence >= UNSURE_BELOW
