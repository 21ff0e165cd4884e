"""Stage directions in running text: the reply tells what its speaker does instead of what is said."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.voice.bags import bag
from simulator.voice.checks.scene import Scene, words

_GESTURES = re.compile(
    r"(?:zucht|lacht|glimlacht|grijnst|grinnikt|knikt|fronst|zwijgt|aarzelt|slikt|kucht|kijkt|staart|denkt na|haalt|"
    r"loopt|walks|schudt|krabt|wrijft|tikt|schuift|leunt|buigt|draait|wijst|pakt|legt|zet|vouwt|slaat|strijkt|roert|neemt|schenkt|"
    r"gaat (?:staan|zitten)|staat op|trekt|veegt|bladert|wuift|schraapt|trommelt|kruist|sluit|opent|is (?:even )?stil|"
    r"sighs|smiles|grins|laughs|chuckles|nods|frowns|hesitates|swallows|shrugs|pauses|coughs|looks|stares|gazes|"
    r"glances|shakes|scratches|rubs|taps|pushes|leans|bends|turns|points|picks|puts|lays|folds|crosses|stirs|takes|"
    r"pours|stands up|sits (?:back|down)|pulls|wipes|leafs|waves|clears|drums|raises|lowers|closes|opens|blushes|"
    r"is (?:quiet|silent|still)|goes (?:quiet|silent|red))\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:schouders|hoofd|(?:haar|zijn|her|his) \w+|wenkbrauw\w*|raam|papieren|stilte|diep|uit het raam|van zich af|"
    r"even stil|pen|glimlach\w*|zacht|"
    r"shoulders|head|hands?|arms|eyebrows?|glasses|window|papers|silence|silent|quiet|softly|slowly|chair|desk|cup|"
    r"baard|deur|weg|knie|knieën|hals|nek|vingers?|lippen|wang\w*|beard|knees?|neck|fingers?|lips|cheeks?|the door|"
    r"eyes|smile|pen|deeply|away|a hand|een hand)\b",
    re.IGNORECASE,
)
_SILENCE = re.compile(
    r"^[^.!?]*\b(?:stilte|silence)\b[^.!?:]*(?:[:.!?]|\b(?:zegt|antwoordt|says|answers)\b)|"
    r"\b(?:is|wordt|goes|falls) (?:even |heel |for a (?:while|moment),? )?(?:stil|quiet|silent)\b[^.!?]*"
    r"\b(?:dan|then|zegt|says)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:zegt|antwoordt|vraagt|mompelt|fluistert|says|answers|asks|murmurs|whispers|adds)\b[^.!?]{0,25}[:,]"
)
_DOES = re.compile(r"(?!hier\b|here\b|speaking\b|van\b|from\b|zei\b|said\b|en\b|and\b)[a-zà-ÿ]+(?:t|s)\b")
_PLAIN = re.compile(
    r"(?:glim)?lacht|grijnst|zucht|knikt|fronst|zwijgt|aarzelt|sighs|nods|frowns|shrugs|chuckles", re.IGNORECASE
)
_PARTICLES = bag("van de den der het ter ten te la le al el bin von")
_FEW = 8


def directed(text: str, scene: Scene) -> bool:
    """Whether a sentence tells what the speaker does: "Karin zucht." or "She taps her pen."."""
    if _SILENCE.search(text):
        return True
    named, role = _subjects(scene.ask.persona.name, scene.ask.persona.role)
    for found in named.finditer(text):
        rest = _rest(text, found.end())
        if _GESTURES.match(rest) or _DOES.match(rest) or (len(words(rest)) <= _FEW and _SAYS.match(rest)):
            return True
    for found in role.finditer(text):
        rest = _rest(text, found.end())
        if _GESTURES.match(rest) and _BODY.search(rest):
            return True
    return _opens(text, set(words(scene.public())))


def _rest(text: str, at: int) -> str:
    """Return what is left of a sentence."""
    return re.split(r"(?<=[.!?…:])", text[at:], maxsplit=1)[0]


def _opens(text: str, known: set[str]) -> bool:
    """Whether a reply opens with a gesture of "she", "he" or nobody; one that somebody spoke of belongs to a story."""
    opening = re.match(r"(?:(?:Ze|Zij|Hij|She|He)\s+)?(?=(\w+.*?[.!?…:]))", text.lstrip(), re.IGNORECASE)
    if opening is None:
        return False
    first = opening.group(1)
    if not _GESTURES.match(first) or words(first)[0] in known:
        return False
    if opening.end():
        return len(words(first)) <= 2 or bool(_BODY.search(first))
    return (
        first[-1] in ".…:"
        and len(words(first)) <= 5
        and bool(len(words(first)) == 1 or _BODY.search(first) or _PLAIN.match(first))
    )


@lru_cache(maxsize=64)
def _subjects(name: str, role: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of what a speaker is called at the head of a stage direction: by name, by role."""
    parts = [re.escape(part) for part in name.split() if len(part) > 1 and part.casefold() not in _PARTICLES]
    last = parts[-1] if parts else r"\w+"
    titled = rf"(?:Mr|Mrs|Ms|Miss|Dr|Meneer|Mevrouw|Juf|Meester)\.? {last}"
    names = "|".join(dict.fromkeys([re.escape(name), *parts, titled]))
    roles = "|".join(re.escape(part) for part in {role, (role.split() or ["speaker"])[-1]})
    start = r"(?:^|[.!?…]\s+)"
    return (
        re.compile(rf"{start}(?:{names})\s+", re.IGNORECASE),
        re.compile(rf"{start}(?:De|The) (?:{roles})\s+", re.IGNORECASE),
    )
