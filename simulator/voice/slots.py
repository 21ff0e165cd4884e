"""Groups of the trainee's words that a reaction may take up: an article and a noun that this talk has used before."""

from __future__ import annotations

import re

from simulator.voice.bags import bag
from simulator.voice.types import Ask

# "het" is left out: it is mostly a pronoun ("vinden ze het leuk?"), and one wrong echo costs more than ten right ones.
_GROUP = {
    "nl": re.compile(r"\b(de)\s+([^\W\d_]{4,})\b(?=\s*([^\W\d_]+|[?.,!;]|$))", re.IGNORECASE),
    "en": re.compile(r"\b(the)\s+([^\W\d_]{4,})\b(?=\s*([^\W\d_]+|[?.,!;]|$))", re.IGNORECASE),
}
_AFTER = {
    "nl": bag(
        """
    in op aan bij met van voor na naar uit over onder door tegen tot tussen om te tijdens binnen buiten ervan ervoor
    ermee erna erover erin eraan erbij hier hierin hiervan hiernaar hierop daarvan daarbij dan nu zelf eigenlijk en of
    maar dat die als wat wie waar hoe zijn is was waren hebben heeft hadden had doen doet deden deed gaan gaat zien
    ziet vinden vindt zeggen zegt denken denkt willen wil kunnen kan moeten moet mogen mag zouden zou zullen zal
    worden wordt niet ook nog al er straks daarna precies gewoon nou allemaal
    """
    ),
    "en": bag(
        """
    in on at by with of for from to into over under through against until about as during while when where who what
    how that which and or but if then now here there themselves himself herself is are was were have has had do does
    did go goes went see sees find finds say says think thinks want wants need can could should would will may might
    must not also still yet really actually just afterwards feel feels react reacted respond responded
    """
    ),
}
_NEVER = bag(
    """
    eerste laatste tweede derde meeste meesten rest ander andere anderen enige hele helft beste volgende vorige zelfde
    vraag vragen gesprek idee ideeën manier kant keer loop buurt hand first last second third most rest other others
    only whole half best next same question questions conversation idea ideas kind sort thing things moment point time
    while
    """
)


def phrases(ask: Ask, most: int = 2) -> list[str]:
    """Return groups such as `de ouders` or `the teachers` that may be said again, latest first.

    A group counts when it ends where a noun must have ended, and when the school or its papers know the word.
    """
    known = {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", _talk(ask))}
    found: list[str] = []
    for article, noun, after in _GROUP[ask.language].findall(ask.trainee[-2000:]):
        word = noun.casefold()
        ends = not after or not after[0].isalpha() or after.casefold() in _AFTER[ask.language]
        if ends and word not in _NEVER and word in known and noun[0].islower():
            found.append(f"{article.casefold()} {noun}")
    return list(dict.fromkeys(reversed(found)))[:most]


def _talk(ask: Ask) -> str:
    return " ".join([*ask.known, *ask.wordings, *(line.text for line in ask.history if line.role == "school")])
