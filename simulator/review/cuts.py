"""A turn cut into units by places in its text, and what a reviewer does to them.

The units of a turn lie side by side: each begins where a word begins and ends where the next one begins. Nothing here
knows who codes or why; every function gives new units and leaves the old ones as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from simulator.coding.codebook import CODES, FLAGS, ZEROING, Unit, value_of
from simulator.coding.pieces import pieces

_ENDS = re.compile(r"[.!?…][\"'”’»)]*$")
_OF_A_CODE = ZEROING | {"guess", "own_idea"}
"""Flags that were said of a code; they go when another code is given."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A unit by its place.

    Attributes:
        start, end: characters of the turn, the end not counted; without spaces around.
        code: of the codebook; empty: nobody gave one yet.
        flags: in the codebook's names, sorted. `reason`: why, in the coder's words.
        sure: a machine's confidence, 0 to 1. `unsure`: whether it marks the unit as unsure.
    """

    start: int
    end: int
    code: str = ""
    flags: tuple[str, ...] = ()
    reason: str = ""
    sure: float = 1.0
    unsure: bool = False

    @property
    def value(self) -> int:
        """The value by code and flags, −3 to +3; 0 without a code."""
        return value_of(self.code, self.flags) if self.code else 0

    @property
    def given(self) -> tuple[int, int, str]:
        """Where it lies and which code it has: by this two codings are the same."""
        return self.start, self.end, self.code


Cuts = tuple[Cut, ...]


def begins(text: str) -> list[int]:
    """Return where the words of a turn begin: only there a unit can begin."""
    return [one.start for one in pieces(text)]


def whole(text: str) -> Cuts:
    """Return a turn as one unit without a code; nothing for a turn without words."""
    return _cut(text, begins(text)[:1])


def split(text: str, cuts: Cuts, unit: int, at: int) -> Cuts:
    """Return the units with one cut in two at a word; its first part keeps what was given, the second has no code.

    Raises:
        ValueError: no word of the unit begins at `at`, or it is the unit's first.
    """
    old = cuts[unit]
    if at not in begins(text) or not old.start < at < old.end:
        raise ValueError(at)
    first, second = _cut(text[: old.end], [old.start, at])
    return (*cuts[:unit], replace(old, end=first.end), second, *cuts[unit + 1 :])


def sentences(text: str, cuts: Cuts, unit: int) -> Cuts:
    """Return the units with one cut where its sentences end; what was given stays with the first sentence."""
    old = cuts[unit]
    words = [one for one in pieces(text) if old.start <= one.start < old.end]
    places = [two.start for one, two in pairwise(words) if _ENDS.search(one.text)]
    if not places:
        return cuts
    first, *rest = _cut(text[: old.end], [old.start, *places])
    return (*cuts[:unit], replace(old, end=first.end), *rest, *cuts[unit + 1 :])


def join(cuts: Cuts, unit: int) -> Cuts:
    """Return the units with one joined to the next; the code is the first one's, if it has one.

    Raises:
        ValueError: there is no next unit.
    """
    if unit + 1 >= len(cuts):
        raise ValueError(unit)
    one, two = cuts[unit], cuts[unit + 1]
    kept = one if one.code else two
    reason = "; ".join(dict.fromkeys(part for part in (one.reason, two.reason) if part))
    both = replace(kept, start=one.start, end=two.end, reason=reason, sure=1.0, unsure=False)
    return (*cuts[:unit], both, *cuts[unit + 2 :])


def coded(cuts: Cuts, unit: int, code: str) -> Cuts:
    """Return the units with another code for one; flags that were said of the old code go.

    Raises:
        ValueError: it is no code.
    """
    if code not in CODES:
        raise ValueError(code)
    old = cuts[unit]
    flags = old.flags if code == old.code else tuple(one for one in old.flags if one not in _OF_A_CODE)
    return _put(cuts, unit, replace(old, code=code, flags=flags, sure=1.0, unsure=False))


def flagged(cuts: Cuts, unit: int, flag: str) -> Cuts:
    """Return the units with a flag set on one, or taken off it.

    Raises:
        ValueError: it is no flag.
    """
    if flag not in FLAGS:
        raise ValueError(flag)
    return _put(cuts, unit, replace(cuts[unit], flags=tuple(sorted({flag} ^ set(cuts[unit].flags)))))


def reasoned(cuts: Cuts, unit: int, reason: str) -> Cuts:
    """Return the units with a reason for one."""
    return _put(cuts, unit, replace(cuts[unit], reason=reason))


def plain(cuts: Cuts) -> Cuts:
    """Return the units as a person takes them over: without a machine's confidence and reasons."""
    return tuple(replace(one, reason="", sure=1.0, unsure=False) for one in cuts)


def units(text: str, cuts: Cuts) -> tuple[Unit, ...]:
    """Return the units as coders give them; those without a code are left out."""
    return tuple(
        Unit(text[one.start : one.end], one.code, one.value, one.flags, one.sure, one.reason)
        for one in cuts if one.code
    )  # fmt: skip


def placed(text: str, found: Sequence[Unit], unsure: Sequence[bool] = ()) -> Cuts | None:
    """Return units with their places in the turn; None where their words are not those of the turn."""
    starts, at = [], 0
    for unit in found:
        solid = "".join(unit.text.split())
        starts.append(_skip(text, at))
        at = _after(text, at, solid)
        if at < 0 or not solid:
            return None
    if text[at:].strip() or not set(starts) <= set(begins(text)):
        return None
    marks = [*unsure, *[False] * len(found)]
    return tuple(
        replace(cut, code=unit.code, flags=tuple(sorted(unit.flags)), reason=unit.reason, sure=unit.confidence,
                unsure=mark)
        for cut, unit, mark in zip(_cut(text, starts), found, marks, strict=False)
    )  # fmt: skip


def fits(text: str, cuts: Cuts) -> bool:
    """Return whether units lie side by side over the whole turn and hold only codes and flags that there are."""
    if not cuts or any((one.code and one.code not in CODES) or not set(one.flags) <= FLAGS for one in cuts):
        return False
    starts = [one.start for one in cuts]
    places = begins(text)
    if not places or starts[0] != places[0] or starts != sorted(set(starts) & set(places)):
        return False
    return [one.end for one in _cut(text, starts)] == [one.end for one in cuts]


def _put(cuts: Cuts, unit: int, new: Cut) -> Cuts:
    return (*cuts[:unit], new, *cuts[unit + 1 :])


def _cut(text: str, starts: Sequence[int]) -> Cuts:
    """Return units without codes that begin at these places."""
    stops = [*starts[1:], len(text)]
    return tuple(Cut(start, start + len(text[start:stop].rstrip())) for start, stop in zip(starts, stops, strict=False))


def _skip(text: str, at: int) -> int:
    """Return the next place that is no space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _after(text: str, at: int, solid: str) -> int:
    """Return the place behind these characters, spaces left out; -1 where they do not stand there."""
    for char in solid:
        at = _skip(text, at)
        if at >= len(text) or text[at] != char:
            return -1
        at += 1
    return at
