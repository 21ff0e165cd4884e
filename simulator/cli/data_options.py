"""The options of `toask data`."""

from __future__ import annotations

import argparse

from simulator.cli import language


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    data = groups.add_parser("data", help="what is kept of you on this computer: see it, take it with you, delete it")
    subs = data.add_subparsers(dest="sub", metavar="WHAT", required=True)
    one = subs.add_parser("where", help="every place where something of you is kept")
    one.add_argument("--json", action="store_true", help="one JSON document")
    language.add(one)
    one = subs.add_parser("export", help="write everything to one ZIP file")
    one.add_argument("out", metavar="OUT.zip", help="a new file")
    one.add_argument("--pseudonymise", action="store_true", help="replace names, e-mail addresses, numbers and such")
    one.add_argument("--names", metavar="FILE", help="with --pseudonymise: names to replace too, one person a line")
    language.add(one)
    _delete(subs.add_parser("delete", help="delete a conversation, or everything, for good"))


def _delete(one: argparse.ArgumentParser) -> None:
    what = one.add_mutually_exclusive_group()
    what.add_argument("--conversation", metavar="ID", help="this conversation, with all its branches and notes")
    what.add_argument("--all", action="store_true", help="everything")
    what.add_argument("--traces", action="store_true", help="only what earlier deletions and damage left behind")
    one.add_argument("--documents", action="store_true", help="also the reports that are about the conversation")
    one.add_argument("--yes", action="store_true", help="do not ask")
    language.add(one)
