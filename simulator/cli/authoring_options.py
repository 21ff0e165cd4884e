"""The options of the commands with which trainers write scenarios; imports nothing heavy."""

from __future__ import annotations

import argparse


def add(subs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add new, schema, check, preview and playtest."""
    one = subs.add_parser("new", help="write a first case from your answers")
    one.add_argument("file", nargs="?", help="where to write it (default: from the title)")
    one.add_argument("--lang", choices=("nl", "en"), help="language of the questions and of the case")
    one.add_argument("--blank", action="store_true", help="ask nothing: a file to fill in")
    one = subs.add_parser("schema", help="the JSON Schema with which an editor helps")
    one.add_argument("--write", metavar="FILE", help="write it there instead of printing it")
    _check(subs.add_parser("check", help="say all that is wrong in scenario files"))
    one = subs.add_parser("preview", help="play a scenario beside its x-ray while it is edited")
    one.add_argument("file", help="file or id")
    one.add_argument("--replay", metavar="ID", help="play the turns of a stored conversation and mark what differs")
    one.add_argument(
        "--voice",
        metavar="NAME",
        help="who phrases (default: scripted, at once; with --replay: as it was)",
    )
    one.add_argument("--lang", choices=("nl", "en"), help="of two twins this one, and the language of the view")
    _playtest(subs.add_parser("playtest", help="let simulated trainees play scenarios"))


def _check(one: argparse.ArgumentParser) -> None:
    one.add_argument("files", nargs="*", metavar="FILE", help="files or folders")
    one.add_argument("--format", choices=("text", "json", "github"), default="text")
    one.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    one.add_argument(
        "--meaning", action=argparse.BooleanOptionalAction, default=None, help="compare meanings too (one or two files)"
    )
    one.add_argument("--strict", action="store_true", help="warnings fail too")
    one.add_argument("--explain", metavar="RULE", help="say what a rule is for, and stop")
    one.add_argument("--lang", choices=("nl", "en"), help="language of the sentences (default: the app's)")


def _playtest(one: argparse.ArgumentParser) -> None:
    one.add_argument("files", nargs="+", metavar="FILE", help="files, ids or folders")
    one.add_argument("--seeds", type=int, default=20, metavar="N", help="talks of each profile (default 20)")
    one.add_argument("--profile", action="append", metavar="NAME", help="only this profile; may be given again")
    one.add_argument(
        "--exact",
        action="store_true",
        help="read turns exactly as practice does: in their whole context, and with the second look; takes minutes",
    )
    one.add_argument("--voice", metavar="NAME", help="let a model phrase what the school says; much slower")
    one.add_argument("--jobs", type=int, default=None, metavar="N", help="processes (default: one a core)")
    one.add_argument("--json", action="store_true")
    one.add_argument("--html", metavar="OUT", help="one page with the paths that were taken")
    one.add_argument("--lang", choices=("nl", "en"), help="language of the table and the page")
