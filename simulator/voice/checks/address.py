"""Dutch je or u, English mate or sir: the speaker says one of them, never both. A quotation is somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.voice.checks.scene import Scene, unquoted

_POLITE = re.compile(r"\b(?:u|uw|uzelf)\b(?!\.)|\balstublieft\b|\bdank u\b", re.IGNORECASE)
_CLOSE = re.compile(r"\b(?:jij|jou|jouw|jezelf|joh|dankjewel|alsjeblieft)\b", re.IGNORECASE)
_JE = re.compile(r"\bje\b", re.IGNORECASE)
_JE_TO = re.compile(
    r"\b(?:kun|kan|wil|heb|zeg|vind|denk|bedoel|zou|weet|zie|ga|kom|mag|moet|hoor|snap|vraag|bent|ben|had|stel|raakt|"
    r"dank|bedankt dat|fijn dat|goed dat|als|wat|hoe|nu) je\b|\bje (?:bedoelt|zegt|vraagt|vroeg|zei|raakt)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:als|wat|hoe|zie|heb|moet|kun|kan|weet|mag|ga|hoor|denk|zou|nu|had|kom|wil|vind) je\b", re.IGNORECASE
)


_REPORTS = re.compile(
    r"\b(?:zegt|zeggen|zei|zeiden|roept|riep|roepen|vraagt|vroeg|denkt|dacht)\b[^.!?:]{0,40}:\s[^.!?]*[.!?]?|"
    r"(?:^|(?<=[.!?]\s))[^.!?]*, (?:zei|zegt|riep|roept|vroeg|vraagt) (?!ik\b|je\b|u\b)\w+[^.!?]*[.!?]",
    re.IGNORECASE,
)
"""What somebody else said, without quotation marks: "mijn vrouw zegt altijd: je komt nog eens te laat"."""
_SWEET = re.compile(
    r"\b(?:mate|darling|sweetheart|babe|hun|honey|pal|buddy|dude|bro|guys|innit|nah|gonna|wanna|yeah)\b|, love\b",
    re.IGNORECASE,
)
_STIFF = re.compile(
    r"\b(?:(?:my|kind|good) (?:good |kind |dear )?(?:sir|madam)|my dear\b|if it please|"
    r"esteemed|one would (?:\w+ )?(?:a|the|to)|cannot possibly|may be characterised|accept your apology, sir)",
    re.IGNORECASE,
)
_FORMAL = re.compile(
    r"\b(?:formal|surnames|courteous|dignified|polite|learned|old-school|correct|serene|precise|measured|proper)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\b(?:slang|first names|chatty|streetwise|friendly|sporty|jok\w*|jovial|expressive|brisk|flamboyant|fast|blunt|"
    r"cheerful|quick|lively|energetic|warm)",
    re.IGNORECASE,
)
_TITLED = re.compile(r"(?:^|[,.!?]\s*)(?:Mr|Mrs|Ms|Miss) [A-Z][\w'’-]+\s*(?:[,.!?]|$)")


def _english(text: str, manner: str) -> bool:
    """Whether English addresses the adviser in another register than the speaker's."""
    formal, loose = bool(_FORMAL.search(manner)), bool(_LOOSE.search(manner))
    if formal and not loose and _SWEET.search(text):
        return True
    if loose and not formal and _STIFF.search(text):
        return True
    return "first names" in manner.casefold() and not formal and bool(_TITLED.search(text))


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `address` where the adviser is addressed in the other way.

    Written lines of a speaker who says u may hold the general je ("dan zie je dat"); a model's may not.
    """
    spoken = unquoted(text)
    if scene.ask.language != "nl":
        if not scene.written and _english(spoken, scene.ask.persona.manner):
            yield "address"
        return
    spoken = _REPORTS.sub(" ", spoken)
    if scene.ask.persona.address == "je":
        wrong = bool(_POLITE.search(spoken))
    elif scene.written:
        wrong = bool(_CLOSE.search(spoken)) or any(not _GENERIC.match(m.group()) for m in _JE_TO.finditer(spoken))
    else:
        wrong = bool(_CLOSE.search(spoken) or _JE.search(spoken))
    if wrong:
        yield "address"
