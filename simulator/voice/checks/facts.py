"""Inventions: numbers, dates and names that nobody in this talk has given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from simulator.voice.bags import bag
from simulator.voice.checks.numbers import numbers
from simulator.voice.checks.scene import WORD, Scene

DATES = bag(
    """
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
    september oktober november december monday tuesday wednesday thursday friday saturday sunday january february
    march june july august october december kerst pasen sinterklaas christmas easter
    """
)
SMALL = frozenset({2})
"""Says little: "between two lessons"."""
_TITLE = re.compile(r"\b(?:juf|meester|mevrouw|meneer|mr|mrs|ms|miss|dr|heer|directeur|head)\.? ([A-Z][\w'’-]+)")
_FREE = bag(
    """
    i i'm i've i'd i'll nederland nederlands nederlandse engels engelse dutch english god ja nee nou tja maar en dus
    het de ik wij we yes no well but so and the oké ok tv ict cito
    """
)
_MARCH_MAY = frozenset({"march", "maart", "mei"})


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `number`, `date` or `name`."""
    given, known = _given(scene.talk())
    if numbers(text) - given - SMALL:
        yield "number"
    said = {_bare(word) for word in WORD.findall(text)}
    if any(not any(other.startswith(date) for other in known) for date in said & DATES):
        yield "date"
    if any(not _heard(name, known) for name in _names(text)):
        yield "name"


@lru_cache(maxsize=32)
def _given(talk: str) -> tuple[frozenset[int], frozenset[str]]:
    """Return numbers and words of all that was given; every wording of an act is held against the same."""
    return frozenset(numbers(talk)), frozenset(_bare(word) for word in WORD.findall(talk))


def _bare(word: str) -> str:
    """Return a word in lower case without the s of a genitive or of a plural day."""
    plain = word.casefold().removesuffix("'s").removesuffix("’s")
    return plain[:-1] if plain.endswith("s") and plain[:-1] in DATES else plain


def _names(text: str) -> set[str]:
    """Return capitalised words inside sentences, words behind a title, and pairs such as "Petra en Sjoerd"."""
    found = set(_TITLE.findall(text))
    for match in WORD.finditer(text):
        if match.group()[0].isupper() and not _opens(text[: match.start()]):
            found.add(match.group())
    for first, second in re.findall(r"\b([A-Z][a-zéëï]+) (?:en|and) ([A-Z][a-zéëï]+)\b", text):
        found |= {first, second}
    return {name for name in found if name.casefold() not in _FREE | DATES}


def _opens(before: str) -> bool:
    """Whether a word behind this text opens a sentence or a quotation."""
    return not before.strip() or bool(re.search(r"[.!?…:]\s*[\"“”‘'’(]*\s*$|[\"“”‘]\s*$|(?<=\s)'$", before))


def _heard(name: str, known: frozenset[str]) -> bool:
    word = _bare(name)
    return word in known or any(len(other) > 3 and (word == other + "s" or other == word + "s") for other in known)
