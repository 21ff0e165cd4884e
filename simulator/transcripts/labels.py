"""Names at the start of a line ("Anna: …"): which words before a colon are a speaker's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from simulator.transcripts.speakers import KNOWN_ROLES

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
# All repeats are bounded: a line can be hostile, and adjacent open repeats take time that grows with its square.
_LABEL = re.compile(
    rf"\s{{0,8}}(?:[\[(]?(?P<before>{_TIME})[\])]?\s{{0,8}}(?:[-–—|]\s{{0,8}})?)?"
    rf"\[?(?P<name>[^\s:\[\]()<>][^:\[\]<>]{{0,58}}?)\]?"
    rf"\s{{0,8}}(?:[\[(](?P<after>{_TIME})[\])]\s{{0,8}})?:(?:\s+(?P<text>.*))?",
    re.DOTALL,
)
# Words without a capital inside names: Jan van der Berg, Sofie en Tom, mevr. De Wit.
_SMALL = frozenset(("van", "de", "der", "den", "het", "ten", "ter", "te", "von", "zu", "la", "le", "du", "di", "da",
                    "el", "al", "bin", "in", "op", "t", "en", "and", "of", "mr", "mw", "mevr", "dhr"))  # fmt: skip
# What stands above a transcript in the same form as a name.
_HEADINGS = frozenset((
    "datum", "date", "titel", "title", "locatie", "location", "plaats", "place", "duur", "duration", "onderwerp",
    "subject", "topic", "tijd", "time", "opname", "recording", "deelnemers", "participants", "aanwezig", "aanwezigen",
    "attendees",
    "bijeenkomst", "meeting", "project",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """The start of a turn: who, when (empty when not said), and the words behind it."""

    name: str
    timestamp: str
    text: str


def label(line: str) -> Labelled | None:
    """Return the name before the colon of a line, or None when nothing there can be a name."""
    found = _LABEL.fullmatch(line)
    if found is None or not any(char.isalpha() for char in found["name"]):
        return None
    return Labelled(found["name"].strip(), found["before"] or found["after"] or "", found["text"] or "")


def names_in(lines: Iterable[str]) -> set[str]:
    """Return the names that stand before colons: those written like names, and those that come back.

    "Ik zei: kom maar" once is a sentence; "juf van groep 3:" twice is a speaker.
    """
    counted = Counter(found.name for found in map(label, lines) if found is not None)
    return {name for name, count in counted.items() if count > 1 or looks_like_name(name)}


def is_heading(name: str) -> bool:
    """Return whether a word before a colon is a heading above a transcript (date, participants, …)."""
    return name.casefold() in _HEADINGS


def looks_like_name(words: str) -> bool:
    """Return whether words are written as a name: capitals, figures and small words between them, or a known role."""
    if words.casefold() in KNOWN_ROLES:
        return True
    parts = [part.strip(".,'’\"()-/&") for part in words.split()]
    named = [part for part in parts if part and part.casefold() not in _SMALL]
    return bool(named) and len(parts) <= 6 and all(not part[0].islower() for part in named)
