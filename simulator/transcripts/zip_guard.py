"""A Word file is a zip: what it would unpack to is looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib

from simulator.i18n import mark
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.limits import DOCX_BYTES, DOCX_PARTS, DOCX_RATIO
from simulator.transcripts.source import Source

_SMALL = 1_000_000  # below this size a high ratio harms nobody


def check_docx(source: Source) -> None:
    """Refuse what is no Word document, holds macros, or would unpack to far more than a transcript.

    Sizes are those that the zip states. zipfile reads no more of a part than is stated, so a lie gives less, not more.

    Raises:
        TranscriptError: the file is refused.
    """
    source.check_size()
    if source.path.suffix.lower() == ".docm":
        raise TranscriptError(mark("{file} can hold macros; save it as .docx."), file=source.name)
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
            _check_parts(source.name, parts)
            types = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as error:
        raise TranscriptError(
            mark("{file} is no Word document, is damaged, or has a password; save it again as .docx."),
            file=source.name,
        ) from error
    if b"macroEnabled" in types or any("vbaproject" in part.filename.lower() for part in parts):
        raise TranscriptError(mark("{file} holds macros; save it as .docx without them."), file=source.name)


def _check_parts(source: str, parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    bomb = any(part.file_size > _SMALL and part.file_size > DOCX_RATIO * max(part.compress_size, 1) for part in parts)
    if bomb or total > DOCX_BYTES or len(parts) > DOCX_PARTS:
        raise TranscriptError(
            mark("{file} would unpack to {size} MB, so it is not read; save it again."),
            file=source, size=total // 1_000_000,
        )  # fmt: skip
