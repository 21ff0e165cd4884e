"""What can go wrong while a class is brought together."""

from __future__ import annotations

from simulator.errors import ToaskError


class GroupError(ToaskError):
    """A source cannot be used. The message is one sentence with the next step."""
