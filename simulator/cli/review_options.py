"""The options of `toask review`."""

from __future__ import annotations

import argparse

from simulator.cli import reading_options

WHATS = ("list", "agree", "export")
_ABOUT = """\
Correct the codes of transcripts, or code them blind with several people. Opens the screen; and without a terminal:

  toask review list [FOLDER …]                  the projects in the data folder, here, and in these folders
  toask review agree PROJECT [--json]           how far coders agree, as `toask agree` measures it
  toask review export PROJECT … --out FOLDER    what people coded, as training data
"""


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    one = groups.add_parser(
        "review",
        help="correct codes on screen, code blind with several people, agree, export as training data",
        description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    one.add_argument(
        "names", nargs="*", metavar="FILE",
        help="transcripts, folders, what `toask score --json` wrote, conversation:ID, or a project",
    )  # fmt: skip
    one.add_argument("--coder", default="", metavar="NAME", help="who codes; with export: only this person's coding")
    one.add_argument("--blind", action="store_true", help="without the machine's codes, or anybody's, until finished")
    one.add_argument("--project", default="", metavar="FILE", help="where it is kept; else beside the first transcript")
    one.add_argument("--coders", nargs=2, metavar="NAME", help="with agree: these two; also machine and agreed")
    one.add_argument("--out", default="", metavar="FOLDER", help="with export: where the training data go")
    one.add_argument("--json", action="store_true", help="with list, agree and export: one JSON document")
    reading = one.add_argument_group("reading")
    reading.add_argument(
        "--speaker", action="append", default=[], metavar="NAME=ROLE",
        help="trainee or school; whoever is not named is asked for on screen",
    )  # fmt: skip
    reading_options.add(reading, "csv, tsv, json, jsonl, parquet, vtt, srt, txt or docx")
    reading.add_argument("--lang", choices=("nl", "en"), default="", help="the language that is spoken in it")
