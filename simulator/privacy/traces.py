"""Traces of people that a text gives away: addresses and numbers by their form, names by the words before them.

The rules are conservative: what they find is nearly always a trace, and no rule finds all.
`simulator.privacy.pseudonyms` replaces what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FORMS: dict[str, str] = {
    "email": r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}",
    "url": r"(?<!\w)(?:https?://|www\.)[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:nl|be|com|org|net|eu)(?![\w-])(?:/[^\s<>\"'()\[\]]*[\w/])?",
    "iban": r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)",
    "phone": r"(?<![\w+])(?!\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
    r"(?:\+\d{2}[ -]?(?:\(0\))?(?:[ -]?\d){8,10}|0(?:[ -]?\d){9})(?!\w)",
    "postcode": r"(?<!\w)[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}(?!\w)",
}
"""Patterns of what is found by its form, in the order in which they are tried."""

_GREETING = r"(?:(?:met )?(?:vriendelijke |hartelijke )groet(?:en)?|groet(?:en|jes)|mvg|(?:kind|best|warm) regards)"
_CUE = re.compile(
    r"(?<!\w)(?:(?:ik ben|ik heet|mijn naam is|i['’]m|i am|my name is|my name['’]s"
    rf"|mevr(?:ouw|\.)|meneer|dhr\.|mrs?\.)(?!\w)[ \t:]*|{_GREETING}(?!\w)[\s,:]*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[ \t]*(['’]?[^\W\d_][\w'’-]*\.?)")
_PARTICLES = frozenset({
    "van", "de", "der", "den", "ten", "ter", "te", "'t", "’t", "von", "zu", "la", "le", "du", "da", "dos", "el",
    "al", "bin", "ibn",
})  # fmt: skip
_NO_NAMES = frozenset({
    "ik", "i", "het", "een", "the", "a", "an", "nederlandse", "nederlander", "dutch", "english", "belg",
    "vlaming", "flemish", "museum", "theater", "theatre", "school", "basisschool", "stichting", "academie",
    "academy", "orkest", "centrum", "center", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
    "zaterdag", "zondag", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})  # fmt: skip
_MOST_WORDS = 6


def names_in(text: str) -> Iterator[str]:
    """Yield names that are said to be names: "ik ben Petra de Vries", "my name is …", what stands under a greeting."""
    for cue in _CUE.finditer(text):
        name = _name_at(text, cue.end())
        if name:
            yield name


def is_name(text: str) -> bool:
    """Return whether a field that is for a name holds one: capitalised words, and small ones inside it."""
    return 1 < len(text) <= 80 and _name_at(text, 0) == " ".join(text.split())


def _name_at(text: str, start: int) -> str:
    """Return the run of capitalised words at `start`, with the small words inside it; empty: there is none."""
    words: list[str] = []
    for _ in range(_MOST_WORDS):
        found = _WORD.match(text, start)
        if found is None:
            break
        word, start = found[1], found.end()
        last = word.endswith(".") and len(word) > 2
        bare = word.rstrip(".") if last else word
        if not (_capitalised(bare) or (words and bare in _PARTICLES)):
            break
        words.append(bare)
        if last:
            break
    while words and words[-1] in _PARTICLES:
        words.pop()
    return " ".join(words) if any(len(word.rstrip(".")) > 1 for word in words) else ""


def _capitalised(word: str) -> bool:
    """Return whether a word may be part of a name; abbreviations in capitals are not."""
    if not word[0].isupper() or word.lower() in _NO_NAMES:
        return False
    return not word[:2].isupper() or word[1] in "'’."


def parts(name: str) -> list[str]:
    """Return in what other ways a name is said: its surname with and without small words, its first names."""
    words = name.split()
    big = [word for word in words if word not in _PARTICLES and len(word.strip(".")) > 2]
    found = []
    for index, word in enumerate(words):
        if word in _PARTICLES and index and words[index - 1] not in _PARTICLES:
            found.append(" ".join(words[index:]))
    return [one for one in (*found, *big) if one != name] if len(words) > 1 else []


def is_iban(text: str) -> bool:
    """Return whether the check digits of an account number hold."""
    bare = text.replace(" ", "")
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1
