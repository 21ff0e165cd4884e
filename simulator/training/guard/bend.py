"""Breaks good sentences: what the guard learns broken grammar from. Shared by both languages.

A way of breaking takes words and dice and returns other words, or None where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

Words = list[str]
Way = Callable[[Words, Random], Words | None]
_CORE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_ENDS = re.compile(r"[.,!?…;:]$")


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of breaking a language, each with how often it is tried."""

    ways: tuple[tuple[float, Way], ...]

    def broken(self, text: str, dice: Random) -> str | None:
        """Return the text with one to three things wrong with it; None: nothing could be broken."""
        words = text.split()
        many = dice.choices((1, 2, 3), (0.45, 0.35, 0.2))[0]
        done = 0
        for _ in range(12):
            way = dice.choices([one for _, one in self.ways], [weight for weight, _ in self.ways])[0]
            found = way(words, dice)
            if found is not None and found != words:
                words, done = found, done + 1
                if done == many:
                    break
        bent = capital(" ".join(words), text)
        return bent if done and bent.casefold() != " ".join(text.split()).casefold() else None


def capital(text: str, like: str) -> str:
    """Return a text that begins with a capital where the other does."""
    return text[:1].upper() + text[1:] if like[:1].isupper() else text


def core(word: str) -> str:
    """Return a word in lower case without its marks."""
    found = _CORE.match(word)
    return found.group(2).casefold() if found else word.casefold()


def put(word: str, new: str) -> str:
    """Return `new` with the marks and the capital of `word`."""
    found = _CORE.match(word)
    before, old, after = found.groups() if found else ("", word, "")
    return before + (new[:1].upper() + new[1:] if old[:1].isupper() else new) + after


def ends(word: str) -> bool:
    """Whether a clause ends with this word."""
    return bool(_ENDS.search(word))


def swap(pairs: Mapping[str, Sequence[str]]) -> Way:
    """Return a way that puts another word in the place of one of these."""

    def way(words: Words, dice: Random) -> Words | None:
        places = [n for n, word in enumerate(words) if core(word) in pairs]
        if not places:
            return None
        at = dice.choice(places)
        new = dice.choice(pairs[core(words[at])])
        return [*words[:at], put(words[at], new), *words[at + 1 :]]

    return way


def drop(some: frozenset[str]) -> Way:
    """Return a way that leaves out one of these words."""

    def way(words: Words, dice: Random) -> Words | None:
        places = [n for n, word in enumerate(words) if core(word) in some and not ends(word)]
        if not places or len(words) < 4:
            return None
        at = dice.choice(places)
        return [*words[:at], *words[at + 1 :]]

    return way


def insert(some: Sequence[str]) -> Way:
    """Return a way that puts one of these words where none belongs."""

    def way(words: Words, dice: Random) -> Words | None:
        places = [n for n in range(1, len(words)) if not ends(words[n - 1])]
        if not places:
            return None
        at = dice.choice(places)
        return [*words[:at], dice.choice(some), *words[at:]]

    return way


def neighbours(words: Words, dice: Random) -> Words | None:
    """Swap two words beside each other inside a clause."""
    places = [n for n in range(len(words) - 1) if not ends(words[n]) and core(words[n]) != core(words[n + 1])]
    if not places:
        return None
    at = dice.choice(places)
    return moved(words, at + 1, at)


def away(words: Words, dice: Random) -> Words | None:
    """Move a word two or three places inside its clause."""
    at = dice.randrange(len(words))
    first, last = clause(words, at)
    goals = [n for n in range(first, last) if 2 <= abs(n - at) <= 3]
    return moved(words, at, dice.choice(goals)) if goals else None


def twice(words: Words, dice: Random) -> Words | None:
    """Say a word of a clause again at its end."""
    at = dice.randrange(len(words))
    _, last = clause(words, at)
    if last - at < 3:
        return None
    mark = words[last - 1]
    found = _CORE.match(mark)
    tail = found.group(3) if found else ""
    bare = mark[: len(mark) - len(tail)]
    return [*words[: last - 1], bare, core(words[at]) + tail, *words[last:]]


def clause(words: Words, at: int) -> tuple[int, int]:
    """Return where the clause around a word begins and ends (exclusive)."""
    first = next((n + 1 for n in range(at - 1, -1, -1) if ends(words[n])), 0)
    last = next((n + 1 for n in range(at, len(words)) if ends(words[n])), len(words))
    return first, last


def moved(words: Words, at: int, to: int) -> Words:
    """Return the words with one moved before another place; marks stay at the end of the clause."""
    first, last = clause(words, at)
    marks = _CORE.match(words[last - 1])
    tail = marks.group(3) if marks else ""
    row = [*words[first : last - 1], words[last - 1][: len(words[last - 1]) - len(tail)]]
    here, there = at - first, min(max(to - first, 0), len(row) - 1)
    lower = row[0][:1].lower() + row[0][1:] if first == 0 else row[0]
    row[0] = lower
    word = row.pop(here)
    row.insert(there, word)
    row[-1] += tail
    return [*words[:first], *row, *words[last:]]
