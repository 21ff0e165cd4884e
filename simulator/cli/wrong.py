"""Wrong use of a command."""

from __future__ import annotations


class CommandError(Exception):
    """A command cannot go on. One sentence with the next step; `code` is the exit status."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
