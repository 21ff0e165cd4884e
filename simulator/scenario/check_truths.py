"""A line that contradicts what is true: nearly the same words with another number or day, or turned round by a no.

Rule: contradiction. Truths are the scenario's and its items' `truths`, and what an item holds (`content`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from simulator.scenario.kept import kept
from simulator.scenario.problems import Finding, Place, clip
from simulator.scenario.raw import Data, mappings, text, texts
from simulator.scenario.stopwords import COMMON

SAME, CLOSE, TURNED = 0.6, 0.75, 0.8
LEAST = 3
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_](?:[\w'’-]*\w)?")
_ENDING = re.compile(r"(?<=\w{3})(en|es|ed|ing|e|s|t|d|n)$")
_UNITS = {
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
}
_TENS = {
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_DAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli "
    "augustus september oktober november december",
    "en": "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december",
}
_DENIALS = {
    "nl": "niet geen niks niets niemand nooit nergens nauwelijks zonder",
    "en": "not no nothing nobody never nowhere hardly without don't doesn't didn't isn't aren't wasn't weren't can't "
    "won't couldn't haven't hasn't none cannot",
}
_LITTLE = """
the and for with that this they their our you your was were has have had been are its his her but who all de het een
van voor met die dat zijn heeft hebben werd was ook aan bij naar uit over wordt worden hun ons onze jaar year
"""
_NO = {language: frozenset(words.split()) for language, words in _DENIALS.items()}
_SMALL = frozenset(_LITTLE.split())


@dataclass(frozen=True, slots=True)
class Said:
    """What a line holds: content stems, numbers and days, and whether it denies."""

    stems: frozenset[str]
    numbers: frozenset[str]
    denies: bool


@kept()  # of lines that stand in a file that is checked again and again while it is written
def said(line: str, language: str) -> Said:
    """Return what a line holds, roughly: a check must be cheap."""
    words = _WORD.findall(line.casefold().replace("’", "'"))
    numbers = frozenset(n for word in words if (n := _number(word, language)))
    no = _NO.get(language, frozenset())
    stems = frozenset(one for word in words if (one := _content(word, language))) - no
    return Said(stems, numbers, any(word in no for word in words))


@kept(20_000)
def _content(word: str, language: str) -> str:
    """Return the stem of a word that says something; empty for small words and numbers."""
    if len(word) <= 3 or word in COMMON or word in _SMALL:
        return ""
    stem = _ENDING.sub("", word)
    return "" if _number(stem, language) else stem


@lru_cache(maxsize=4)
def _counted(language: str) -> tuple[list[str], list[str], frozenset[str]]:
    """Return units, tens, and days with months of a language."""
    held = [words.get(language, "").split() for words in (_UNITS, _TENS, _DAYS)]
    return held[0], held[1], frozenset(held[2])


@kept(20_000)
def _number(word: str, language: str) -> str:
    """Return a number, weekday or month in one form; empty for other words (and for 'een', 'one': mostly no number)."""
    if word[0].isdigit():
        return word.replace(".", "").replace(",", "")
    units, tens, days = _counted(language)
    if word in days:
        return word
    if word in units:
        return str(units.index(word)) if units.index(word) > 1 else ""
    if word in tens:
        return str(10 * (tens.index(word) + 2))
    for n, ten in enumerate(tens, 2):
        if word.endswith(ten):
            unit = word.removesuffix(ten).removesuffix("en").removesuffix("ën") if language == "nl" else ""
            return str(10 * n + units.index(unit)) if unit in units else ""
        if language == "en" and word.startswith(f"{ten}-") and word.split("-")[1] in units:
            return str(10 * n + units.index(word.split("-")[1]))
    return ""


def check_truths(data: Data, spoken: Sequence[tuple[Place, str, object]]) -> Iterator[Finding]:
    """Yield findings; `spoken`: place, line and speakers of every line that the school may say."""
    language = text(data, "language")
    truths: list[tuple[Place, str]] = list(texts(data, "truths"))
    for place, one in mappings(data, "items"):
        truths += [((*place, *at), line) for at, line in texts(one, "truths")]
        truths.append(((*place, "content"), text(one, "content")))
    known = [(place, line, held) for place, line in truths if len((held := said(line, language)).stems) >= LEAST]
    by_stem: dict[str, set[int]] = {}
    for n, (_, _, held) in enumerate(known):
        for stem in held.stems:
            by_stem.setdefault(stem, set()).add(n)
    for place, line in [*((place, line) for place, line, _ in spoken), *truths]:
        if line.count(" ") < LEAST:
            continue
        mine = said(line, language)
        for n in sorted(set().union(*(by_stem.get(stem, set()) for stem in mine.stems))):
            where, truth, other = known[n]
            if where != place and _against(mine, other, place[:2] == where[:2] != ("truths",)):
                message = f"This goes against '{clip(truth, 60)}'; make both say the same."
                yield Finding(place, message, "contradiction", "warning")
                break


def _against(line: Said, truth: Said, own: bool) -> bool:
    """Return whether a line clashes with a truth; with its own item's only by a number: there it may say more."""
    both = len(line.stems & truth.stems)
    if both < LEAST or both < SAME * len(truth.stems):
        return False
    for kind in (str.isdigit, str.isalpha):
        mine, theirs = set(filter(kind, line.numbers)), set(filter(kind, truth.numbers))
        if mine and theirs and not mine & theirs and both >= CLOSE * len(truth.stems):
            return True
    return not own and line.denies != truth.denies and both >= TURNED * max(len(truth.stems), len(line.stems))
