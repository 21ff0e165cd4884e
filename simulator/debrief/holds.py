"""Where a follow-up question can take hold of what the school said: a thought, a thing or person, a word, a time.

Without a parser. A whole clause can always be said back in quotation marks, whatever is in it; a thing is taken by the
article before it; words that stand alone are taken from lists. What cannot be said back in one piece is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from simulator.coding.stems import content_set
from simulator.debrief import hold_words as lists
from simulator.debrief.things import PREPOSITIONS, WORD, counted, low, things
from simulator.debrief.times import times
from simulator.practice.hints import worth_picking_up
from simulator.school.common_words import COMMON, GENERAL

Shape = Literal["clause", "word", "noun"]
SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\d)\.(?=\d))+[.!?]*")
CLAUSE = re.compile(r"[^,;:()–—…\n]+…?")
LONGEST, SHORTEST = 11, 2
"""Words of a clause that is said back whole."""
WIDEST = 100
"""Characters of it."""
MARKS = " \t.,;:!?\"“”„«»'‘’()–—-"
QUOTED = re.compile(r"[\"“”„«»()]|…|(?<!\w)['‘](?!s )\w")
"""What cannot stand between quotation marks."""
PARTICIPLE = re.compile(
    r"^(?:aan|af|bij|door|in|los|mee|na|om|op|over|terug|toe|uit|vast|voor|weg)?ge\w{2,}(?:d|t|en|aan|ien)$"
)


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch of the school's words that a question can take up.

    Attributes:
        text: as it was said. `kind`: key of the frames that fit. `shape`: how it is said back.
        weight: how much there is to ask on about; larger is more.
        past: it tells of the past (True), of now (False), or nobody can tell (None).
        ours: the school speaks of itself as `we`.
        named, woven: a thing or person as it was named, and with `that` before it; empty where grammar is not sure.
    """

    text: str
    kind: str
    shape: Shape
    weight: float
    past: bool | None = None
    ours: bool = False
    named: str = ""
    woven: str = ""


def holds(cue: str, language: str, address: str) -> list[Hold]:
    """Return what a question can take hold of, best first; empty only where there are no words at all.

    Args:
        cue: the school's words, a line or a few.
        language: `nl` or `en`.
        address: `je`, `u` or `you`: words of the other address are not said back.
    """
    worth = " ".join(worth_picking_up(cue, language)).lower()
    found = [hold for hold in _found(cue, language) if content_set(hold.text) and _can_be_said(hold.text, address)]
    weighed = [replace(hold, weight=hold.weight + _worth(hold, worth, language)) for hold in found]
    return sorted(weighed, key=lambda hold: -hold.weight)


def said_whole(cue: str, language: str, address: str) -> Hold | None:
    """Return the sentence of a cue that holds most, without its tags, where it can be said back in quotation marks."""
    parts = [part for part in CLAUSE.findall(cue) if len(words(part)) > SHORTEST]
    said = [_without_leads(part, language) for part in (*SENTENCE.findall(cue), *parts)]
    fit = [one for one in said if len(one) <= WIDEST and not QUOTED.search(one) and _can_be_said(one, address)]
    best = max(fit, key=lambda one: len(content_set(one)), default="")
    return Hold(best, "other", "clause", 0.5, _past(words(best), language)) if content_set(best) else None


def words(text: str) -> list[str]:
    """Return the words of a text, lower case, with plain apostrophes."""
    return [low(word) for word in WORD.findall(text)]


def bare_of(text: str) -> str:
    """Return a text without marks around it; the apostrophe of `'s avonds` is none."""
    left = text.lstrip(MARKS)
    start = len(text) - len(left)
    return text[start - 1 if left[:2].lower() == "s " and start and text[start - 1] in "'’" else start :].rstrip(MARKS)


def _found(cue: str, language: str) -> Iterator[Hold]:
    for sentence in SENTENCE.findall(cue):
        parts = [part for part in CLAUSE.findall(sentence) if not is_tag(part, language)]
        if not parts:
            continue
        whole = _without_leads(sentence, language)
        asks = _asks(sentence, language)
        for text in dict.fromkeys([whole, *(_without_leads(part, language) for part in parts)]):
            if _stands(text, language, text == whole):
                yield _clause(text, language, asks)
        for part in parts:
            for thing in things(part, language):
                yield Hold(thing.text, thing.kind, "noun", 1.6 + thing.focus, named=thing.named, woven=thing.woven)
            for kind, text in times(part, language):
                over = kind == "when" and _past(words(part), language)
                yield Hold(text, "then" if over else kind, "word", 1.5)
            for text in counted(part, language):
                yield Hold(text, "number", "word", 1.3)
            yield from _single(part, language)


def _asks(sentence: str, language: str) -> bool:
    """Return whether a sentence is a question; a tag behind it (`toch?`) or a name of a thing makes none."""
    parts = [part for part in CLAUSE.findall(sentence) if part.strip(MARKS)]
    verb = set(words(sentence)) & (lists.PRESENT[language] | lists.PAST[language])
    return sentence.rstrip().endswith("?") and bool(verb) and len(parts) == 1


