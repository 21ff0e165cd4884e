"""Rules on how lines read: too alike, too long, jargon, leaning on a line before, and names of schools.

Rules: similar-wording, long-sentence, jargon, readability, stands-alone, school-name.
Readability is LIX (Björnsson 1968): words a sentence plus the share of words longer than six letters, in per cent; up
to 40 is what a talk sounds like in Dutch and in English alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from simulator.scenario.kept import kept
from simulator.scenario.plain_words import JARGON, SCHOOL_NAMES
from simulator.scenario.problems import Finding, Place, clip
from simulator.scenario.raw import NESTED, Data, get, mappings, text, texts

ALIKE = 0.75
LONGEST = 32
"""Words in a spoken sentence."""
HARD = 50.0
_SOME = 40  # words: of fewer LIX says little
LONG_WORD = 6
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_END = re.compile(r"[.!?…]+(?:\s|$)|[:;]\s")
_LEANS = {
    "nl": re.compile(r"^(ja|nee|omdat|want|jawel)\b", re.IGNORECASE),
    "en": re.compile(
        r"^(yes|no|because|yeah|nope)\b(?! (one|body|idea|time|way|thing|wonder|matter|teacher|child))", re.IGNORECASE
    ),
}
_NAMED = re.compile(
    r"\b(?:(?:[Oo]\.?[Bb]\.?[Ss]|[Cc]\.?[Bb]\.?[Ss]|[Rr]\.?[Kk]\.?[Bb]\.?[Ss]|[Pp]\.?[Cc]\.?[Bb]\.?[Ss])\.?|[Kk]indcentrum|[Bb]asisschool|"
    r"[Dd]altonschool|[Mm]ontessorischool|[Cc]ollege|[Ll]yceum|(?:[Pp]rimary )?[Ss]chool)\s+"
    r"((?:De|Het|'t|Sint|St\.)\s+[A-Z][\w-]+)"
    r"|\b(?:OBS|CBS|RKBS|PCBS|obs|cbs|rkbs|pcbs)\s+([A-Z][\w-]+)"
)
Spoken = Sequence[tuple[Place, str, object]]
KEPT = 8192
"""What a line holds is kept for so many lines: while an author edits a file, nearly all of them come back."""


def check_lines(data: Data, spoken: Spoken) -> Iterator[Finding]:
    """Yield findings; `spoken`: place, line and speakers of every line that the school may say."""
    yield from _alike(data)
    yield from _long(spoken)
    yield from _readable(spoken)
    yield from _jargon(data, spoken)
    yield from _leaning(data)
    yield from _names(data, spoken)


def _lists(data: Data) -> Iterator[tuple[Place, list[tuple[Place, str]]]]:
    """Yield every list of wordings with its place."""

    def each(place: Place, one: object, *keys: str) -> Iterator[tuple[Place, list[tuple[Place, str]]]]:
        for key in keys:
            yield (*place, key), [((*place, *at), line) for at, line in texts(one, key)]
        for inner, detail in mappings(one, "details"):
            yield (*place, *inner, "say"), [((*place, *inner, *at), line) for at, line in texts(detail, "say")]

    for place, one in mappings(data, "items"):
        yield from each(place, one, "say", "cue", "asked_on")
    for group in (("school", "facts"), ("choices",), ("first_steps",)):
        for place, one in mappings(data, *group):
            yield from each(place, one, "say")
    yield from each(("request",), get(data, "request"), "say")
    yield from each(("need",), get(data, "need"), "own_question", "formulations")
    yield from each(("school",), get(data, "school"), "unknown")
    sets: list[tuple[Place, object]] = [(("acts",), get(data, "acts"))]
    sets += [((*place, "acts"), one.get("acts")) for place, one in mappings(data, "speakers")]
    for place, acts in sets:
        for key in acts if isinstance(acts, dict) else ():
            yield from each(place, acts, *([key] if key not in NESTED else []))
        for name in NESTED:
            inner = get(acts, name)
            for key in inner if isinstance(inner, dict) else ():
                yield from each((*place, name), inner, key)


def _alike(data: Data) -> Iterator[Finding]:
    """Two wordings of a list that differ in a word are one wording to who hears them."""
    for _, lines in _lists(data):
        held = [(place, line, _bag(line)) for place, line in lines]
        for (_, first, mine), (place, line, other) in combinations(held, 2):
            most = max(len(mine), len(other))
            if most >= 4 and len(mine & other) >= ALIKE * len(mine | other) and first.casefold() != line.casefold():
                message = f"This says nearly what '{clip(first)}' says; write it another way, or leave it out."
                yield Finding(place, message, "similar-wording", "warning")
                break


@kept(KEPT)
def _bag(line: str) -> frozenset[str]:
    return frozenset(_WORD.findall(line.casefold()))


def _sentences(line: str) -> list[list[str]]:
    return [words for part in _END.split(line) if (words := _WORD.findall(part))]


def _long(spoken: Spoken) -> Iterator[Finding]:
    for place, line, _ in spoken:
        if line.count(" ") < LONGEST:
            continue
        longest = max((len(words) for words in _sentences(line)), default=0)
        if longest > LONGEST:
            message = (
                f"This sentence has {longest} words; nobody says more than {LONGEST} in one breath. Cut it in two."
            )
            yield Finding(place, message, "long-sentence", "warning")


@kept(KEPT)
def lix(lines: tuple[str, ...]) -> float:
    """Return LIX of some lines taken together; 0 without words."""
    text = " ".join(line if line.endswith((".", "!", "?", "…")) else f"{line}." for line in lines)
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_END.findall(text)))
    return len(words) / sentences + 100 * sum(len(word) > LONG_WORD for word in words) / len(words)


def _readable(spoken: Spoken) -> Iterator[Finding]:
    """Per speaker's list: a set of lines that reads like a policy paper."""
    groups: dict[Place, list[str]] = {}
    for place, line, _ in spoken:
        groups.setdefault(place[:-1], []).append(line)
    for place, lines in groups.items():
        if sum(one.count(" ") + 1 for one in lines) >= _SOME and (found := lix(tuple(lines))) > HARD:
            scale = f"LIX {found:.0f}; talk stays under {HARD:.0f}"
            message = f"These lines read like a report ({scale}): write shorter sentences and words."
            yield Finding(place, message, "readability", "warning", at_key=True)


