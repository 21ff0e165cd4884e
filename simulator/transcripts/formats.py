"""The formats that transcripts come in, and how a file's format is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from simulator.i18n import mark, tr
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.record import Record
from simulator.transcripts.source import Source

Reader = Callable[[Source], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for `--format`, the endings of its files, what it is, and whether it can be written."""

    name: str
    endings: tuple[str, ...]
    about: str
    writes: bool
    _module: str

    def reader(self) -> Reader:
        """Return the function that reads it; what it needs is imported now and not before."""
        module = import_module(f"simulator.transcripts.{self._module}")
        return cast(Reader, getattr(module, f"read_{self.name}"))


_FORMATS = (
    Format("csv", (".csv",), "one turn a row: conversation_id, speaker, text, timestamp", True, "read_csv"),
    Format("tsv", (".tsv", ".tab"), "as CSV, with tabs", True, "read_csv"),
    Format("json", (".json",), "a list of rows, conversations with turns, or toask's scores", True, "read_json"),
    Format("jsonl", (".jsonl", ".ndjson"), "one row, or one conversation, a line", True, "read_json"),
    Format("parquet", (".parquet",), "one turn a row, as CSV", False, "read_parquet"),
    Format("vtt", (".vtt",), "WebVTT, also from Teams and Zoom", True, "read_captions"),
    Format("srt", (".srt",), "SubRip captions", True, "read_captions"),
    Format("txt", (".txt", ".text"), '"Name: …", also from Teams and Zoom', True, "read_text"),
    Format("docx", (".docx",), 'Word: "Name: …", tables, Teams transcripts', True, "read_docx"),
)
_HINTS = {
    ".docm": mark("it can hold macros; save it as .docx"),
    **dict.fromkeys((".doc", ".odt", ".rtf"), mark("save it as .docx")),
    ".pdf": mark("export the transcript as .docx or .txt"),
    **dict.fromkeys((".xlsx", ".xls", ".ods"), mark("save it as CSV")),
    **dict.fromkeys((".mp4", ".mp3", ".m4a", ".wav"), mark("transcribe it first")),
}


def formats() -> tuple[Format, ...]:
    """Return all formats."""
    return _FORMATS


def format_of(path: Path, wanted: str = "", writing: bool = False) -> Format:
    """Return the format named `wanted`, else the one that the file's ending stands for.

    Args:
        path: the file; it need not exist.
        wanted: the name of a format, or nothing.
        writing: a format to write; the error then names those, and the option that chooses one.

    Raises:
        TranscriptError: no such format, or an ending that none has.
    """
    ending = path.suffix.lower()
    for one in _FORMATS:
        if wanted.casefold().lstrip(".") == one.name if wanted else ending in one.endings:
            return one
    names = ", ".join(one.name for one in _FORMATS if one.writes or not writing)
    option = "--to" if writing else "--format"
    if wanted:
        raise TranscriptError(
            mark('There is no format "{name}"; give {option} with one of {names}.'),
            name=wanted, option=option, names=names,
        )  # fmt: skip
    if ending in _HINTS and not writing:
        raise TranscriptError(mark("{file} cannot be read; {hint}."), file=path.name, hint=tr(_HINTS[ending]))
    raise TranscriptError(
        mark("The ending of {file} says no format; give {option} with one of {names}."),
        file=path.name, option=option, names=names,
    )  # fmt: skip
