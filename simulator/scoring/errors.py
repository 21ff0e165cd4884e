"""What can go wrong while scoring."""

from __future__ import annotations

from simulator.errors import ToaskError


class ScoringError(ToaskError):
    """Scoring or comparing cannot go on. The message is one sentence with the next step."""
