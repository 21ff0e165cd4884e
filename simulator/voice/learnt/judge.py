"""The part of the guard that learnt: weighs what the words of a reply say and what the net reads in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from simulator.voice.checks.locked import LockedTexts
from simulator.voice.learnt import words
from simulator.voice.learnt.kinds import FAULTS
from simulator.voice.learnt.sense import Beside, LowReader, Sense
from simulator.voice.learnt.weights import Weights
from simulator.voice.learnt.weights import load as load_weights
from simulator.voice.learnt.words import Told
from simulator.voice.types import Ask

if TYPE_CHECKING:
    from simulator.coding.coder import Encoder
    from simulator.coding.question_coder.net import Net

FILE = "weights.json"
NAMES = (*words.NAMES, *FAULTS, "near_locked", "near_free", "shares", "dutch")
IDS = dict(zip(FAULTS, ("grammar", "locked", "unsaid", "odd"), strict=True))
"""What each finding is called among the faults of a reply."""


class Judge:
    """Judges replies that a model wrote.

    Args:
        sense: the net. `weights`: of its findings and those of the words.
    """

    def __init__(self, sense: Sense, weights: Weights) -> None:
        self._sense = sense
        self._weights = weights

    def over(self, ask: Ask, locked: Sequence[str], shares: LockedTexts) -> Judged:
        """Return the judge of one act; `shares`: says whether a text shares a telling word with what is locked."""
        return Judged(self._sense, self._weights, ask, locked, shares)


class Judged:
    """The judge over one act; made when the first reply comes."""

    def __init__(self, sense: Sense, weights: Weights, ask: Ask, locked: Sequence[str], shares: LockedTexts) -> None:
        self._weights = weights
        self._language = ask.language
        self._shares = shares
        self._told = Told(ask, locked)
        self._beside = Beside(sense, ask, self._told)

    def features(self, text: str) -> list[float]:
        """Return a number for each of `NAMES`."""
        shares = float(self._shares.shares(text))
        return [*self._told.features(text), *self._beside.features(text), shares, float(self._language == "nl")]

    def __call__(self, text: str) -> str:
        """Return what is most likely wrong with a reply; empty: it may be shown."""
        features = self.features(text)
        weights = self._weights
        if weights.chance(features) < weights.borders[self._language]:
            return ""
        if weights.broken.chance(features) > weights.said.chance(features):
            return IDS["broken"]
        start = NAMES.index(FAULTS[0])
        found = features[start : start + len(FAULTS)]
        return IDS[FAULTS[max(range(len(FAULTS)), key=lambda n: found[n])]]


@runtime_checkable
class _Bodied(LowReader, Protocol):
    def body(self) -> Net: ...


def folder() -> Path:
    """Return where the guard's net and weights lie, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "_data" / "models" / "voice" / "guard"
    return inside if inside.is_dir() else package.parent / "models" / "voice" / "guard"


def judge_of(encoder: Encoder) -> Judge | None:
    """Return the judge that reads with an encoder; None: nothing was learnt for it, and the rules judge alone.

    Raises:
        VoiceError: the net is damaged.
    """
    sense = sense_of(encoder)
    weights = load_weights(folder() / FILE, NAMES)
    return Judge(sense, weights) if sense is not None and weights is not None else None


def sense_of(encoder: Encoder, place: Path | None = None) -> Sense | None:
    """Return the net (the shipped one) beside an encoder; None: it has none. Raises VoiceError: it is damaged."""
    inner = getattr(encoder, "inner", encoder)
    if not isinstance(inner, _Bodied):
        return None
    from simulator.voice.learnt.net_file import load

    net = load(place or folder(), inner.body().size, inner.version)
    return Sense(encoder, inner, net) if net is not None else None
