"""What can go wrong while many machines score."""

from __future__ import annotations

from simulator.errors import ToaskError


class ScaleError(ToaskError):
    """The cluster, or a place that files come from, cannot be used. The message is one sentence with the next step."""
