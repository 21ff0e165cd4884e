"""What can go wrong in serving: one sentence with the next step, and the status that a page gets."""

from __future__ import annotations

from simulator.errors import ToaskError
from simulator.report.words import Words


class ServeError(ToaskError):
    """Serving cannot go on here. One sentence with the next step.

    Args:
        message: the sentence, with names in braces where `values` go.
        status: HTTP status of the page that says it.
        values: what is filled in.
    """

    def __init__(self, message: str, status: int = 400, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message, self.values, self.status = message, values, status

    def said(self, words: Words) -> str:
        """Return the sentence in the language of a page."""
        return words.tr(self.message).format(**self.values) if self.values else words.tr(self.message)
