"""From conversations to a file: CSV, TSV, JSON, JSON lines, WebVTT and plain text, UTF-8."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.formats import format_of, formats
from simulator.transcripts.model import Conversation
from simulator.transcripts.write_table import write_csv, write_json, write_jsonl, write_tsv
from simulator.transcripts.write_text import write_txt, write_vtt

_WRITERS: dict[str, Callable[[Iterable[Conversation], TextIO], None]] = {
    "csv": write_csv, "tsv": write_tsv, "json": write_json, "jsonl": write_jsonl, "vtt": write_vtt, "txt": write_txt,
}  # fmt: skip


def write(conversations: Iterable[Conversation], path: Path | str, format: str = "") -> None:
    """Write conversations to a file; memory holds one of them. The file appears whole, or stays as it was.

    `format` as in `formats()`, else by the ending. WebVTT and plain text hold one conversation; in them line breaks and
    repeated spaces inside captions, and roles, are not kept.

    Raises:
        TranscriptError: the format cannot be written or cannot hold these conversations, or the folder is not writable.
    """
    path = Path(path)
    name = format_of(path, format).name
    with _new(path) as file:
        write_to(conversations, file, name)


def write_to(conversations: Iterable[Conversation], file: TextIO, format: str) -> None:
    r"""Write conversations to an open text file, whose newlines must not be translated (`newline=""`).

    Raises:
        TranscriptError: the format cannot be written, or cannot hold these conversations.
    """
    writer = _WRITERS.get(format)
    if writer is None:
        names = ", ".join(one.name for one in formats() if one.writes)
        raise TranscriptError(f'"{format}" cannot be written; give --format with one of {names}.')
    writer(conversations, file)


@contextmanager
def _new(path: Path) -> Iterator[TextIO]:
    """Give a new file that takes the place of `path` when all went well."""
    new = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            yield file
        new.replace(path)
    except OSError as error:
        raise TranscriptError(
            f"Cannot write {path} ({error.strerror}); choose another folder or free space."
        ) from error
    finally:
        new.unlink(missing_ok=True)
