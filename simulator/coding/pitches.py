"""Turns of phrase, Dutch and English, that tell though they are put as a question, a thought or small talk."""

from __future__ import annotations

import re

_START = r"^\W*(?:(?:en|maar|dus|so|and|but)\W+)*"


def _begins(*parts: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{'|'.join(parts)})", re.IGNORECASE)


PITCHES = _begins(
    r"how about (?:i|we|you(?= (?!and\b|or\b|all\b)\w)|an?)\b",
    r"wat dacht (?:je|u|jullie) van een\b|wat denk(?:t u| je| jullie) van een\b",
    r"what would you say to (?!any|every|no|some)\w+ing\b",
)
SUPPOSES = _begins(r"(?:wat als|stel dat) (?:we|wij|ik)\b|(?:what if|suppose) (?:we|i)\b")
"""Brings an idea, unless it goes on to ask what is so: "Stel dat ik een dag meeloop, wat zie ik dan?"."""
ASKS_ON = re.compile(
    r"\b(?:wat|wie|waar\w*|welke?|what|who|where|which|niet|geen|niets|niks|nooit|not|never|nothing)\b|n['’]t\b",
    re.IGNORECASE,
)
OF_THE_TALK = re.compile(
    r"\b(?:begin\w*|start\w*|eerst|first|ask\w*|vraag|vragen|listen|luister\w*|tell|vertel\w*|show you|talk"
    r"|question|praten|stop\w*|leave|minutes?|minuten)\b",
    re.IGNORECASE,
)
"""Is about how to go on talking."""
THOUGHT_OF = _begins(
    r"ik (?:zat|zit) (?:zelf )?te denken aan (?!(?:je|jou\w*|jullie|uw?|wat|hoe|die|dat)\b)",
    r"i was thinking (?:of|about) (?!(?:you\w*|what|how|why|that|this|it)\b)",
    r"een optie (?:is|zou|kan)\b|one option (?:is|might|could|would)\b",
)
TRUST_ME = re.compile(r"\b(?<!can )(?:trust me|geloof (?:me|mij))\W*$", re.IGNORECASE)
DISAGREES = re.compile(
    r"\b(?:daar ben ik het (?:\w+ )?niet mee eens|ik ben het daar (?:\w+ )?niet mee eens"
    r"|i (?:don['’]?t|do not|can['’]?t|cannot) agree|i disagree)\b(?!.*\b(?:meer|any ?more)\b)",
    re.IGNORECASE,
)
_NO = r"(?!.*(?:\b(?:niet|geen|not|no)\b|n['’]t\b))"
CONDEMNS = re.compile(
    rf"^{_NO}(?=.*\b(?:als (?:je|u|jullie) het (?:mij|me) vraagt|if you ask me)\b)"
    r".*\b(?:vreselijk|verschrikkelijk|afschuwelijk|belachelijk|verkeerde?|slecht|saai|overdreven|onzin|ouderwets|fout"
    r"|awful|terrible|dreadful|horrible|ridiculous|wrong|bad|boring|silly|nonsense|an overreaction|old-fashioned)\b",
    re.IGNORECASE | re.DOTALL,
)
EXCLAIMS = re.compile(
    r"\b(?:for (?:heaven|god|goodness|pity)['’]?s?['’]? sake|in (?:gods|hemels)naam|on earth)\b", re.IGNORECASE
)
WHY = _begins(r"(?:\w+,\s+)?(?:waarom|hoezo|hoe (?:kan|komt) het|why|how come)\b", r"(?:then|dan) (?:why|waarom)\b")
WHY_NEVER = _begins(
    r"waarom (?:heb|hebt|hebben|heeft) (?:je|jij|u|jullie) .{0,40}\b(?:nooit|niet)\b",
    r"why (?:did|have) you never\b|why (?:didn|haven)['’]?t you\b",
)
SOFTENS = re.compile(
    r"\b(?:denk (?:je|jij|jullie)|denkt u|do you think|mag ik|ik .{0,9}mag|may i|if i may|benieuwd|curious"
    r"|if you don['’]?t mind)\b",
    re.IGNORECASE,
)
