"""Which encoding a text file is in, by its bytes; a file that is no text is told apart."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from simulator.i18n import mark, tr
from simulator.transcripts.errors import TranscriptError, at

_BLOCK = 1 << 20
_SAMPLE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", mark("a zip or Office file")), (b"\xd0\xcf\x11\xe0", mark("an old or locked Office file")),
    (b"%PDF", mark("a PDF")), (b"{\\rtf", mark("an RTF document")), (b"\x89PNG", mark("a picture")),
    (b"\xff\xd8\xff", mark("a picture")), (b"GIF8", mark("a picture")), (b"RIFF", mark("sound or video")),
    (b"ID3", mark("sound")), (b"OggS", mark("sound")), (b"fLaC", mark("sound")), (b"\x1f\x8b", mark("a gzip file")),
    (b"\x1aE\xdf\xa3", mark("video")), (b"SQLite format 3", mark("a database")),
)  # fmt: skip
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_NOT_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CODES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def encoding_of(path: Path, source: str) -> str:
    """Return Python's name of the encoding of a text file.

    A byte order mark decides; else UTF-16 by its zero bytes, UTF-8 when the whole file is valid, Windows-1252, Latin-1.
    A file that is mostly but not wholly UTF-8 is damaged: as Windows-1252 its accents would turn into other letters.

    Raises:
        TranscriptError: the file is empty, no text, or damaged UTF-8.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        if not head.strip():
            raise TranscriptError(mark("{source} is empty; choose another file."), source=source)
        for bom, name in _BOMS:
            if head.startswith(bom):
                return name
        wide = _wide(head)
        if wide:
            return wide
        _refuse_binary(head, source)
        file.seek(0)
        return _eight_bit(iter(lambda: file.read(_BLOCK), b""), source)


def _wide(head: bytes) -> str:
    """Return the UTF-16 whose zero bytes show in Western text, or nothing."""
    pairs = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _refuse_binary(head: bytes, source: str) -> None:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise TranscriptError(
                mark("{source} is {what}, not text; export the transcript as CSV, VTT, TXT or DOCX."),
                source=source, what=tr(what),
            )  # fmt: skip
    codes = len(_CODES.findall(head))
    if (codes > 8 and codes / len(head) > 0.02) or b"ftyp" in head[4:12]:
        raise TranscriptError(
            mark("{source} is no text file; export the transcript as CSV, VTT, TXT or DOCX."), source=source
        )


def _eight_bit(blocks: Iterator[bytes], source: str) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, good = 1, 0
    for block in blocks:
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            _refuse_damaged(block, good, line + block[: error.start].count(b"\n"), source)
            other = _NOT_1252.search(block) or any(_NOT_1252.search(more) for more in blocks)
            return "latin-1" if other else "cp1252"
        line += block.count(b"\n")
        good += 0 if block.isascii() else len(_SEQUENCE.findall(block))
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        _refuse_damaged(b"\xff", good, line, source)
        return "cp1252"
    return "utf-8"


def _refuse_damaged(block: bytes, good: int, line: int, source: str) -> None:
    good += len(_SEQUENCE.findall(block))
    bad = len(_HIGH.findall(_SEQUENCE.sub(b"", block)))
    if good > bad:
        raise at(source, line, mark("not valid UTF-8, though the rest is; save it again as UTF-8, or give --encoding."))
