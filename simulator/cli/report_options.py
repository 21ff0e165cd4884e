"""The options of `toask report`."""

from __future__ import annotations

import argparse

from simulator.cli import language


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    one = groups.add_parser(
        "report", help="the debrief of stored conversations: as text, page, PDF or JSON; without one, a list of them"
    )
    one.add_argument(
        "conversations", nargs="*", metavar="CONVERSATION", help="an id, the beginning of one, or last (the latest)"
    )
    one.add_argument("--json", action="store_true", help="one JSON document")
    one.add_argument("--html", metavar="OUT", help="a page; of several conversations: a folder with a page each")
    one.add_argument("--pdf", metavar="OUT", help="a PDF, or a folder of them (needs `pip install 'toask[pdf]'`)")
    language.add(one)
    one.add_argument("--show-hidden", action="store_true", help="also what the school did not say")
    one.add_argument("--hide-numbers", action="store_true", help="words only, no figures")
