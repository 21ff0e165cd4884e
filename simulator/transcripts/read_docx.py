"""Word: paragraphs "Name: …", tables of speaker and text, and the transcript that Teams saves; python-docx reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import BadZipFile
from zlib import error as ZlibError

from simulator.i18n import mark
from simulator.transcripts.clean import clean
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.model import Line
from simulator.transcripts.read_text import parse
from simulator.transcripts.record import Record
from simulator.transcripts.rows import Gathering
from simulator.transcripts.source import Source
from simulator.transcripts.table_turns import bare_turns, has_head, headed_turns
from simulator.transcripts.zip_guard import check_docx

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table


_DAMAGED = (BadZipFile, ZlibError, EOFError, KeyError, ValueError, AttributeError, NotImplementedError)


def read_docx(source: Source) -> Iterator[Record]:
    """Yield the conversation of a Word document."""
    check_docx(source)
    document = _open(source)
    held = Gathering(source.name, source.default_id)
    for number, turn in enumerate(_turns(document, source.name), 1):
        held.add(number, turn, {})
    yield held.record()


def _open(source: Source) -> Document:
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.ns import qn
    from lxml.etree import LxmlError

    try:
        document = docx.Document(str(source.path))
        changed = next(document.element.body.iter(qn("w:ins"), qn("w:del")), None)
    except (PythonDocxError, OpcError, LxmlError, *_DAMAGED) as error:
        raise TranscriptError(
            mark("{file} is a damaged Word document; open it in Word and save it again."), file=source.name
        ) from error
    if changed is not None:  # python-docx leaves out inserted words, and a score would rest on half the text
        raise TranscriptError(
            mark("{file} has tracked changes; accept or reject them in Word and save it again."), file=source.name
        )
    return document


def _turns(document: Document, source: str) -> list[Line]:
    """Return what was said: where a document has both tables and named paragraphs, one of them is the conversation.

    Tables whose head names a speaker and words are. Else paragraphs by name, where two or more speak: a table beside
    them is a list of who was there. Else tables without a head. A list names everybody once, and people who talk come
    back, so that names above a table do not hide the talk in it.

    Raises:
        TranscriptError: no line begins with a name.
    """
    tables = [list(_cells(table)) for table in document.tables]
    headed = [turn for rows in tables for turn in headed_turns(rows)]
    if headed:
        return headed
    told = _told([clean(block.text) for block in document.paragraphs], source)
    lists = [list(bare_turns(rows)) for rows in tables if not has_head(rows)]
    listed = [turn for turns in ([one for one in lists if _talk(one)] or lists) for turn in turns]
    for turns in (told, listed):
        if _talk(turns):
            return turns
    if _speakers(told) > 1 or len(told) > max(1, len(listed)):
        return told
    return listed or [turn for _, turn in parse(_lines(document), source)]


def _told(paragraphs: list[str], source: str) -> list[Line]:
    try:
        return [turn for _, turn in parse("\n".join(paragraphs).split("\n"), source)]
    except TranscriptError:  # nobody is named in them; tables may still say who speaks
        return []


def _speakers(turns: list[Line]) -> int:
    return len({turn.speaker for turn in turns})


def _talk(turns: list[Line]) -> bool:
    """Return whether two or more people speak, and somebody again."""
    return 1 < _speakers(turns) < len(turns)


def _lines(document: Document) -> list[str]:
    from docx.table import Table

    found: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            found.extend("\t".join(cells) for cells in _cells(block))
        else:
            found.extend(clean(block.text).split("\n"))
    return found


def _cells(table: Table) -> Iterator[list[str]]:
    """Yield the texts of a table's rows; a merged cell counts once."""
    for row in table.rows:
        seen: list[str] = []
        last = None
        for cell in row.cells:
            if cell._tc is not last:
                seen.append(clean(cell.text).strip())
            last = cell._tc
        yield seen
