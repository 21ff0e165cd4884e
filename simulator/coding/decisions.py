"""Where the codebook decides the code itself: borders that a small model gets wrong are drawn here by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.coding import patterns
from simulator.coding.codebook import CODES, Said
from simulator.coding.features import Around
from simulator.coding.stems import taken

QUESTIONS = frozenset({"DEEP", "OPEN", "CLOSED", "LEAD", "SEEK"})
CLOSING = frozenset({"OFFER", "FILL", "JUDGE"})
GUESS_CARRIED = 0.2
CARRIED = 0.6
LEANS = 0.15


@dataclass(slots=True)
class Draft:
    """A unit while the rules work on it: words, code, the 14 probabilities, flags."""

    text: str
    code: str
    chances: NDArray[np.float32]
    flags: set[str] = field(default_factory=set)

    def chance(self, code: str) -> float:
        """Return the probability of a code."""
        return float(self.chances[CODES.index(code)])

    def likelier(self, one: str, other: str) -> str:
        """Return the likelier of two codes; the first when they are equal."""
        return one if self.chance(one) >= self.chance(other) else other


def decide_code(draft: Draft, context: Around, history: Sequence[Said]) -> None:
    """Mend the code of a unit where its form or its source decides; changes `draft`."""
    if draft.code in QUESTIONS:
        _question(draft, context)
    _plan(draft)
    _echo(draft, context)
    _reflection(draft, context, history)


def _question(draft: Draft, context: Around) -> None:
    """A statement with a check behind it is REFL; a reproachful why is JUDGE.

    A question about the trainee's own offer or idea, or one that pushes, is LEAD.
    """
    asks = patterns.OPEN_FORM.search(draft.text) or patterns.CLOSED_FORM.search(draft.text)
    if patterns.CHECK.search(draft.text) and not asks:
        draft.code = draft.likelier("REFL-S", "REFL-C")
    elif draft.code == "LEAD":
        _advice(draft)
    elif patterns.BLAME.search(draft.text):
        draft.code = "JUDGE"
    elif patterns.OWN.search(draft.text) or patterns.IDEA.search(draft.text) or _pushes(draft, context):
        draft.code = "LEAD"
    elif draft.code == "CLOSED" and context.school and patterns.GO_ON.search(draft.text):
        draft.code = "DEEP"


def _pushes(draft: Draft, context: Around) -> bool:
    """Return whether it plants an idea of the trainee's own ("heb je weleens gedacht aan…") or asks for a yes."""
    if patterns.THOUGHT_OF.search(draft.text):
        return taken(draft.text, f"{context.school} {context.earlier}")[1] == 0
    return bool(patterns.PUSH.search(draft.text)) and draft.chance("LEAD") > LEANS


def _advice(draft: Draft) -> None:
    """What says "you should" and asks nothing is no leading question: it is OFFER or JUDGE, the likelier."""
    first = patterns.SENTENCE.match(draft.text)
    text = first.group() if first else draft.text
    asks = "?" in text or patterns.TAG.search(text) or patterns.CLOSED_FORM.search(text)
    if patterns.SHOULD.search(text) and not asks:
        draft.code = draft.likelier("OFFER", "JUDGE")


def _plan(draft: Draft) -> None:
    """Say that "dan zou ik…" and "let's book it" are telling, whatever the model makes of their politeness."""
    if draft.code in CLOSING or draft.code in {"LEAD", "OFFER-P"}:
        return
    if patterns.IN_YOUR_PLACE.search(draft.text) and "?" not in draft.text:
        draft.code = "OFFER"
    elif patterns.BOOKS.search(draft.text):
        draft.code = "LEAD" if "?" in draft.text else "OFFER"


def _echo(draft: Draft, context: Around) -> None:
    """Say that "ik hoor je zeggen dat…" with the school's words reflects, and "that must be hard" judges nobody."""
    share, count = taken(draft.text, f"{context.school} {context.earlier}")
    if draft.code in {"NEUTRAL", "INFO", "AFFIRM"} and count and share >= 0.5 and patterns.HEARD.search(draft.text):
        draft.code = "REFL-S"
    if draft.code in CLOSING and patterns.FEELS.search(draft.text):
        draft.code = "REFL-C"


def _reflection(draft: Draft, context: Around, history: Sequence[Said]) -> None:
    """FILL carried by the school's words is a reflection; an uncarried tentative reflection is a guess."""
    share, count = taken(draft.text, f"{context.school} {context.earlier}")
    if draft.code == "FILL" and share >= CARRIED and count >= 2 and draft.chance("FILL") < 0.75:
        draft.code = draft.likelier("REFL-C", "REFL-S")
    tentative = bool(patterns.TENTATIVE.search(draft.text))
    if draft.code == "FILL" and tentative and draft.chance("REFL-C") > 0.5 * draft.chance("FILL"):
        draft.code = "REFL-C"
    if draft.code == "REFL-C" and tentative and share <= GUESS_CARRIED:
        draft.flags.add("guess")
        if _guessed_before(history):
            draft.code, draft.flags = "FILL", set()


def _guessed_before(history: Sequence[Said]) -> bool:
    last = next((said for said in reversed(history) if said.role == "trainee"), None)
    return last is not None and any("guess" in unit.flags for unit in last.units)
