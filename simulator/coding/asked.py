"""Whether the school had asked for what is told: an answer, or what follows it unasked.

A question mark in the school's last words does not say that all behind it was asked for: a trainee may answer and then
go on, ask back first, or tell something else. The numbers are fitted by `python -m simulator.training.asked_fit` on the
own corpus; in parts that it has not seen the flag is right in 0.85, by a question mark or a wish alone in 0.80.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from simulator.coding import patterns
from simulator.coding.around import Around
from simulator.coding.codebook import Said
from simulator.coding.stems import taken

SIGNS = (
    "asks", "asks_last", "wishes", "leave", "ideas", "reminds", "first", "place", "told_before", "asked_before",
    "asks_last_first", "open_question", "long_question", "told_last", "sought_last", "shared", "opening", "suggests",
    "suggests_leave", "suggests_ideas",
)  # fmt: skip
WEIGHTS = (
    1.3, -0.5, 1.08, 0.31, 0.91, 1.77, 0.24, -0.67, -0.98, -1.58, 3.01, 0.72, 1.64, 0.18, 1.58, 0.66, 1.12, -0.32, 1.06,
    1.19, -1.13,
)  # fmt: skip
"""Of the signs, and the bias."""
LIKELY = 0.5
TELLS = frozenset({"INFO", "OFFER-P"})
_ASKING = frozenset({"OPEN", "DEEP", "CLOSED", "LEAD", "SEEK"})
_TOLD = TELLS | {"OFFER"}
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_OPEN = re.compile(
    r"\b(wat|hoe|wie|waar|wanneer|welke?|waarom|hoeveel|what|how|who|where|when|which|why)\b", re.IGNORECASE
)
_LONG = 20.0
_BEGUN = 3


def agreed(history: Sequence[Said]) -> bool:
    """Return whether the trainee asked leave in its last turn and the school said yes."""
    if len(history) < 2 or history[-1].role != "school":
        return False
    if "SEEK" not in _last_codes(history):
        return False
    start = history[-1].text[:80]
    return bool(patterns.YES.search(start) or patterns.WISH.search(start)) and not patterns.NO.search(start)


def wants_ideas(context: Around, history: Sequence[Said]) -> bool:
    """Return whether the school asked for ideas, examples or advice."""
    act = history[-1].act if history else ""
    return context.asks and (act == "ask_back" or bool(patterns.IDEAS.search(context.school)))


def signs(text: str, code: str, before: Sequence[str], context: Around, history: Sequence[Said]) -> tuple[float, ...]:
    """Return a number for each of `SIGNS`.

    Args:
        text: a unit that tells.
        code: its code, INFO or OFFER-P.
        before: the codes of the units before it in the turn.
        context: what surrounds the turn.
        history: the turns before it, with their codes.
    """
    questions = " ".join(one for one in _SENTENCE.split(context.school) if "?" in one)
    last = context.asks and (not questions or context.school.rstrip().endswith("?"))
    leave, ideas, suggests = agreed(history), wants_ideas(context, history), code == "OFFER-P"
    told, wishes = _last_codes(history), bool(patterns.WISH.search(context.school))
    begs = context.asks or wishes or leave
    return (
        context.asks, last, wishes, leave, ideas,
        bool(patterns.REMINDS.search(text)), not before, min(len(before), 4), not TELLS.isdisjoint(before),
        not _ASKING.isdisjoint(before), last and not before, bool(_OPEN.search(questions)),
        min(2.0, len(questions.split()) / _LONG), not _TOLD.isdisjoint(told), "SEEK" in told,
        begs * min(4, taken(text, context.school)[1]), begs and len(history) < _BEGUN, suggests, suggests and leave,
        suggests and ideas,
    )  # fmt: skip


def chance(text: str, code: str, before: Sequence[str], context: Around, history: Sequence[Said]) -> float:
    """Return the chance that the school had asked for what a unit tells; arguments as in `signs`."""
    *weights, odds = WEIGHTS
    found = signs(text, code, before, context, history)
    odds += sum(weight * sign for weight, sign in zip(weights, found, strict=True))
    return 1 / (1 + math.exp(-odds))


def _last_codes(history: Sequence[Said]) -> frozenset[str]:
    last = next((said for said in reversed(history) if said.role == "trainee"), None)
    return frozenset(unit.code for unit in last.units) if last is not None else frozenset()
