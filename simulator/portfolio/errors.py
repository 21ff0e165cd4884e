"""What can go wrong with portfolios."""

from __future__ import annotations

from simulator.practice.api import PracticeError, UnknownName


class PortfolioError(PracticeError):
    """A portfolio, key or criteria file cannot be used. One sentence with the next step, or one a line of a file."""


class NoFile(PortfolioError, UnknownName):
    """There is no file of the name that was given: wrong use."""


MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError)
"""What reading data raises that have another form than this version of toask writes."""
