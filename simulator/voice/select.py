"""Choosing among written words: by how much the trainee's turn raises the likelihood of reactions and wordings."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from simulator.voice.bank import Bank, Reaction, joins
from simulator.voice.types import Ask, Candidate

_WORD = re.compile(r"[^\W\d_]{4,}")
WORDINGS, REACTIONS = 6, 12
"""At most so many are scored in a turn; the model reads all in one pass of about 200 tokens."""
NOISE = 0.25
BAR = 0.15
"""How much a reaction must gain by the turn, a root token, before it is worth saying."""
FIT = 6.0
WANTED = {"repair": 2.0, "aside": 2.0, "confirm": 2.0}
"""What a reaction gains that the act asks for by name."""


@dataclass(frozen=True, slots=True)
class Field:
    """What may be said in this turn: wordings, unused first, and reactions that may open at least one of them.

    Attributes:
        wanted: whether a reaction is in place.
    """

    wordings: tuple[str, ...]
    reactions: tuple[tuple[str, Reaction], ...]
    wanted: bool = True

    @property
    def texts(self) -> list[str]:
        """All that is to be scored."""
        return [*self.wordings, *(text for text, _ in self.reactions)]


def field(ask: Ask, bank: Bank, passed: Sequence[str]) -> Field:
    """Return wordings (those in `passed`, of `ask`) and reactions to choose from; reproducible by the seed."""
    dice = Random(f"{ask.seed}:{ask.act}:{len(ask.history)}")
    wordings = tuple(_spread(ask, passed, dice))
    if not wants_reaction(ask, dice):
        return Field(wordings, (), wanted=False)
    open_to = [(text, one) for text, one in bank.fitting(ask) if any(opens(text, one, line) for line in wordings)]
    echoes = [pair for pair in open_to if pair[1].slot]
    plain = [pair for pair in open_to if not pair[1].slot]
    dice.shuffle(echoes)
    dice.shuffle(plain)
    kept = echoes[: REACTIONS // 3]
    return Field(wordings, (*kept, *plain[: REACTIONS - len(kept)]))


def wants_reaction(ask: Ask, dice: Random) -> bool:
    """Whether a reaction is in place: asked for by the act, else not after two in a row and not in every turn."""
    if ask.reaction in ("repair", "aside", "confirm") or ask.act == "own_question":
        return True
    lately = [_opened(one, two) for one, two in pairwise(ask.used[-9:])]
    if ask.variant.startswith("details"):
        return dice.random() < 0.2
    return dice.random() < (0.2 if any(lately[-3:]) else 0.5)


def rank(
    ask: Ask, options: Field, here: Mapping[str, float], neutral: Mapping[str, float], size: Mapping[str, int]
) -> list[Candidate]:
    """Return whole replies, best first.

    Args:
        ask: the act.
        options: what was scored.
        here: log-likelihood of each text after the turn.
        neutral: the same after "Hm.".
        size: pieces of each text; by its root the gain is divided, so that length neither wins nor loses.
    """
    dice = Random(f"{ask.seed}:{ask.act}:rank")
    gain = gains(options.texts, here, neutral, size)
    fits = dict(zip(ask.wordings, ask.fit, strict=False)) if ask.fit else {}
    middle = sum(gain[w] for w in options.wordings) / max(1, len(options.wordings))
    ranked: list[Candidate] = []
    for wording in options.wordings:
        base = gain[wording] - middle + FIT * fits.get(wording, 0.0) - stale(wording, ask) + NOISE * dice.gauss(0, 1)
        ranked.append(Candidate(wording, "select", "", wording, base))
        for text, one in options.reactions:
            if opens(text, one, wording):
                extra = min(gain[text], 2.0) - BAR + WANTED.get(one.when, 0.0) + NOISE * dice.gauss(0, 1)
                ranked.append(Candidate(f"{text} {wording}", "select", text, wording, base + extra))
    return sorted(ranked, key=lambda one: -one.score)


def gains(
    texts: Sequence[str], here: Mapping[str, float], neutral: Mapping[str, float], size: Mapping[str, int]
) -> dict[str, float]:
    """Return by how much each text gains by the turn, a root token; arguments as of `rank`."""
    return {text: (here[text] - neutral[text]) / math.sqrt(max(1, size[text])) for text in texts}


def drafted(
    ask: Ask,
    drafts: Sequence[Candidate],
    options: Field,
    here: Mapping[str, float],
    neutral: Mapping[str, float],
    size: Mapping[str, int],
) -> list[Candidate]:
    """Return what a model wrote with scores that compare with those of `rank`; arguments as there, and `drafts`.

    Of a draft with a reaction the reaction was scored, else its whole text; `options` holds its wording.
    """
    dice = Random(f"{ask.seed}:{ask.act}:drafts")
    gain = gains([*options.texts, *(one.reaction or one.text for one in drafts)], here, neutral, size)
    fits = dict(zip(ask.wordings, ask.fit, strict=False))
    middle = sum(gain[w] for w in options.wordings) / max(1, len(options.wordings))
    found = []
    for one in drafts:
        own = gain[one.wording] + min(gain[one.reaction], 2.0) - BAR if one.reaction else gain[one.text]
        base = FIT * fits.get(one.wording, 0.0) - stale(one.wording, ask) + NOISE * dice.gauss(0, 1)
        found.append(replace(one, score=own - middle + base))
    return found


def opens(text: str, one: Reaction, wording: str) -> bool:
    """Whether a reaction may stand before a wording; the trainee's words come back only before a line that has them.

    "De koffie?" before a line about something else promises an answer that does not come.
    """
    if not joins(text, wording, one.needs):
        return False
    held = wording.casefold()
    return not one.slot or any(word[:5] in held for word in _WORD.findall(text.casefold()))


def _spread(ask: Ask, passed: Sequence[str], dice: Random) -> list[str]:
    """Return at most `WORDINGS` lines: unused before used, those that fit best first, else any by seed."""
    fits = dict(zip(ask.wordings, ask.fit, strict=False)) if ask.fit else {}
    rows = list(passed)
    dice.shuffle(rows)
    return sorted(rows, key=lambda line: (line in ask.used, -fits.get(line, 0.0)))[:WORDINGS]


def stale(wording: str, ask: Ask) -> float:
    """Return what a line loses that was said in the last twelve turns."""
    return 5.0 if wording in ask.used else 0.0


def _opened(one: str, two: str) -> bool:
    """Whether `one` was a reaction before the wording `two` in the list of used lines."""
    return len(one.split()) <= 7 and one != two and not one.endswith(two)
