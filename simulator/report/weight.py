"""When the school says something of weight: doubt, difficulty, feeling, or a wish, by the words it uses.

A list of words finds such moments where they are said aloud and misses what is only hinted at; the page says so.
"""

from __future__ import annotations

import re
from functools import lru_cache

Span = tuple[int, int]
HEAVY = 2
SHORTEST = 4
_STRONG = {
    "nl": (
        r"lastig\w*|moeilijk\w*|zwaar|spannend\w*|eng|bang|durf\w*|durven|onzeker\w*|twijfel\w*|zorgen|bezorgd|"
        r"moe|uitgeput|werkdruk|frustr\w+|jammer|teleurgesteld\w*|teleurstell\w+|vastgelopen|vastlopen|lopen vast|"
        r"loopt vast|afgehaakt|afhaken|haken\b.{0,20}\baf|haakte?n?\b.{0,20}\baf|weerstand|mislukt\w*|mis ?ging|"
        r"ging mis|gaat mis|ontbreekt|missen we|mis ik|eenzaam|schaam\w*|ruzie|boos|gedoe|problem\w+|probleem|"
        r"worstel\w*|tegenaan|geen idee|weet ik (?:ook |eigenlijk )*niet|weet het niet|weten we niet|"
        r"weten het niet|eerlijk gezegd|als ik eerlijk ben|stiekem|hoop|hopen|hoopten?|droom\w*|dromen|wens|"
        r"verlang\w*|zo graag|trots|raakte?n?|geraakt|zakt weg|verwater\w*|blijft liggen|ondergesneeuwd|"
        r"ongemakkelijk|opzien|zien ertegenop|zie ertegenop|kwijt|vreselijk|verschrikkelijk|ellende|verdriet\w*|"
        r"stuntel\w*|niet gelukt|lukt niet|lukte niet|zit me dwars|pijn"
    ),
    "en": (
        r"hard|difficult|tough|scared|afraid|dare[ds]?|nervous|unsure|doubt\w*|worr(?:y|ied|ies|ying)|tired|"
        r"exhaust\w*|overwhelm\w*|frustrat\w*|ashamed|shame|disappoint\w*|stuck|switch(?:es|ed)? off|"
        r"drop(?:s|ped)? out|gave up|give up|resist\w*|fail\w*|went wrong|goes wrong|missing|lonely|sad|angry|"
        r"argu(?:ed|ments?)|problems?|struggl\w*|no idea|don['’]?t know|not sure|to be honest|honestly|"
        r"if i['’]?m honest|secretly|hope[ds]?|hoping|dream\w*|wish\w*|would love|proud|touched|uncomfortable|"
        r"awkward|fizzle\w*|fade[ds]?|dread\w*|hurts?|painful|fall(?:s|en)? flat|fell flat|nobody dares|at a loss|"
        r"burnt? out"
    ),
}
_WEAK = {
    "nl": (
        r"eigenlijk|nooit|niemand|altijd maar|steeds weer|druk|belangrijk|geen tijd|niet toe aan|weinig|helaas|"
        r"toch niet|best wel|te veel|te weinig|alleen maar|anders dan"
    ),
    "en": (
        r"actually|never|nobody|no one|always|important|busy|pressure|no time|too much|too little|sadly|"
        r"unfortunately|only ever"
    ),
}


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sides = (language,) if language in _STRONG else tuple(_STRONG)
    return _any(_STRONG, sides), _any(_WEAK, sides)


def _any(phrases: dict[str, str], sides: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases[side] for side in sides)})\b", re.IGNORECASE)


def weight(text: str, language: str) -> tuple[int, list[Span]]:
    """Return how heavy a text is (0: nothing found; from `HEAVY`: of weight) and where the words of weight stand.

    Args:
        text: what the school said, all its turns in a row.
        language: nl or en, of the conversation; anything else: the words of both.
    """
    if len(text.split()) < SHORTEST:
        return 0, []
    strong, weak = _patterns(language)
    heavy = [found.span() for found in strong.finditer(text)]
    light = [found.span() for found in weak.finditer(text)]
    score = HEAVY * len(heavy) + len(light)
    return score, _apart(sorted(heavy + light))


def _apart(spans: list[Span]) -> list[Span]:
    """Return spans that do not overlap; of two that do, the first."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
