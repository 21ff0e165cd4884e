"""Help for a trainee who is stuck: words of the school worth picking up, and a rule. Never content.

A trainer picks up what carries weight (`durven niet`, `nooit meer uit geweest`, `gedoe`), not function words and not
logistics. Without a parser: words are weighed by lists and by what stands before them, and the best short stretches
of a clause are offered as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from simulator.coding.codebook import RULES
from simulator.practice.api import Hint
from simulator.practice.hint_words import (
    ABSOLUTE,
    BEFORE_NOUN,
    BREAKS,
    EACH,
    FILLER,
    GOES_ON,
    LOGISTICS,
    NEVER_FIRST,
    PARTICLES,
    STRONG,
    WEIGHT,
)
from simulator.practice.records import TurnRow
from simulator.practice.rows import units_of
from simulator.school.common_words import COMMON, GENERAL, STOP

MOST = 3
LONGEST = 6
"""Words in a phrase."""
ENOUGH = 1.15
"""What a phrase must weigh to be worth picking up."""
CLAUSE = re.compile(r"[^.!?…,;:()“”„\"–—\n]+")
TIED = re.compile(r"'(?:s|re|ve|ll|d|m)$")
PRONOUNS = frozenset({"one", "someone", "somebody", "everyone", "everybody", "anyone", "anybody", "something",
                      "everything", "anything", "another", "other", "each", "half", "most"})  # fmt: skip
"""With a verb tied to them (`one's full`) they begin no phrase."""
WORD = re.compile(r"[^\W_](?:[\w'’-]*\w)?", re.UNICODE)
SAYS_NOTHING = frozenset({"ask_back", "deflect", "hesitate", "unknown", "not_known", "hold_request", "confirm"})
"""Acts whose words are a question of the school or a line that fits any talk."""
GAP = "---"
"""Function words in a row over which no phrase reaches: they join two thoughts."""
LOW = -0.3
"""Weight of a function word inside a phrase: it may stand there, and makes it no better."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the reply.

    Attributes:
        start, end: where it stands.
        weight: how much it makes a phrase worth picking up.
        first, last: whether a phrase may begin or end with it.
        carries: it is worth something by itself; without one such word there is no phrase.
        strong: an absolute, which may take whatever stands beside it along.
        begins, final: a phrase with an absolute may begin here; the clause ends here.
        noun: it is one, by what stands before it.
    """

    start: int
    end: int
    weight: float
    first: bool = False
    last: bool = False
    carries: bool = False
    strong: bool = False
    begins: bool = False
    final: bool = False
    noun: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the reply and what it weighs."""

    start: int
    end: int
    weight: float


def hint(language: str, rows: Sequence[TurnRow]) -> Hint:
    """Return up to three short phrases of the school's last turn, in its order, and the rule for the last turn."""
    school = [(row.text, act) for row, act in zip(rows, _acts(rows), strict=True) if row.role == "school"]
    if not school:
        return Hint((), "OEN")
    # What it asks or waves away with says nothing of it: then what it told one turn before is worth more.
    place = len(school) - 1
    place -= bool(place and school[place][1] in SAYS_NOTHING)
    text, act = school[place]
    before = {word.lower() for said, _ in school[:place] for word in WORD.findall(said)}
    return Hint(worth_picking_up(text, language, before) if act not in SAYS_NOTHING else (), _rule(rows))


def _acts(rows: Sequence[TurnRow]) -> list[str]:
    """Return the act of each row of the school; empty for other rows and where none is known."""
    decided = {row.id: str(row.data.get("decided", {}).get("act", "")) for row in rows}
    return [decided.get(row.parent or 0, "") if row.role == "school" else "" for row in rows]


def worth_picking_up(text: str, language: str, before: Collection[str] = ()) -> tuple[str, ...]:
    """Return up to three phrases of `text` that a trainer would pick up, as they stand there.

    Args:
        text: the school's words.
        language: `nl` or `en`.
        before: lower-case words that the school used earlier; they weigh less.
    """
    found = [phrase for tokens in _clauses(text, language, before) for phrase in _phrases(tokens)]
    chosen: list[Phrase] = []
    for one in sorted(found, key=lambda phrase: (-phrase.weight, phrase.start)):
        if len(chosen) < MOST and not any(_alike(text, one, other) for other in chosen):
            chosen.append(one)
    return tuple(text[one.start : one.end] for one in sorted(chosen, key=lambda phrase: phrase.start))


