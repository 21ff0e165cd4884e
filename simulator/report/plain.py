"""Words of people made fit for a page: no control codes, no marks that turn the direction of what follows."""

from __future__ import annotations

import re

from simulator.transcripts.clean import clean

# Separators, direction, unseen joiners other than those emoji and scripts need, tags, and what XML does not allow.
_UNSEEN = re.compile(
    "[\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """Return `text` without what could steer a page or a terminal; newlines stay, tabs are spaces."""
    return _UNSEEN.sub("", clean(text).replace("\t", " "))


def one_line(text: str, most: int = 0) -> str:
    """Return cleaned `text` on one line; `most`: of at most so many characters, cut at a word where there is one."""
    flat = " ".join(plain(text).split())
    if not most or len(flat) <= most:
        return flat
    cut = flat[: most - 2]
    head, gap, _ = cut.rpartition(" ")
    return f"{(head if gap and len(head) > most // 2 else cut).rstrip()} …"


def same(one: str, other: str) -> bool:
    """Return whether two texts hold the same characters, apart from blanks."""
    return "".join(one.split()) == "".join(other.split())
