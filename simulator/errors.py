"""What all errors that a user can act on have in common."""

from __future__ import annotations


class ToaskError(Exception):
    """Something cannot go on, and who uses toask can do something about it: one sentence with the next step."""
