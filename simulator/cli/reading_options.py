"""Options of every command that reads transcripts: what format they have, and what is called what in them."""

from __future__ import annotations

import argparse


def add(parser: argparse._ArgumentGroup, formats: str) -> None:
    """Add them; `formats` is the help of `--format`."""
    parser.add_argument("--format", default="", metavar="NAME", help=formats)
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=NAME",
        help="what a field is called in the file: conversation_id, speaker, text, timestamp, role or language",
    )  # fmt: skip
    parser.add_argument("--encoding", default="", metavar="NAME", help="such as utf-8; without it, detected")
