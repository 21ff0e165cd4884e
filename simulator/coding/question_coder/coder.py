"""The coder that ships: what the net reads, with the codebook's own decisions where rules are right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.coding import flags_rules
from simulator.coding.around import Around, around
from simulator.coding.codebook import CODES, CodedTurn, Said, Unit, value_of
from simulator.coding.coder import ReadText
from simulator.coding.draft import Draft
from simulator.coding.noise import noise
from simulator.coding.question_coder import likeliest, rules
from simulator.coding.question_coder.place import folder
from simulator.coding.question_coder.put import corrected, signs
from simulator.coding.question_coder.reader import Reader, Reading
from simulator.coding.question_coder.weights import FLAGS, load
from simulator.coding.reasons import no_words, reason
from simulator.coding.stems import words

Floats = NDArray[np.float32]
Turns = Sequence[tuple[str, Sequence[Said], str]]
KINDS = ("question", "reflection", "therapist_input", "other")
LONGEST_WORD = 25
_PIECES_A_WORD = 3.2
_SHORT = 3
_NOTHING = np.array([code == "NEUTRAL" for code in CODES], np.float32)


class QuestionCoder:
    """Codes turns one by one or many at once. Safe from any thread.

    Args:
        reader: runs the net.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = reader.loaded.name
        self.unsure_below = reader.loaded.settings.unsure

    @classmethod
    def load(cls, path: Path | None = None, exact: bool = False) -> QuestionCoder:
        """Return the shipped coder; `exact`: computed in float32.

        Raises:
            CoderError: the weights are missing or damaged.
        """
        return cls(Reader(load(path or folder()), exact))

    @property
    def reader(self) -> Reader:
        """What runs the net: it also gives the vectors for topic matching."""
        return self._reader

    @property
    def numbers(self) -> str:
        """The number format it computes in, as `TOASK_NUMBERS` names it."""
        return self._reader.numbers

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Return the units of `text`; `history` holds the earlier turns, `language` (nl, en) is that of the reasons."""
        return self.code_many([(text, history, language)])[0]

    def code_many(self, turns: Turns) -> list[CodedTurn]:
        """Return the units of several turns, each with its own history, in as few passes as can be."""
        return [
            self.finish(text, reading, history, language)
            for (text, history, language), reading in zip(turns, self.read(turns), strict=True)
        ]

    def read(self, turns: Turns) -> list[Reading]:
        """Return what the net makes of turns: it sees no codes, so whole conversations can be read at once."""
        return self._reader.read([(_clean(text), history) for text, history, _ in turns])

    def read_with_text(self, turns: Turns) -> list[tuple[Reading, ReadText | None]]:
        """Return the same with each turn's text as topic matching reads it; see `Reader.read_with_text`."""
        return self._reader.read_with_text([(_clean(text), history) for text, history, _ in turns])

    def finish(self, text: str, reading: Reading, history: Sequence[Said], language: str) -> CodedTurn:
        """Return a turn with codes, values, flags and reasons; `history` now needs the units of earlier turns."""
        clean = _clean(text)
        if not reading.units or self._is_rubbish(clean):
            unit = Unit(clean, "NEUTRAL", 0, (), 1.0, no_words(language))
            return CodedTurn(text, (unit,), self.name, annomi="other")
        context = around(history)
        drafts = self._drafts(clean, reading, context, history)
        for one in drafts:
            if noise(one.text):
                one.code, one.chances, one.flags = "NEUTRAL", _NOTHING, set()
        drafts = rules.joined(drafts)
        flags_rules.answers(drafts, context, history)
        likeliest.settle(drafts, rules.SUITS)
        rules.apply(drafts, context, history)
        units = tuple(_unit(draft, language) for draft in drafts)
        biased = np.log(np.maximum(reading.kinds, 1e-9)) + self._reader.loaded.settings.kind_bias
        return CodedTurn(text, units, self.name, annomi=KINDS[int(np.argmax(biased))])

    def _drafts(self, text: str, reading: Reading, context: Around, history: Sequence[Said]) -> list[Draft]:
        """Return the units with the likeliest codes, by what the net reads and by their words and place."""
        held, chances, flags = self._reader.loaded, reading.codes, reading.flags
        if held.probes is not None:
            place, off = signs(reading.units, text, context, history), FLAGS.index("off_topic")
            flags = flags.copy()
            by = 1.0 if held.second is None else held.second.blend.put
            chances, flags[:, off] = corrected(held.probes.put, reading.units, chances, flags[:, off], place, by)
        return [
            rules.draft(unit, code, flag, held.settings)
            for unit, code, flag in zip(reading.units, chances, flags, strict=True)
        ]

    def _is_rubbish(self, text: str) -> bool:
        """Return whether there is nothing said: no letters, hardly any, or strings that no language cuts into words."""
        held = words(text[:2000])
        letters = sum(char.isalpha() for char in text[:2000])
        solid = sum(not char.isspace() for char in text[:2000])
        if not held or letters < 0.5 * solid or letters > LONGEST_WORD * len(held) or noise(text[:2000]):
            return True
        if len(held) <= _SHORT:
            return False
        many = sum(len(self._reader.loaded.tokens.word(word)) for word in held[:60])
        return many > _PIECES_A_WORD * len(held[:60])


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _unit(draft: Draft, language: str) -> Unit:
    flags = tuple(sorted(draft.flags))
    sure = draft.chance(draft.code)
    if draft.code != CODES[int(np.argmax(draft.chances))] and draft.code != draft.settled:
        sure = max(sure, rules.RULED)
    unit = Unit(draft.text, draft.code, value_of(draft.code, flags), flags, round(min(1.0, sure), 3))
    return replace(unit, reason=reason(draft.code, flags, language))
