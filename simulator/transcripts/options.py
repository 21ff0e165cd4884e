"""What the user may say about a file: its format, its columns, its encoding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.i18n import mark
from simulator.transcripts.errors import TranscriptError

FIELDS = ("conversation_id", "speaker", "text", "timestamp", "role", "language")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file.

    `format`: a name of `formats()`, else by the file's ending. `columns`: own field → name in the file, such as
    {"text": "utterance_text"}; an empty name says that the file has no such column. `encoding`: as Python names it,
    else detected.
    """

    format: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


def columns_of(values: Iterable[str]) -> dict[str, str]:
    """Return the mapping that options like `text=utterance_text` stand for.

    Raises:
        TranscriptError: no `=`, or a field that transcripts do not have.
    """
    found: dict[str, str] = {}
    for value in values:
        name, sign, column = value.partition("=")
        if not sign or name.strip() not in FIELDS:
            raise TranscriptError(
                mark('"{value}" names no column; give --column FIELD=NAME with FIELD one of {names}.'),
                value=value, names=", ".join(FIELDS),
            )  # fmt: skip
        found[name.strip()] = column.strip()
    return found
