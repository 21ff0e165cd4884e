"""Word: paragraphs "Name: …", tables of speaker and text, and the transcript that Teams saves; python-docx reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import BadZipFile
from zlib import error as ZlibError

from simulator.transcripts.clean import clean
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.model import Line
from simulator.transcripts.read_text import parse
from simulator.transcripts.record import Record
from simulator.transcripts.rows import Gathering, make_line
from simulator.transcripts.source import Source
from simulator.transcripts.zip_guard import check_docx

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_SPEAKER_HEADS = frozenset(("speaker", "spreker", "naam", "name", "wie", "who", "rol", "role", "deelnemer"))
_TEXT_HEADS = frozenset(("text", "tekst", "uiting", "utterance", "zegt", "says", "transcript", "inhoud", "content"))
_CLOCK_SIGNS = frozenset("0123456789:.,->[]() –")


def read_docx(source: Source) -> Iterator[Record]:
    """Yield the conversation of a Word document."""
    check_docx(source)
    document = _open(source)
    held = Gathering(source.name, source.default_id)
    turns = list(_table_turns(document)) or [turn for _, turn in parse(_lines(document), source.name)]
    for number, turn in enumerate(turns, 1):
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
    except (PythonDocxError, OpcError, LxmlError, BadZipFile, ZlibError, KeyError, ValueError, AttributeError) as error:
        raise TranscriptError(
            f"{source.name} is a damaged Word document; open it in Word and save it again."
        ) from error
    if changed is not None:  # python-docx leaves out inserted words, and a score would rest on half the text
        raise TranscriptError(f"{source.name} has tracked changes; accept or reject them in Word and save it again.")
    return document


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


def _table_turns(document: Document) -> Iterator[Line]:
    """Yield the turns of tables with a column of speakers and one of words, and perhaps one of times before them."""
    for table in document.tables:
        speaker = time = ""
        for count, cells in enumerate(_cells(table)):
            if count == 0 and _is_head(cells):
                continue
            times = [cell for cell in cells[:-1] if cell and set(cell) <= _CLOCK_SIGNS]
            names = [cell for cell in cells[:-1] if cell not in times]
            if len(cells) not in (2, 3) or any(names[1:]):
                continue
            time = times[0] if times else ""
            speaker = next((name.rstrip(":").strip() for name in names if name), speaker)
            if speaker and cells[-1]:
                yield make_line(speaker, cells[-1], time)


def _is_head(cells: list[str]) -> bool:
    words = {cell.casefold().strip(": ") for cell in cells}
    return bool(words & _SPEAKER_HEADS and words & _TEXT_HEADS)
