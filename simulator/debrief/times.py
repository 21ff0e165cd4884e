"""When: the times in a clause, told apart by whether they are over, new, or come round again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from simulator.debrief import hold_words as lists

_SPANS = {
    "nl": {
        "now": r"de laatste (?:tijd|dagen|weken|maanden|jaren)|sinds (?:de|het|die|dat|mijn|onze) \w+|"
        r"sinds een \w+|sinds \w{{4,}}|tegenwoordig|sindsdien",
        "then": r"vroeger|destijds|(?:vorige?|afgelopen|die) {part}|één (?:keer|dag|middag|ochtend|avond|nacht)|"
        r"ooit|in het begin|{part} geleden",
        "when": r"'s (?:avonds|ochtends|middags|nachts|morgens|zomers|winters)|(?:elke|iedere|elk|ieder) {part}"
        r"|(?:in|op|om|voor|na) {named}|volgende? {part}|om (?:half|kwart over|kwart voor) \w+|(?:op|na)"
        r" de (?:laatste|eerste|derde|vierde|tweede) {part}",
    },
    "en": {
        "now": r"these days|lately|nowadays|since the \w+|since \w{{4,}}|by now",
        "then": r"(?:last|that) {part}|in the beginning|back then|(?:\w+ )?{part} ago|in those days|once",
        "when": r"every {part}|(?:in|on|at|after) {named}|next {part}|in the (?:mornings?|evenings?|afternoons?)|"
        r"at night",
    },
}
_NAMED = {
    "nl": """
        maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
        september oktober november december vrijdagmiddag maandagochtend vrijdagochtend elven twaalven tienen
    """,
    "en": """
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december
    """,
}


@lru_cache(maxsize=4)
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    part = f"(?:{'|'.join(sorted(lists.PARTS[language], key=len, reverse=True))})"
    named = f"(?:{'|'.join(_NAMED[language].split())})s?"
    return {
        kind: re.compile(rf"(?<![\w'’])(?:{span.format(part=part, named=named)})(?!\w)", re.IGNORECASE)
        for kind, span in _SPANS[language].items()
    }


def times(clause: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield (kind of frames, words) for each time in a clause."""
    for kind, pattern in _patterns(language).items():
        for match in pattern.finditer(clause.replace("’", "'")):
            yield kind, clause[match.start() : match.end()]
