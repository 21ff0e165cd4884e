"""What can go wrong with the data that is learnt from."""

from __future__ import annotations


class CorpusError(Exception):
    """A corpus file cannot be used; the message names the line and what to mend."""