def _alike(text: str, one: Phrase, other: Phrase) -> bool:
    if one.start < other.end and one.end > other.start:
        return True
    return bool(set(_words(text, one)) <= set(_words(text, other)))


def _words(text: str, phrase: Phrase) -> list[str]:
    return [word.lower() for word in WORD.findall(text[phrase.start : phrase.end])]


def _clauses(text: str, language: str, before: Collection[str]) -> Iterator[list[Token]]:
    """Yield the tokens of each clause; the words between two thoughts belong to neither."""
    for clause in CLAUSE.finditer(text):
        found = list(WORD.finditer(text, clause.start(), clause.end()))
        plain = [word.group().lower().replace("’", "'") for word in found]
        tokens: list[Token] = []
        for number, (word, lower) in enumerate(zip(found, plain, strict=True)):
            if lower in BREAKS[language]:
                yield tokens
                tokens = []
                continue
            final = number == len(found) - 1 or plain[number + 1] in BREAKS[language]
            weighed = _weigh(word.group(), lower, plain[number - 1] if number else "", language, final, before)
            begins = lower not in NEVER_FIRST[language]
            if final and weighed.weight < 0.7 and lower in PARTICLES[language] and tokens and not tokens[-1].noun:
                weighed = Token(0, 0, 0.7, last=True)
            tokens.append(replace(weighed, start=word.start(), end=word.end(), begins=begins, final=final))
        yield tokens


def _weigh(word: str, lower: str, previous: str, language: str, final: bool, before: Collection[str]) -> Token:
    """Return what a word weighs; where it stands is filled in by the caller."""
    plain = lower.removesuffix("'s")
    if lower in WEIGHT[language]:
        return Token(0, 0, 2.0, first=True, last=True, carries=True)
    if lower in STRONG[language]:
        return Token(0, 0, 2.2, first=True, last=True, strong=True)
    if lower in ABSOLUTE[language]:
        return Token(0, 0, 0.7, first=True, last=lower not in GOES_ON)
    if lower in LOGISTICS[language] or lower[0].isdigit():
        each = previous in EACH
        return Token(0, 0, 0.6 if each else -0.6, last=each, carries=each)
    tied = language == "en" and TIED.search(lower)
    if lower in STOP[language] or lower in FILLER[language] or len(lower) < 3 or (tied and plain in PRONOUNS):
        return Token(0, 0, 0.0 if language == "en" and lower in PARTICLES["en"] else LOW)
    if plain in COMMON[language] or plain in GENERAL[language]:
        return Token(0, 0, 0.4, first=True, last=True, noun=previous in BEFORE_NOUN[language])
    noun = previous in BEFORE_NOUN[language]
    name = word[0].isupper() and bool(previous)
    weight = (0.4 if name else 1.4 if noun else 0.9) - (0.3 if lower in before else 0.0)
    return Token(0, 0, weight, first=True, last=True, carries=not name, noun=noun)


def _phrases(tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Yield every stretch of a clause that weighs enough; longer ones only when the words more are worth it."""
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + LONGEST) + 1):
            held = tokens[start:end]
            weight = sum(token.weight for token in held)
            if weight >= ENOUGH and _stands(held):
                yield Phrase(held[0].start, held[-1].end, weight)


def _stands(held: Sequence[Token]) -> bool:
    """Return whether these words are a phrase that can be said back."""
    first, last = held[0], held[-1]
    strong = any(token.strong for token in held)
    carries = any(token.carries for token in held)
    if len(held) == 1:
        return carries and (first.weight >= 2 or first.end - first.start >= 5)
    if not strong and GAP in "".join("-" if token.weight == LOW else "+" for token in held):
        return False
    begun = first.first or (strong and first.begins)
    ended = last.last or (last.final and (strong or carries))
    return begun and ended and (carries or (strong and len(held) > 2))


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
