"""The options of `toask group`."""

from __future__ import annotations

import argparse

from simulator.cli import language


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    one = groups.add_parser("group", help="a class: who is how far, where it stalls, where people and program differ")
    one.add_argument(
        "sources", nargs="+", metavar="SOURCE",
        help="a data export, a portfolio, what `toask score --json` printed, a review project, a folder of these, or "
        "the data folder of `toask serve`; NAME=SOURCE says whose it is",
    )  # fmt: skip
    one.add_argument("--html", metavar="OUT", help="a page to print before a meeting")
    one.add_argument("--csv", metavar="OUT", help="a row a conversation; beside it OUT-differences.csv")
    one.add_argument("--parquet", metavar="OUT", help="the same as Parquet")
    one.add_argument("--json", action="store_true", help="one JSON document")
    one.add_argument("--title", default="", metavar="TEXT", help="what the class is called, on the page")
    one.add_argument("--class", dest="classroom", default="", metavar="NAME", help="of a server, only this class")
    one.add_argument("--pseudonymise", action="store_true", help="replace names, e-mail addresses, numbers and such")
    one.add_argument("--names", metavar="FILE", help="with --pseudonymise: names to replace too, one person a line")
    language.add(one)
