"""One conversation as a Word document: a table with a head, which people can print and `read` gives back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import docx

from simulator.i18n import mark
from simulator.transcripts.clean import clean
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.model import Conversation, Line
from simulator.transcripts.write_text import single

_HEADS = {"nl": ("Tijd", "Spreker", "Rol", "Tekst"), "": ("Time", "Speaker", "Role", "Text")}
"""Words that `simulator.transcripts.table_turns` knows, in the language that is spoken."""
_NOT_XML = re.compile("[\ufffe\uffff]")


def write_docx(conversations: Iterable[Conversation], path: Path) -> None:
    """Write one conversation, a row a turn; times and roles have a column where there are any.

    Raises:
        TranscriptError: not exactly one conversation, or a turn of nobody, which would be taken for the turn before it.
    """
    one = single(conversations, "docx")
    if not all(line.speaker for line in one.lines):
        raise TranscriptError(
            mark("A turn without a name cannot be told from the turn before it in a table; write CSV or JSON.")
        )
    columns = _columns(one)
    document = docx.Document()
    document.core_properties.title = _plain(one.id)[:255]
    document.core_properties.author = ""
    document.add_heading(_plain(one.id), 1)
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    heads = _HEADS.get(one.language, _HEADS[""])
    for cells in ([heads[column] for column in columns], *(_row(line, columns) for line in one.lines)):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(path))


def _columns(one: Conversation) -> list[int]:
    """Return which of the heads are needed."""
    times, roles = any(line.timestamp for line in one.lines), any(line.role for line in one.lines)
    return [place for place, needed in enumerate((times, True, roles, True)) if needed]


def _row(line: Line, columns: list[int]) -> list[str]:
    whole = (line.timestamp, line.speaker, line.role or "", line.text)
    return [_plain(whole[column]) for column in columns]


def _plain(text: str) -> str:
    """Return text that XML can hold."""
    return _NOT_XML.sub("\ufffd", clean(text))
