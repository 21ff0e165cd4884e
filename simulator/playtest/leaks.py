"""Whether a reply gives away what was locked, by another rule than the guard's: half of a locked text's own words.

The guard stops a model's reply at the first telling word; lines written by people pass it unread. Here every reply is
held against all that is locked, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulator.voice.checks.locked import LockedTexts

PROOF = 0.5
"""Share of a locked text's telling words that gives it away; two schools' lines may share one by chance."""


def gives_away(reply: str, locked: Iterable[str], public: str, language: str) -> bool:
    """Return whether `reply` holds half, and at least two, of the telling words of a locked text.

    Args:
        reply: what was said.
        locked: what may not be said yet.
        public: all words that may be used; they give nothing away.
        language: `nl` or `en`.
    """
    reader = LockedTexts((), public, language)
    said = reader.telling(reply)
    for text in locked:
        own = reader.telling(text)
        if len(own & said) >= max(2, PROOF * len(own)):
            return True
    return False
