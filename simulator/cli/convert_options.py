"""The options of `toask convert`."""

from __future__ import annotations

import argparse

from simulator.cli import reading_options


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    one = groups.add_parser(
        "convert",
        help="write a transcript in another format",
        description="Write a transcript in another format: csv, tsv, json, jsonl, vtt, srt, txt or docx.",
    )
    one.add_argument("source", metavar="IN", help="a transcript, as `toask score` reads it")
    one.add_argument("target", metavar="OUT", help="what is written; its ending says the format")
    one.add_argument("--to", default="", metavar="NAME", help="the format of OUT, where its ending does not say it")
    one.add_argument("--force", action="store_true", help="write over a file that is there")
    one.add_argument(
        "--speaker", action="append", default=[], metavar="NAME=ROLE",
        help="trainee or school: writes everybody's role, in formats that hold one",
    )  # fmt: skip
    reading = one.add_argument_group("reading")
    reading_options.add(reading, "the format of IN, where its ending does not say")
