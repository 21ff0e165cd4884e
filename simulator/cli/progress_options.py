"""The options of `toask progress`."""

from __future__ import annotations

import argparse

from simulator.cli import language


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    one = groups.add_parser("progress", help="how your conversations go, your goals, and a next school")
    one.add_argument("--json", action="store_true", help="one JSON document")
    one.add_argument("--html", metavar="OUT", help="write a page with charts")
    language.add(one)
