"""Traces of people that a text gives away: addresses and numbers by their form, names by the words before them.

The rules are conservative: what they find is nearly always a trace, and no rule finds all.
`simulator.privacy.pseudonyms` replaces what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = r"[ \u00a0\u2010-\u2013-]?"
_PHONES = (
    # from abroad: +31 6 12345678, 0031 (0)6 12345678, +31 (20) 123 45 67, +31.6.12.34.56.78
    rf"(?:\+|00)[1-9]\d{_GAP}(?:(?:\(0\))?(?:{_GAP}\d){{8,10}}|\(0?[1-9]\d{{0,2}}\)(?:{_GAP}\d){{6,8}})",
    r"(?:\+|00)[1-9]\d\.\d{1,3}\.\d\d(?:\.?\d){4,6}",
    # ten digits with blanks and hyphens anywhere, but no date
    rf"(?!\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}})0(?:{_GAP}\d){{9}}",
    *(rf"\(0\d{{{area}}}\)(?:{_GAP}\d){{{9 - area}}}" for area in (1, 2, 3)),  # (020) 123 45 67
    # 020/1234567, 020 - 123 45 67, 0416 - 12 34 56: grouped as numbers are, for hours may look alike
    r"0\d\d(?: ?/ ?| [-\u2013] )\d{3} ?\d\d ?\d\d",
    r"0\d{3}(?: ?/ ?| [-\u2013] )(?:\d{3} ?\d{3}|\d\d \d\d \d\d)",
    # 06/12345678, 06 - 12 34 56 78: two digits and a slash may begin a date, so the rest is eight together or in pairs
    rf"06(?: ?/ ?| [-\u2013] )(?:\d{{8}}|\d\d(?:{_GAP}\d\d){{3}})",
    # 06.12.34.56.78, 06-12-34-56-78; 06.12345678; 020.123.45.67
    r"0\d(?:\.\d\d){4}|0\d(?:-\d\d){4}|06\.\d{8}|0\d\d\.(?:\d{7}|\d{3}\.\d\d\.\d\d)",
)
_WORDS_OF_TWO = (
    "ad|al|am|an|as|at|ax|bc|be|bv|ca|cc|cl|cm|ct|cv|da|de|dj|dl|dr|ds|ed|eh|en|er|et|ex|ga|gb|gr|ha|hm|he|hr|hz|"
    "ja|je|jr|ka|kb|kg|kj|km|kw|la|lb|lp|ma|mb|me|mg|ml|mm|mr|ms|mw|na|nd|ne|nl|nr|nv|pa|pk|pm|pp|pr|rd|re|sa|sd|ss|"
    "st|tb|te|th|tl|tv|va|vb|vs|wc|we|xl|za|ze|zn"
)
"""What follows a number in small letters and is no postcode; words with f, i, o, q, u or y are none anyway."""

FORMS: dict[str, str] = {
    "email": r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}",
    "url": r"(?<!\w)(?:https?://|www\.)[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:nl|be|com|org|net|eu)(?![\w-])(?:/[^\s<>\"'()\[\]]*[\w/])?",
    # In small letters only the bank's code is letters: else the words behind it would be read along.
    "iban": r"(?<!\w)(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?"
    r"|[A-Za-z]{2}\d{2} ?[A-Za-z0-9]{4}(?: ?\d{4}){2,6}(?: ?\d{1,3})?)(?!\w)",
    "phone": rf"(?<![\w+])(?<!\d[.-])(?:{'|'.join(_PHONES)})(?!\w|[.-]\d)",
    "postcode": r"(?<!\w)[1-9]\d{3} ?(?:(?!S[ADS])[A-Z]{2}"
    rf"|(?!{_WORDS_OF_TWO})[a-eghj-npr-tv-xz]{{2}})(?!\w)",
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
