"""The options of `toask portfolio`; imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from simulator.cli import language

STATUS = "status"
_SUBS = (STATUS, "review", "sign", "verify", "keygen", "attendance")


class _Portfolio(argparse.ArgumentParser):
    """Reads `toask portfolio CRITERIA` as `toask portfolio status CRITERIA`."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 - as in argparse
        """Parse, with the commonest command put in where none is named."""
        given: Sequence[str] = list(args or ())
        if given and given[0] not in (*_SUBS, "-h", "--help"):
            given = [STATUS, *given]
        return super().parse_known_args(given, namespace)


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command with all that belongs to it."""
    kind = groups._parser_class  # argparse has no other way to give one command a parser of its own
    groups._parser_class = _Portfolio
    try:
        one = groups.add_parser(
            "portfolio",
            help="what a training asks, what is met, and one signed bundle of it",
            usage="toask portfolio CRITERIA [options], or toask portfolio WHAT …",
        )
    finally:
        groups._parser_class = kind
    subs = one.add_subparsers(
        dest="sub", metavar="WHAT", required=True, parser_class=argparse.ArgumentParser, prog="toask portfolio"
    )
    _status(subs.add_parser(STATUS, help="what is met and what is missing; the same as without WHAT"))
    _assessor(subs)
    _keys(subs)


def _status(one: argparse.ArgumentParser) -> None:
    one.add_argument("criteria", metavar="CRITERIA", help="the YAML file of the training")
    one.add_argument("--name", default="", help="your name, as it stands in the attendance")
    one.add_argument("--attendance", metavar="FILE", help="the attendance that the trainer signed")
    one.add_argument("--trainer-pub", metavar="KEY", help="the trainer's public key, to hold the attendance against")
    one.add_argument("--judged", metavar="BUNDLE", help="the bundle that the assessor signed, for that judgement")
    one.add_argument("--pub", metavar="KEY", help="the assessor's public key, to hold that bundle against")
    one.add_argument("--bundle", metavar="OUT", help="write everything into one zip")
    one.add_argument("--json", action="store_true", help="one JSON document")
    language.add(one)


def _assessor(subs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = subs.add_parser("review", help="for the assessor: write a file in which to judge a bundle")
    one.add_argument("bundle", metavar="BUNDLE")
    one.add_argument("--out", required=True, metavar="FILE", help="the YAML file to fill in")
    language.add(one)
    one = subs.add_parser("sign", help="for the assessor: sign a bundle, with verdicts")
    one.add_argument("bundle", metavar="BUNDLE")
    one.add_argument("--key", required=True, metavar="KEY", help="your private key")
    one.add_argument("--verdict", metavar="FILE", help="the file of `review`, filled in")
    one.add_argument("--trainer-pub", metavar="KEY", help="the trainer's public key, to hold the attendance against")
    one.add_argument("--out", required=True, metavar="SIGNED", help="the new zip")
    one = subs.add_parser("verify", help="see whether a bundle is whole, and who signed it")
    one.add_argument("bundle", metavar="BUNDLE")
    one.add_argument("--pub", metavar="KEY", help="the assessor's public key")
    one.add_argument("--trainer-pub", metavar="KEY", help="the trainer's public key, for the attendance in it")
    one.add_argument("--json", action="store_true", help="one JSON document")
    language.add(one)


def _keys(subs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = subs.add_parser("keygen", help="for assessors and trainers: make a key of your own")
    one.add_argument("--name", required=True, help='your name, such as "Anna de Wit"')
    one.add_argument("--out", required=True, metavar="KEY", help="the private key; the public one goes beside it")
    one = subs.add_parser("attendance", help="for the trainer: sign somebody's attendance")
    one.add_argument("attendance", metavar="ATTENDANCE", help="the YAML file")
    one.add_argument("--key", required=True, metavar="KEY", help="your private key")
    one.add_argument("--out", required=True, metavar="SIGNED", help="the file for the trainee")