def _jargon(data: Data, spoken: Spoken) -> Iterator[Finding]:
    language = text(data, "language")
    known = JARGON.get(language, {})
    if not known:
        return
    shown = [((key,), text(data, key)) for key in ("title", "brief")] + list(texts(data, "goals"))
    for place, line in [*shown, *((place, line) for place, line, _ in spoken)]:
        if hit := _report_word(line, language):
            plain = known[hit.group().casefold()]
            message = f"'{hit.group()}' is a word of reports; in a talk one says '{plain}'."
            yield Finding(place, message, "jargon", "warning", fix=f"{line[: hit.start()]}{plain}{line[hit.end() :]}")


@kept(KEPT)
def _report_word(line: str, language: str) -> re.Match[str] | None:
    return _jargon_of(language).search(line)


@lru_cache(maxsize=2)
def _jargon_of(language: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, JARGON[language])) + r")(?![\w-])", re.IGNORECASE)


def _leaning(data: Data) -> Iterator[Finding]:
    leans = _LEANS.get(text(data, "language"))
    if leans is None:
        return
    holders = [*mappings(data, "items"), *mappings(data, "choices"), *mappings(data, "first_steps")]
    holders += [((key,), one) for key in ("request", "need") if isinstance(one := get(data, key), dict)]
    for place, one in holders:
        for inner, detail in mappings(one, "details"):
            for at, line in texts(detail, "say"):
                if leans.match(line):
                    word = line.split()[0].strip(",.!")
                    message = (
                        f"It begins with '{word}', so it answers only one kind of question; name the subject instead."
                    )
                    yield Finding((*place, *inner, *at), message, "stands-alone", "warning")


def _names(data: Data, spoken: Spoken) -> Iterator[Finding]:
    shown: list[tuple[Place, str]] = [((key,), text(data, key)) for key in ("title", "brief")] + [
        (("school", "kind"), text(data, "school", "kind"))
    ]
    shown += [
        ((*place, *at), line) for place, one in mappings(data, "school", "facts") for at, line in texts(one, "say")
    ]
    shown += [(("you", key), text(data, "you", key)) for key in ("role", "offer")]
    for place, line in dict.fromkeys([*shown, *((place, line) for place, line, _ in spoken)]):
        if name := _school(line):
            message = (
                f"'{clip(name)}' names a school, and schools of that name exist; say what kind of school it is instead."
            )
            yield Finding(place, message, "school-name", "warning")


@kept(KEPT)
def _school(line: str) -> str:
    """Return the name of a school in a line, or an empty text."""
    hit = _NAMED.search(line)
    return (hit.group(1) or hit.group(2)) if hit else next((one for one in SCHOOL_NAMES if one in line), "")