def _single(part: str, language: str) -> Iterator[Hold]:
    for match in WORD.finditer(part):
        word = low(match.group())
        if word in lists.ALWAYS[language]:
            yield Hold(match.group(), "always", "word", 1.7)
        elif word in lists.NEVER[language]:
            yield Hold(match.group(), "never", "word", 1.7)
        elif word in lists.PEOPLE_ALL[language]:
            yield Hold(match.group(), "all", "word", 1.6)
        elif word in lists.FEELINGS[language] and word not in lists.VERBAL[language]:
            yield Hold(match.group(), "feeling", "word", 1.5)


def is_tag(part: str, language: str) -> bool:
    """Return whether a clause is said beside the point: `zal ik maar zeggen`."""
    return " ".join(words(part)) in lists.TAGS[language]


def _without_leads(text: str, language: str) -> str:
    """Return a clause without the interjections before it, the tags around it, and its marks."""
    parts = [part for part in re.split(r"(?<=[,;:])", text) if part.strip(MARKS)]
    while len(parts) > 1 and is_tag(parts[-1], language):
        parts.pop()
    while len(parts) > 1 and (is_tag(parts[0], language) or set(words(parts[0])) <= lists.LEADS[language]):
        parts.pop(0)
    bare = bare_of("".join(parts))
    while (first := WORD.match(bare)) and " " in bare:
        lead, tied = first.group().lower(), bare[first.end()].isspace()
        if lead not in (lists.TIES if tied else lists.LEADS)[language]:
            break
        bare = bare_of(bare[first.end() :])
    return bare


def _stands(text: str, language: str, whole: bool) -> bool:
    """Return whether a clause can be said back alone."""
    held = words(text)
    if not SHORTEST <= len(held) <= LONGEST or len(text) > WIDEST or not content_set(text) or QUOTED.search(text):
        return False
    verbs = lists.PRESENT[language] | lists.PAST[language]
    if whole:
        return True
    if held[0] in lists.LEANS[language]:
        return language == "nl" and held[1] in verbs
    if held[0] in PREPOSITIONS and (not verbs & set(held) or held[1] in lists.LEANS[language]):
        return False
    return held[0] not in verbs and (bool(verbs & set(held)) or len(held) > SHORTEST)


def _clause(text: str, language: str, asks: bool) -> Hold:
    held = words(text)
    said = set(held)
    past = _past(held, language)
    weight = 2.0 - 0.25 * max(0, len(held) - 6) - 0.4 * (len(held) == SHORTEST)
    weight += 0.3 * bool(said & lists.SELF[language] | said & lists.WE[language])
    weight -= 1.5 * bool(said & lists.YOU[language]) + 0.8 * (held[0] in lists.CALLS[language] | lists.SINCE[language])
    kind = "asked" if asks else _kind(held, past, language)
    return Hold(text, kind, "clause", weight, past, bool(said & lists.WE[language]))


def _kind(held: list[str], past: bool | None, language: str) -> str:
    said = set(held)
    for kind, words_of in (
        ("never", lists.NEVER),
        ("always", lists.ALWAYS),
        ("negation", lists.NOT),
        ("all", lists.ALL),
        ("feeling", lists.FEELINGS),
    ):
        if said & words_of[language]:
            return kind
    own = lists.SELF[language] | lists.WE[language]
    for number, word in enumerate(held):
        if word in own:
            beside = {*held[max(0, number - 1) : number], *held[number + 1 : number + 2]}
            has = said & lists.HAVE[language] and any(map(PARTICIPLE.match, held)) and language == "nl"
            beside -= {each for each in beside if held[number] == "ik" and each.endswith("en")}
            verb = beside & (lists.PRESENT[language] | lists.PAST[language]) - lists.STATES[language]
            return "done" if has or (verb and past) else "doing" if verb and past is False else "other"
    return "other"


def _past(held: list[str], language: str) -> bool | None:
    said = set(held)
    now, then = bool(said & lists.PRESENT[language]), bool(said & (lists.PAST[language] | lists.THEN[language]))
    if language == "nl":
        has = said & lists.HAVE["nl"] and any(map(PARTICIPLE.match, held))
        return True if then or has else False if now else None
    then = then or any(word.endswith("ed") and len(word) > 4 for word in held)
    return None if now == then else then


def _can_be_said(text: str, address: str) -> bool:
    """Return whether no word of it addresses the school other than the question will."""
    other = {"je": lists.YOU_U, "u": lists.YOU_JE}.get(address, frozenset())
    return not other & set(words(text))


def _worth(hold: Hold, worth: str, language: str) -> float:
    """Return how much more a hold weighs for words that a trainer would pick up, and less for common ones."""
    held = [word for word in words(hold.text) if content_set(word)]
    rare = [word for word in held if word not in COMMON[language] | GENERAL[language]]
    both = set(held) & set(words(worth))
    return 0.5 * bool(both) + 0.2 * min(2, len(rare)) - 0.6 * (not rare)
