"""What can go wrong while scoring."""

from __future__ import annotations


class ScoringError(Exception):
    """Scoring or comparing cannot go on. The message is one sentence with the next step."""
