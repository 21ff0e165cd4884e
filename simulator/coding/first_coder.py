"""The first coder: learnt borders, a small learnt classifier, and the codebook's decisions as rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding import flags_rules, weights
from simulator.coding.around import around
from simulator.coding.classify import decide, of_codes
from simulator.coding.codebook import CODES, CodedTurn, Said, Unit, value_of
from simulator.coding.coder import Encoder
from simulator.coding.decisions import Draft
from simulator.coding.features import WORDS, bucket
from simulator.coding.reasons import no_words, reason
from simulator.coding.stems import words

MOST_VECTORS = 3
LONGEST = 800
RULED = 0.6
LONGEST_WORD = 25
SHORT = 3
_KNOWN = 0.34
_REPAIRS = 0.5


class FirstCoder:
    """Codes a turn in some milliseconds; with an encoder it also sees what the words mean. Safe from any thread.

    Args:
        parts: what `simulator.coding.weights.load` returns.
        encoder: the sentence encoder that the weights were fitted with (e5-small); None: without.
    """

    def __init__(self, parts: weights.Loaded, encoder: Encoder | None = None) -> None:
        self._parts = parts
        self._encoder = encoder
        self.name = f"{parts.name}+{encoder.name}" if encoder else parts.name

    @classmethod
    def load(cls, encoder: Encoder | None = None, folder: Path | None = None) -> FirstCoder:
        """Return the shipped coder.

        Raises:
            CoderError: the weights are missing or damaged.
        """
        return cls(weights.load(folder), encoder)

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Return the units of `text`; `history` holds the earlier turns, `language` (nl, en) is that of the reasons."""
        clean = unicodedata.normalize("NFC", text).strip()
        if self._is_rubbish(clean):
            unit = Unit(clean, "NEUTRAL", 0, (), 1.0, no_words(language))
            return CodedTurn(text, (unit,), self.name)
        units = self._parts.segmenter.split(clean)
        return CodedTurn(text, self.code_units(units, history, language), self.name)

    def code_units(self, units: Sequence[str], history: Sequence[Said], language: str) -> tuple[Unit, ...]:
        """Return codes, values, flags and reasons of a turn that is already cut."""
        context = around(history)
        seen = [unit[:LONGEST] for unit in units]
        chances = self._parts.classifier.probabilities(seen, context, self._vectors(seen))
        drafts = [_draft(unit, row) for unit, row in zip(seen, chances, strict=True)]
        flags_rules.apply(drafts, context, history, self._parts.uptake)
        return tuple(_unit(unit, draft, language) for unit, draft in zip(units, drafts, strict=True))

    def _vectors(self, units: Sequence[str]) -> list[NDArray[np.float32] | None]:
        """Return sentence vectors of the longest units; very long turns cost too much time for all."""
        out: list[NDArray[np.float32] | None] = [None] * len(units)
        if self._encoder is None or not units:
            return out
        chosen = sorted(range(len(units)), key=lambda place: -len(units[place]))[:MOST_VECTORS]
        rows = self._encoder.encode([units[place] for place in chosen])
        for place, row in zip(chosen, rows, strict=True):
            out[place] = row
        return out

    def _is_rubbish(self, text: str) -> bool:
        """Return whether there is nothing said: no letters, hardly any, or hardly a word the corpus knows."""
        held = words(text[:2000])
        letters = sum(char.isalpha() for char in text[:2000])
        solid = sum(not char.isspace() for char in text[:2000])
        if not held or letters < 0.5 * solid or letters > LONGEST_WORD * len(held):
            return True
        if len(held) <= SHORT:
            return False
        return _known(held[:60], self._parts.classifier.light.idf) < _KNOWN


def _draft(text: str, chances: NDArray[np.float32]) -> Draft:
    codes = of_codes(chances)
    draft = Draft(text, decide(codes), codes)
    if draft.code == "NEUTRAL" and chances[len(CODES)] > _REPAIRS * codes[CODES.index("NEUTRAL")]:
        draft.flags.add("repair")
    return draft


def _known(held: Sequence[str], idf: NDArray[np.float32]) -> float:
    """Return the share of words that the corpus holds."""
    return float(np.mean([idf[bucket(word, WORDS)] > 0 for word in held]))


def _unit(text: str, draft: Draft, language: str) -> Unit:
    flags = tuple(sorted(draft.flags))
    sure = draft.chance(draft.code) if draft.code == decide(draft.chances) else max(draft.chance(draft.code), RULED)
    confidence = round(sure, 3)
    value, why = value_of(draft.code, flags), reason(draft.code, flags, language)
    return Unit(text, draft.code, value, flags, confidence, why)
