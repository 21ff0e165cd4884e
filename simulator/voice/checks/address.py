"""Dutch je or u: the speaker says one of them, never both. What stands in quotes is somebody else's."""

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


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `address` where the adviser is addressed in the other way.

    Written lines of a speaker who says u may hold the general je ("dan zie je dat"); a model's may not.
    """
    if scene.ask.language != "nl":
        return
    spoken = unquoted(text)
    if scene.ask.persona.address == "je":
        wrong = bool(_POLITE.search(spoken))
    elif scene.written:
        wrong = bool(_CLOSE.search(spoken)) or any(not _GENERIC.match(m.group()) for m in _JE_TO.finditer(spoken))
    else:
        wrong = bool(_CLOSE.search(spoken) or _JE.search(spoken))
    if wrong:
        yield "address"
