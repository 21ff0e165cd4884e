"""What of a debrief may be shown: what the school did not say stays out until it may be seen; figures by wish."""

from __future__ import annotations

import re
from dataclasses import replace

from simulator.debrief.arc import untold
from simulator.debrief.model import Debrief, Difference, Hidden
from simulator.report.words import Words

_FIGURE = re.compile(r"\d")


def kept(debrief: Debrief, *, hidden: bool = False, numbers: bool = True) -> Debrief:
    """Return what may be shown of a debrief.

    Args:
        debrief: all of it.
        hidden: show what the school did not say, also where its own question was not reached.
        numbers: keep shares, counts and values; words stay either way.
    """
    shown = _without_hidden(debrief) if _held(debrief) and not hidden else debrief
    return shown if numbers else _without_figures(shown)


def holds_back(debrief: Debrief) -> bool:
    """Return whether something was left out of `debrief` because the school did not say it."""
    return _held(debrief) and debrief.hidden == Hidden()


def _held(debrief: Debrief) -> bool:
    return debrief.held or debrief.reached is False


def _without_hidden(debrief: Debrief) -> Debrief:
    """Return it without the need, unsaid items, the author's notes, and that any words of mine came near the need."""
    guesses = tuple(replace(one, shared=(), unsaid=()) for one in debrief.guesses)
    arc = untold(debrief.arc, Words(debrief.reader))
    return replace(debrief, hidden=Hidden(), guesses=guesses, arc=arc)


def _without_figures(debrief: Debrief) -> Debrief:
    mine = debrief.mine and replace(debrief.mine, share=None)
    return replace(
        debrief,
        ask_share=None,
        phases=tuple(replace(one, share=None) for one in debrief.phases),
        mine=mine,
        differences=tuple(one for one in debrief.differences if not counts(one)),
        proposed="" if _FIGURE.search(debrief.proposed) else debrief.proposed,
    )


def counts(one: Difference) -> bool:
    """Return whether there is a figure in a difference."""
    return any(_FIGURE.search(text) for text in (one.mine, one.found, one.says))
