"""`toask card`: the codebook on one page."""

from __future__ import annotations

import argparse
from pathlib import Path

from simulator.cli.language import chosen
from simulator.cli.say import say
from simulator.i18n import tr


def run(wanted: argparse.Namespace) -> int:
    """Write the card where it is asked, or print it."""
    language = chosen(wanted)
    from simulator.observing import card_page as card

    if wanted.html:
        card.write_html(Path(wanted.html), language)
        say(tr("{path} written.").format(path=wanted.html))
    if wanted.pdf:
        card.write_pdf(Path(wanted.pdf), language)
        say(tr("{path} written.").format(path=wanted.pdf))
    if not (wanted.html or wanted.pdf):
        print(card.plain(language), end="")
    return 0
