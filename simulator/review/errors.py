"""What can go wrong while reviewing."""

from __future__ import annotations

from simulator.errors import ToaskError


class ReviewError(ToaskError):
    """Something of a review cannot be read, kept or done. One sentence with the next step."""
