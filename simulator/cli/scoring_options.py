"""The options of `toask score` and `toask agree`."""

from __future__ import annotations

import argparse

from simulator.cli import reading_options


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    _score(groups.add_parser("score", help="code transcripts: from telling to asking, with measures"))
    one = groups.add_parser("agree", help="compare two codings of the same transcripts")
    one.add_argument("first", metavar="A", help="JSON, CSV or Parquet as `toask score` writes it, or coded by hand")
    one.add_argument("second", metavar="B", help="the other coding")
    one.add_argument("--json", action="store_true", help="one JSON document")


def _score(one: argparse.ArgumentParser) -> None:
    one.add_argument("files", nargs="+", metavar="FILE", help="transcripts, folders of them, or addresses (s3://…)")
    reading = one.add_argument_group("reading")
    reading.add_argument(
        "--speaker", action="append", default=[], metavar="NAME=ROLE", help="trainee or school; once for every speaker"
    )
    reading_options.add(reading, "csv, tsv, json, jsonl, parquet, vtt, srt, txt or docx")
    reading.add_argument("--lang", choices=("nl", "en"), default="", help="score all as this language")
    out = one.add_argument_group("output")
    out.add_argument("--json", action="store_true", help="one JSON document on stdout")
    out.add_argument("--csv", metavar="OUT", help="one row a unit")
    out.add_argument("--parquet", metavar="OUT", help="one row a unit, as Parquet")
    out.add_argument("--html", metavar="OUT", help="a report: a page, or a folder for several conversations")
    out.add_argument(
        "--out", metavar="FOLDER", help="scored.json and units.csv in a folder; a run that stopped goes on"
    )
    out.add_argument("--language", choices=("nl", "en"), default="", help="language of the reasons; else the app's")
    out.add_argument(
        "--unsure-below", type=float, default=None, metavar="X", help="mark units with less confidence (0 to 1)"
    )
    many = one.add_argument_group("large corpora")
    many.add_argument("--engine", choices=("here", "ray"), default="here", help="one process, or workers of Ray")
    many.add_argument("--ray-address", default="", metavar="ADDR", help="of a cluster; else Ray starts on this machine")
    many.add_argument("--workers", type=_workers, default=0, metavar="N", help="else one for every core")


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return int(text)
