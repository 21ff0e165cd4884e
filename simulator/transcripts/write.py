"""From conversations to a file: CSV, TSV, JSON, JSON lines, WebVTT, SRT, plain text (all UTF-8) and Word."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from simulator.i18n import mark, tr
from simulator.transcripts.errors import TranscriptError, not_installed
from simulator.transcripts.formats import format_of, formats
from simulator.transcripts.model import Conversation
from simulator.transcripts.write_table import write_csv, write_json, write_jsonl, write_tsv
from simulator.transcripts.write_text import write_srt, write_txt, write_vtt

_WRITERS: dict[str, Callable[[Iterable[Conversation], TextIO], None]] = {
    "csv": write_csv, "tsv": write_tsv, "json": write_json, "jsonl": write_jsonl, "vtt": write_vtt, "srt": write_srt,
    "txt": write_txt,
}  # fmt: skip


def write(conversations: Iterable[Conversation], path: Path | str, format: str = "") -> None:
    """Write conversations to a file; memory holds one of them. The file appears whole, or stays as it was.

    `format` as in `formats()`, else by the ending. WebVTT, SRT, plain text and Word hold one conversation; in the first
    three line breaks and repeated spaces inside captions, and roles, are not kept.

    Raises:
        TranscriptError: the format cannot be written or cannot hold these conversations, or the folder is not writable.
    """
    path = Path(path)
    found = format_of(path, format)
    if not found.writes:
        raise _unwritten(found.name, (one.name for one in formats() if one.writes))
    with _new(path) as new:
        if found.name == "docx":
            _write_docx(conversations, path.name, new)
            return
        with new.open("w", encoding="utf-8", newline="") as file:
            write_to(conversations, file, found.name)


def write_to(conversations: Iterable[Conversation], file: TextIO, format: str) -> None:
    r"""Write conversations to an open text file, whose newlines must not be translated (`newline=""`).

    Raises:
        TranscriptError: the format is not written as text, or cannot hold these conversations.
    """
    writer = _WRITERS.get(format)
    if writer is None:
        raise _unwritten(format, _WRITERS)
    writer(conversations, file)


def _write_docx(conversations: Iterable[Conversation], name: str, new: Path) -> None:
    try:
        from simulator.transcripts.write_docx import write_docx
    except ModuleNotFoundError as error:
        raise not_installed(name, error) from error
    write_docx(conversations, new)


def _unwritten(name: str, names: Iterable[str]) -> TranscriptError:
    return TranscriptError(
        mark('"{name}" cannot be written; choose one of {names}.'), name=name, names=", ".join(names)
    )


@contextmanager
def _new(path: Path) -> Iterator[Path]:
    """Give the name of a new file that takes the place of `path` when all went well."""
    new = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield new
        new.replace(path)
    except OSError as error:
        raise TranscriptError(
            mark("Cannot write {path} ({why}); choose another folder or free space."),
            path=path, why=tr(error.strerror or str(error)),
        ) from error  # fmt: skip
    finally:
        new.unlink(missing_ok=True)
