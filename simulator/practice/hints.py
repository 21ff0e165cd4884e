"""Help for a trainee who is stuck: words of the school worth picking up, and a rule. Never content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.coding.codebook import RULES
from simulator.practice.api import Hint
from simulator.practice.records import TurnRow
from simulator.practice.rows import units_of
from simulator.school.common_words import COMMON, STOP

MOST = 3
EMPHASIS = frozenset(
    [
        "hartstikke",
        "ontzettend",
        "enorm",
        "vreselijk",
        "geweldig",
        "prachtig",
        "really",
        "terribly",
        "awfully",
        "lovely",
    ]
)
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
WORD = re.compile(r"[^\W\d_][\w'’-]*", re.UNICODE)


def hint(language: str, rows: Sequence[TurnRow]) -> Hint:
    """Return up to three words of the school's last turn, in its order, and the rule for the trainee's last turn.

    Words of the last sentence come first (there the door stands ajar), of these the ones not used before.
    """
    school = [row.text for row in rows if row.role == "school"]
    if not school:
        return Hint((), "OEN")
    before = {word.lower() for text in school[:-1] for word in WORD.findall(text)}
    stop = STOP[language] | COMMON[language] | EMPHASIS
    words = list(dict.fromkeys(w for w in WORD.findall(school[-1]) if len(w) >= 4 and w.lower() not in stop))
    ending = set(WORD.findall(SENTENCE.split(school[-1].strip())[-1]))
    best = sorted(words, key=lambda word: (word not in ending, word.lower() in before, -len(word)))[:MOST]
    return Hint(tuple(word for word in words if word in best), _rule(rows))


def _rule(rows: Sequence[TurnRow]) -> str:
    """Return the rule that the last trainee turn broke, else LSD."""
    last = next((row for row in reversed(rows) if row.role == "trainee"), None)
    if last is None:
        return "OEN"
    worst = min(units_of(last), key=lambda unit: unit.value, default=None)
    if worst is not None and worst.value < 0:
        return RULES[worst.code]
    codes = {unit.code for unit in units_of(last)}
    return "OEN" if codes == {"CLOSED"} else "LSD"
