"""The options of `toask observe` and `toask card`."""

from __future__ import annotations

import argparse

from simulator.cli import language

Groups = argparse._SubParsersAction


def add(groups: Groups[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    _observe(groups.add_parser("observe", help="practising in threes: tick codes live, compare them with the scorer's"))
    one = groups.add_parser("card", help="the codebook on one page, to print")
    language.add(one)
    one.add_argument("--html", metavar="OUT", help="a page to print")
    one.add_argument("--pdf", metavar="OUT", help="as PDF (needs `pip install 'toask[pdf]'`)")


def _observe(one: argparse.ArgumentParser) -> None:
    one.add_argument("--plain", action="store_true", help="each line is a code or a note, for screen readers and pipes")
    language.add(one)
    for name, what in (("asks", "who asks"), ("school", "who plays the school"), ("observer", "who observes")):
        one.add_argument(f"--{name}", metavar="NAME", default="", help=f"{what}; may be left out")
    one.add_argument("--resume", metavar="SHEET", default="", help="go on with an unfinished sheet: its id, or last")
    one.add_argument("--json", action="store_true", help="with --plain: the finished sheet as JSON")
    subs = one.add_subparsers(dest="sub", metavar="WHAT")
    sub = subs.add_parser("list", help="the sheets, and the conversations that they can be compared with")
    sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document")
    language.add(sub, default=argparse.SUPPRESS)
    sub = subs.add_parser("export", help="a finished sheet as JSON or as a table")
    sub.add_argument("sheet", metavar="SHEET", help="its id, the beginning of it, or last")
    sub.add_argument("--json", metavar="OUT", dest="json_out", help="as JSON; - prints it")
    sub.add_argument("--csv", metavar="OUT", dest="csv_out", help="one row a tick; - prints it")
    language.add(sub, default=argparse.SUPPRESS)
    sub = subs.add_parser("compare", help="a sheet beside the scorer's codes")
    sub.add_argument("sheet", metavar="SHEET", help="its id, the beginning of it, last, or an exported JSON file")
    sub.add_argument("talk", metavar="CONVERSATION", help="id of a conversation, last, or what `toask score` wrote")
    sub.add_argument("--conversation", metavar="ID", default="", help="which one, where the file holds several")
    sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document")
    sub.add_argument("--html", metavar="OUT", help="a page")
    language.add(sub, default=argparse.SUPPRESS)
