"""What a tab says when the scoring process cannot answer."""

from __future__ import annotations

from simulator.coding.errors import CoderError
from simulator.voice.types import VoiceError

GONE = "The part that reads your turns is starting again: nothing is lost, wait a moment and send your turn again."
BUSY = "Too many people are practising at this moment: nothing is lost, wait a moment and send your turn again."
FAILED = "Your turn could not be read: nothing is lost, send it again, or put it in other words."
NOWHERE = (
    "No scoring process answers at {address}: start `python -m simulator.serve.scoring --socket {address}`, or unset "
    "TOASK_SCORING."
)
OTHER = "{name} cannot speak in a tab: choose {own}, scripted or a server's address with TOASK_VOICE."


class ScoringGone(VoiceError, CoderError):
    """The scoring process did not answer. An error of coder and voice alike, for it stands for both."""


class FrameError(ValueError):
    """What came is no frame of ours, too large, or does not ask for anything known."""


class CannotServe(Exception):
    """The scoring process cannot begin: one sentence with the next step."""
