"""What follows on a conversation: one's own view before any figure, then the debrief; the warm-up has its summary."""

from __future__ import annotations

from simulator.app.screens.base import ToaskScreen
from simulator.app.talk import Closing, Talk
from simulator.practice.api import WARMUP


def screen_after(talk: Talk, closing: Closing) -> ToaskScreen:
    """Return the screen that comes after an ended conversation."""
    from simulator.app.screens.debrief import DebriefScreen
    from simulator.app.screens.selfview import SelfViewScreen
    from simulator.app.screens.summary import SummaryScreen

    if talk.warmup or closing.mode == WARMUP:
        return SummaryScreen(talk, closing)
    if closing.looked_back or not closing.summary.turns:
        return DebriefScreen(talk, closing)
    return SelfViewScreen(talk, closing)
