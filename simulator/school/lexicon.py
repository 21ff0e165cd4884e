"""Words of a turn: content stems, what is too common to point at anything, quotes, and shared words of two texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from simulator.scenario.kept import kept
from simulator.school.common_words import COMMON, GENERAL, STOP

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_QUOTE = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,120})[\"“”«»]|(?<!\w)['‘’]([^'‘’]{3,120})['’](?!\w)")
_DOUBLE_VOWEL = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou]|$)")
_ENDINGS_EN = (("ies", "y"), *((end, "") for end in ("ing", "edly", "ed", "es", "ly", "s", "e")))
_DOUBLE_END = re.compile(r"([bdfgklmnprst])\1$")


def words(text: str) -> list[str]:
    """Return the lower-case words and numbers of a text, in order."""
    return [word.replace("’", "'") for word in _WORD.findall(unicodedata.normalize("NFC", text[:8000]).lower())]


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """Cut a word down so that its forms meet: `durven`, `durft`, `durf` → `durf`. Rough, and only for comparing."""
    if len(word) < 4 or word.isdigit():
        return word
    return _stem_nl(word) if language == "nl" else _stem_en(word)


def _stem_nl(word: str) -> str:
    word = word.removesuffix("'s")
    if word.startswith("ge") and len(word) > 6 and word.endswith(("d", "t")):
        word = word[2:]
    for ending in ("heden", "tjes", "pjes", "jes", "tje", "je", "ende", "ten", "den", "en", "te", "e", "s", "t"):
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= (3 if len(ending) < 3 else 4):
            word = word[:left]
            break
    word = _DOUBLE_END.sub(r"\1", word)
    word = _DOUBLE_VOWEL.sub(lambda found: found.group(1)[0], word)
    return word[:-1] + {"v": "f", "z": "s"}[word[-1]] if word[-1] in "vz" else word


def _stem_en(word: str) -> str:
    word = word.removesuffix("'s")
    for ending, put in _ENDINGS_EN:
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= 3 and not (ending == "s" and word.endswith("ss")):
            word = word[:left] + put
            break
    word = _DOUBLE_END.sub(r"\1", word)
    word = word.removesuffix("e") if len(word) > 4 else word
    return word[:-1] + "i" if word.endswith("y") else word


@lru_cache(maxsize=4)
def common(language: str) -> frozenset[str]:
    """Return the stems that any talk with a school holds."""
    return frozenset(stem(word, language) for word in COMMON[language])


@lru_cache(maxsize=4)
def general(language: str) -> frozenset[str]:
    """Return the stems that name no subject: those of `common`, and words for anything at all."""
    return common(language) | {stem(word, language) for word in GENERAL[language]}


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the content words of a text, in order, with repeats; function words are left out."""
    return list(_stems(text, language))


@kept(4096)  # a scenario's own lines come back each time it is read, while an author edits it
def _stems(text: str, language: str) -> tuple[str, ...]:
    stop = STOP[language]
    return tuple(stem(word, language) for word in words(text) if word not in stop and len(word) > 1)


def telling(text: str, language: str) -> set[str]:
    """Return the stems that can point at a topic by themselves: content words that are not common to all talks."""
    return set(stems(text, language)) - common(language)


def subjects(text: str, language: str) -> set[str]:
    """Return the stems that name a subject of their own: neither common nor general words, nor numbers."""
    return {one for one in set(stems(text, language)) - general(language) if not one.isdigit()}


def alike(one: str, other: str, plain: frozenset[str] = frozenset()) -> bool:
    """Return whether two stems are forms or compounds of one word (`nakijk`, `nakijkwerk`; `dans`, `volksdans`).

    A compound of a word in `plain` says something else than that word: a `schoolkat` is not a matter of `school`.
    """
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 4 or short in plain:
        return False
    return long.startswith(short) or (len(short) >= 5 and long.endswith(short))


def shared(one: Iterable[str], other: Iterable[str], language: str = "") -> set[str]:
    """Return the stems of `one` that have a like in `other`; without a language any compound of a word is its like."""
    held, plain = frozenset(other), common(language) if language else frozenset()
    rows = "\n".join(("", *held, ""))
    return {stem_ for stem_ in one if stem_ in held or _has_like(stem_, held, rows, plain)}


def _has_like(one: str, held: frozenset[str], rows: str, plain: frozenset[str]) -> bool:
    """Return whether `alike` holds for one of `held`, which `rows` holds a line each: looked up, not gone through."""
    if len(one) < 4:
        return False
    if one not in plain and (f"\n{one}" in rows or (len(one) >= 5 and f"{one}\n" in rows)):
        return True
    parts = [*(one[:end] for end in range(4, len(one))), *(one[start:] for start in range(1, len(one) - 4))]
    return any(part in held and part not in plain for part in parts)


def quotes(text: str) -> list[str]:
    """Return what stands between quotation marks."""
    return [(double or single).strip() for double, single in _QUOTE.findall(text)]
