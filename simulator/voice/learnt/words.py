"""What the words of a reply say about it without any net: how much of it is allowed, locked, asked or said before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from simulator.school.lexicon import alike, common, stems
from simulator.voice.checks.scene import MOST
from simulator.voice.types import Ask

NAMES = (
    "fresh", "fresh_many", "locked_many", "locked_cover", "wording_cover", "allowed", "asked", "said", "length",
    "sentences", "question", "first_person", "denies",
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?…]+")
_FIRST_PERSON = re.compile(r"\b(?:ik|mij|me|mijn|ikzelf|i|i'm|i've|i'd|i'll|my|myself|mine)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:niet dat|niet zo dat|denk (?:nou|nu|maar) niet|dat heeft niets te maken|zonder dat|"
    r"it's not (?:as though|as if|that|like)|not that|nothing to do with|don't think|not saying)\b",
    re.IGNORECASE,
)


class Told:
    """The words around an act: what may be said, what may not, what was asked and said.

    Args:
        ask: the act.
        locked: what no reply may say yet.
    """

    def __init__(self, ask: Ask, locked: Sequence[str]) -> None:
        self._ask = ask
        self.locked = list(dict.fromkeys(line for line in locked if line.strip()))
        self.school = [line.text for line in ask.history if line.role == "school"]
        self.theirs = [line.text[:MOST] for line in ask.history if line.role == "trainee"]

    @cached_property
    def _wordings(self) -> list[set[str]]:
        return [self._stems(line) for line in self._ask.wordings]

    @cached_property
    def _allowed(self) -> set[str]:
        more = (self._ask.persona.role, self._ask.persona.name)
        return set().union(*self._wordings, *map(self._stems, (*self._ask.known, *self.school, *more)))

    @cached_property
    def _asked(self) -> set[str]:
        return self._stems(self._ask.trainee[:MOST])

    @cached_property
    def _said(self) -> list[set[str]]:
        return [self._stems(line) for line in self.school]

    @cached_property
    def _locked(self) -> list[set[str]]:
        plain = self._allowed | common(self._ask.language)
        return [_unlike(self._stems(line), plain) for line in self.locked]

    def _stems(self, text: str) -> set[str]:
        return {one for one in stems(text, self._ask.language) if len(one) > 2}

    def features(self, text: str) -> list[float]:
        """Return a number for each of `NAMES`."""
        mine = self._stems(text)
        many = max(1, len(mine))
        asked = self._asked | set().union(*map(self._stems, self.theirs))
        fresh = _unlike(mine, self._allowed | asked | common(self._ask.language))
        wordings = set().union(*self._wordings)
        new = _unlike(mine, wordings)
        said = max((len(_like(new, line)) for line in self._said), default=0)
        hits = [len(_like(line, mine)) / max(1, len(line)) for line in self._locked]
        words = text.split()
        return [
            len(fresh) / many, min(len(fresh), 8) / 8,
            min(3, len(_like(mine - self._allowed, set().union(*self._locked)))) / 3, max(hits, default=0.0),
            max((len(_like(line, mine)) / max(1, len(line)) for line in self._wordings), default=0.0),
            len(_like(mine, self._allowed)) / many, len(_like(new, self._asked)) / many, said / many,
            min(len(words), 40) / 40, min(4, len(_SENTENCE.findall(text))) / 4, float(text.rstrip().endswith("?")),
            min(3, len(_FIRST_PERSON.findall(text))) / 3, float(bool(_DENIES.search(text))),
        ]  # fmt: skip


def _like(some: Iterable[str], others: set[str]) -> set[str]:
    return {one for one in some if one in others or any(alike(one, other) for other in others)}


def _unlike(some: set[str], others: set[str]) -> set[str]:
    return some - _like(some, others)
