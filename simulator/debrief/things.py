"""Things and people in a clause, by the article before them: `die blauwe trap`, `a meeting`, and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from simulator.debrief import hold_words as lists
from simulator.debrief import thing_words as kinds
from simulator.practice.hint_words import FILLER, LOGISTICS
from simulator.school.common_words import COMMON, GENERAL, STOP

WORD = re.compile(r"[^\W_](?:[\w'’&/-]*\w)?")
"""A word of the school's, with apostrophe, hyphen or slash inside it."""
THAT_NL = {"de": "die", "die": "die", "deze": "die", "het": "dat", "dat": "dat", "dit": "dat"}
MINE_NL = {"mijn": "[je|uw]", "m'n": "[je|uw]", "onze": "[jullie|uw]"}
OWNERS = kinds.ARTICLES_EN | THAT_NL.keys() | MINE_NL.keys() | {"their", "his", "her", "hun", "haar", "zijn", "your"}
PRONOUNS_TOO = frozenset({"het", "dat", "die", "deze", "dit"})
"""They stand alone as well, so what comes behind them need not be a thing."""
BEFORE_PLACE = lists.words_of("in naar uit from to van of de het the team klas groep class")
MOST_ADJECTIVES, SHORT = 2, 3
PREPOSITIONS = lists.words_of(
    """
    in op aan bij met van voor naar uit over om tot door achter onder tegen tussen boven langs naast on at by with from
    for of to into behind under against between above along beside near round about
    """
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing or person.

    Attributes:
        text: as it was said. `kind`: key of the frames that fit.
        named, woven: as it was named, and with `that` before it; the latter empty where grammar is not sure.
        focus: how much more than another thing it is what the clause is about.
    """

    text: str
    kind: str
    named: str
    woven: str
    focus: float = 0.0


def low(word: str) -> str:
    """Return a word as the lists have it: small letters and plain apostrophes."""
    return word.lower().replace("’", "'")


def boundary(word: str, language: str) -> bool:
    """Return whether a thing ends before this word, for certain."""
    return word in STOP[language] or word in lists.PRESENT[language] or word in lists.PAST[language]


def things(clause: str, language: str) -> Iterator[Thing]:
    """Yield the things and people of a clause, in its order."""
    found = [(word, low(word)) for word in WORD.findall(clause)]
    yield from _names(found, language)
    yield from _crowds(found, language)
    for number in range(len(found) - 1):
        thing = _dutch(found, number) if language == "nl" else _english(found, number)
        if thing is not None:
            yield thing


def _names(found: list[tuple[str, str]], language: str) -> Iterator[Thing]:
    for number, (word, lower) in enumerate(found):
        after = found[number + 1][1] if number + 1 < len(found) else ""
        capital = word[0].isupper() and word[1:].islower() and word.isalpha() and len(word) > 2
        known = lower.removesuffix("s") in lists.PARTS[language] or any(
            lower in each[language] for each in (STOP, COMMON, GENERAL, FILLER, lists.PARTS, lists.LEADS, lists.ALL)
        )
        if (
            capital
            and not known
            and (number or after in kinds.PERSONAL[language])
            and _is_name(found, number, language)
        ):
            title = found[number - 1][0].lower() if number and found[number - 1][1] in kinds.TITLES else ""
            name = f"{title} {word}".strip()
            yield Thing(name, "person", name, name, 0.2)


def _crowds(found: list[tuple[str, str]], language: str) -> Iterator[Thing]:
    """Yield people named without an article: `kinderen`."""
    for number, (word, lower) in enumerate(found):
        if lower in kinds.MANY[language] and (not number or found[number - 1][1] not in OWNERS):
            yield Thing(word, "people", lower, f"{'de' if language == 'nl' else 'the'} {lower}", -0.2)


def _is_name(found: list[tuple[str, str]], number: int, language: str) -> bool:
    """Return whether a word with a capital is somebody: not a place after `in`, nor part of a longer name."""
    before = found[number - 1] if number else ("", "")
    after = found[number + 1] if number + 1 < len(found) else ("", "")
    place = before[1] in BEFORE_PLACE
    beside = any(word[:1].isupper() and lower not in lists.SELF[language] for word, lower in (before, after))
    return not place and not (beside and number > 1) and (not number or before[1].isalpha())


def _dutch(found: list[tuple[str, str]], number: int) -> Thing | None:
    article = found[number][1]
    if article not in THAT_NL and article not in MINE_NL and article != "een":
        return None
    place = number + 1
    adjectives = 0
    while (
        place + 1 < len(found)
        and adjectives < MOST_ADJECTIVES
        and _is_adjective(found[place][1], found[place + 1][1], article)
    ):
        place, adjectives = place + 1, adjectives + 1
    noun = found[place][1]
    after = found[place + 1][1] if place + 1 < len(found) else ""
    # `een perfect konijn`: whether `perfect` is the noun is anybody's guess.
    counted_time = after in kinds.NO_THING["nl"] or after in lists.PARTS["nl"]
    clipped = bool(after) and (noun.endswith("e") or article == "een") and (counted_time or not boundary(after, "nl"))
    if not _is_noun(noun, "nl") or clipped:
        return None
    if article in PRONOUNS_TOO and not adjectives and not _sure(found, number, after):
        return None
    kept = " ".join(word for word, _ in found[number + 1 : place + 1])
    named = f"{article} {kept}" if article not in MINE_NL else f"{MINE_NL[article]} {kept}"
    that = (
        THAT_NL.get(article)
        or MINE_NL.get(article)
        or ("dat" if noun.endswith("je") and len(noun) > 5 and not adjectives else "")
    )
    kind = _who(noun, "nl") if article != "een" else "thing"
    if kind == "people" and article == "de":
        that = "de"
    text = f"{found[number][0]} {kept}"
    return Thing(
        text, kind, named, f"{that} {kept}" if that else "", _focus(article, found[number - 1][1] if number else "")
    )


def _is_adjective(word: str, after: str, article: str) -> bool:
    if not _is_noun(after, "nl"):
        return False
    if article == "een" and word in kinds.BARE_ADJECTIVES:
        return True
    in_e = word.endswith("e") and len(word) > SHORT and not _is_noun_in_e(word)
    return in_e and word not in lists.NUMBERS["nl"] and word not in STOP["nl"]


def _is_noun_in_e(word: str) -> bool:
    """Return whether a word in -e is a noun for certain; Dutch writes compounds as one word."""
    known = any(word.endswith(noun) for noun in kinds.NOUNS_IN_E)
    return known or word.endswith("je") or (word.endswith("ie") and not word.endswith(("oie", "aie", "eie")))


def _sure(found: list[tuple[str, str]], number: int, after: str) -> bool:
    """Return whether an article that may be a pronoun is an article here."""
    before, noun = found[number - 1][1] if number else "", found[number + 1][1]
    if noun.endswith(("en", "jes")):
        return False
    verb = after in lists.PRESENT["nl"] or after in lists.PAST["nl"]
    return before in PREPOSITIONS or (not number and (verb or after in {"daar", "hier"}))


def _is_noun(word: str, language: str) -> bool:
    """Return whether a word behind an article can be what the article stands for."""
    return (
        len(word) > 2
        and word[0].isalpha()
        and not boundary(word, language)
        and word not in kinds.NO_THING[language] | lists.PARTS[language]
    )


def _english(found: list[tuple[str, str]], number: int) -> Thing | None:
    article = found[number][1]
    if article not in kinds.ARTICLES_EN:
        return None
    if article in {"that", "this"} and number and found[number - 1][1] not in PREPOSITIONS:
        return None
    end = number + 1
    while end < len(found) and not _ends_english(found[end][1]):
        end += 1
    open_end = end < len(found) and found[end][1] in kinds.ARTICLES_EN
    noun = found[end - 1][1]
    # A second word with an s or ing is as often a verb (`the coffee tastes`).
    verb = end - number > 2 and noun.endswith(("s", "ing")) and not noun.endswith("ss")
    if (
        not 1 <= end - number - 1 <= 3
        or open_end
        or not _is_noun(noun, "en")
        or noun.endswith(("ly", "ed", "est"))
        or verb
    ):
        return None
    kept = " ".join(word for word, _ in found[number + 1 : end])
    shown = {"my": "your", "our": "your", "a": "that", "an": "that"}.get(article, article)
    named = f"{'your' if shown == 'your' else article} {kept}"
    focus = _focus(article, found[number - 1][1] if number else "")
    return Thing(f"{found[number][0]} {kept}", _who(noun, "en"), named, f"{shown} {kept}", focus)


def _ends_english(word: str) -> bool:
    stops = word in kinds.ARTICLES_EN or word in lists.NUMBERS["en"] or word[0].isdigit() or word.endswith(("'s", "ly"))
    return stops or boundary(word, "en")


def counted(clause: str, language: str) -> Iterator[str]:
    """Yield what is counted in a clause, with its number: `zes drempels`."""
    found = [(word, low(word)) for word in WORD.findall(clause)]
    for number, ((word, lower), (noun, bare)) in enumerate(pairwise(found)):
        numeral = lower in lists.NUMBERS[language] or lower.isdigit()
        after = found[number + 2][1] if number + 2 < len(found) else ""
        sure = language == "nl" or not after or after in kinds.ARTICLES_EN or _ends_english(after)
        if numeral and sure and _is_noun(bare, language) and bare not in LOGISTICS[language] and bare[-1] in "ns":
            yield f"{word} {noun}"


def _focus(article: str, before: str) -> float:
    """Return how much more a thing is what the clause is about; a place or a time behind a preposition hardly is."""
    if before in PREPOSITIONS and article not in {"een", "a", "an"}:
        return -0.8
    return 0.0 if article in {"de", "het", "the"} else 0.3


def _who(noun: str, language: str) -> str:
    return "person" if noun in kinds.ONE[language] else "people" if noun in kinds.MANY[language] else "thing"
