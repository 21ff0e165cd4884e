"""Candidates of several ways: what a model chose among written lines, and what it wrote itself, in one ranking.

The fit of both is measured alike (`weigh` or `select`), so that they compare. What people wrote was made for the
speaker; what the model wrote passed the guard before it comes in, and is held against her manner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event

from simulator.voice import select, weigh
from simulator.voice.bags import bag
from simulator.voice.bank import Bank, is_formal
from simulator.voice.checks.scene import words
from simulator.voice.compose import MOST_REACTION, Writer
from simulator.voice.neutral import Neutral
from simulator.voice.prompt import context
from simulator.voice.types import Ask, Backend, Candidate, Weigher

LOOSE, LONG = 3.0, 0.2
"""What a text loses that is too loose for a formal speaker, and for each word over what this speaker says at once."""
_CASUAL = bag(
    """
    pff poeh oef jeetje goh joh hè haha hihi mwah yep nope nah jee tof super
    phew gosh blimey oof crikey wow yeah hey guys gonna wanna cool
    """
)
Scores = Callable[[Sequence[Candidate]], list[Candidate]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a model that can choose made of an act.

    Attributes:
        ranked: written lines, with reactions or without, best first.
        reaction: whether one is in place.
        scores: gives texts that the model wrote scores that compare with those of `ranked`. Raises Cancelled.
    """

    ranked: list[Candidate]
    reaction: bool
    scores: Scores


def choose(backend: Backend, neutral: Neutral, ask: Ask, bank: Bank, passed: Sequence[str], cancel: Event) -> Chosen:
    """Let a model choose among the wordings that the guard let through. Raises Cancelled or VoiceError."""
    options = select.field(ask, bank, passed)
    if isinstance(backend, Weigher) and backend.weighs:
        weigher, prompt = backend, context(ask)
        fits = weigh.once(lambda texts: weigher.fits(prompt, texts, cancel))
        return Chosen(weigh.rank(ask, options, fits), options.wanted, lambda drafts: weigh.drafted(ask, drafts, fits))
    here, anyway, size = neutral.weigh(ask, options.texts, cancel)

    def scores(drafts: Sequence[Candidate]) -> list[Candidate]:
        more = neutral.weigh(ask, [one.reaction or one.text for one in drafts], cancel)
        return select.drafted(ask, drafts, options, here | more[0], anyway | more[1], size | more[2])

    return Chosen(select.rank(ask, options, here, anyway, size), options.wanted, scores)


def joined(ask: Ask, chosen: Chosen, writer: Writer) -> list[Candidate]:
    """Return whole replies, best first: those that were chosen and what the model writes. Raises Cancelled."""
    lines = list(dict.fromkeys(one.wording for one in chosen.ranked))
    drafts = chosen.scores(writer.drafts(lines, chosen.reaction))
    drafts = [replace(one, score=one.score - strange(one.text, ask)) for one in drafts]
    return sorted([*chosen.ranked, *drafts], key=lambda one: -one.score)


def strange(text: str, ask: Ask) -> float:
    """Return what a text loses by not being in this speaker's manner; her lines for the act show how long she talks."""
    said = words(text)
    most = max((len(words(line)) for line in ask.wordings), default=0) + MOST_REACTION
    loose = is_formal(ask) and ("!" in text or bool(_CASUAL & set(said)))
    return LOOSE * loose + LONG * max(0, len(said) - most)
