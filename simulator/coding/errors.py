"""What can go wrong with a coder."""

from __future__ import annotations

from simulator.errors import ToaskError


class CoderError(ToaskError):
    """The coder's weights are missing or damaged. The message is one sentence with the next step."""
