"""A portfolio as PDF: what page and print both show, without the conversations themselves."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from simulator.portfolio.page import texts
from simulator.report.pdf import pdf_of
from simulator.report.words import Words

_PAGE_ONLY = ("words", "aside")


def printed(shown: Mapping[str, Any], words: Words, created: str) -> bytes:
    """Return the PDF of what `view` gave.

    Args:
        shown: what page and print show; the conversations themselves stand in the page only.
        words: of the reader.
        created: UTC, ISO 8601, for the PDF's own date.

    Raises:
        MissingExtra: typst is not installed.
        CannotSet: it cannot set this.
    """
    template = resources.files("simulator.portfolio").joinpath("portfolio.typ").read_bytes()
    talks = [{name: value for name, value in one.items() if name not in _PAGE_ONLY} for one in shown["talks"]]
    return pdf_of(template, {"paper": {**shown, "talks": talks}, "say": texts(words)}, created)
