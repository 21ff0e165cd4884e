"""Wrong use of a command."""

from __future__ import annotations

from simulator.errors import ToaskError


class CommandError(ToaskError):
    """A command cannot go on. One sentence with the next step; `code` is the exit status."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
