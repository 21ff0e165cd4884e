"""People that a question is about by name: what knows nothing of them does not answer it.

"Does Yusuf have music at home?" is not answered by who else had music at home, however near the two lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from simulator.school.acts import Hit, Target
from simulator.school.details import holder_of
from simulator.school.matching import Entry

PLAIN = 0.985  # from here on it was asked for nearly word for word
_ABOUT = ("fact", "item", "detail")
_MOST = 2000  # characters of a turn that are looked at
_MID = re.compile(r"(?<=[a-zà-ÿ,;] )([A-Z][a-zà-ÿ]{2,}(?:-[A-Z][a-zà-ÿ]+)?)\b")
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)?")
_THEM = re.compile(r"\b(hij|zij|ze|hem|haar|zijn|die|he|she|him|her|his|hers)\b", re.IGNORECASE)
_NOBODY: tuple[str, ...] = tuple(
    word
    for line in (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays september october november december christmas",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag kerst pasen avonds nachts dutch english nederlands",
        "easter engels group year class groep klas holland nederland god saint sint mrs van het wil eve east west wit",
    )
    for word in line.split()
)


class Named:
    """Who is named in what a school can tell.

    Args:
        entries: all that can be told, with its lines.
        speakers: names of those who speak: to be called by name is not to be asked about.
    """

    def __init__(self, entries: Iterable[Entry], speakers: Iterable[str]) -> None:
        rows = [(entry.target, line) for entry in entries for line in entry.tells]
        small = {word for _, line in rows for word in _WORD.findall(line) if word.islower()}
        own = {part.casefold() for name in speakers for part in name.split()}
        found = {name.casefold() for _, line in rows for name in _MID.findall(line)}
        self._names = frozenset(found - {*_NOBODY} - own - small)
        self._of: dict[Target, set[str]] = {}
        for target, line in rows:
            held = self._in(line)
            self._of.setdefault(target, set()).update(held)
            if target.kind == "detail":
                self._of.setdefault(holder_of(target), set()).update(held)

    def asked(self, asking: Sequence[str], text: str) -> frozenset[str]:
        """Return who the questions of a turn are about: named in them, or named before and pointed at.

        Args:
            asking: the units that ask.
            text: the whole turn.
        """
        there = [self._in(one) for one in asking]
        if any(there):
            return frozenset().union(*there)
        return self._in(text) if any(_THEM.search(one[:_MOST]) for one in asking) else frozenset()

    def about(self, hits: Iterable[Hit], names: frozenset[str]) -> tuple[Hit, ...]:
        """Return the hits that know one of these people, or have to do with no telling at all."""
        if not names:
            return tuple(hits)
        return tuple(
            hit
            for hit in hits
            if hit.target.kind not in _ABOUT or hit.score >= PLAIN or names & self._of.get(hit.target, set())
        )

    def _in(self, text: str) -> frozenset[str]:
        words = {word.casefold() for word in _WORD.findall(text[:_MOST])}
        return self._names & (words | {word.removesuffix("s") for word in words})
