"""`toask card`: the codebook on one page."""

from __future__ import annotations

import argparse
from pathlib import Path

from simulator import i18n
from simulator.cli.wrong import CommandError


def run(wanted: argparse.Namespace) -> int:
    """Write the card where it is asked, or print it."""
    language = wanted.lang or i18n.detect()
    try:
        from simulator.report import card
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("simulator"):
            raise
        raise CommandError(
            f"The card needs {error.name}, which is not installed; run `pip install 'toask[report]'`."
        ) from error
    if wanted.html:
        card.write_html(Path(wanted.html), language)
    if wanted.pdf:
        card.write_pdf(Path(wanted.pdf), language)
    if not (wanted.html or wanted.pdf):
        print(card.plain(language), end="")
    return 0
