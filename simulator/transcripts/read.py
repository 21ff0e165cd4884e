"""From a file to conversations, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simulator.i18n import mark, tr
from simulator.transcripts.errors import TranscriptError, not_installed
from simulator.transcripts.formats import format_of
from simulator.transcripts.model import Conversation
from simulator.transcripts.options import ReadOptions
from simulator.transcripts.record import Record
from simulator.transcripts.source import Source


def read(path: Path | str, options: ReadOptions | None = None) -> Iterator[Conversation]:
    """Yield the conversations of a file as they end; memory holds one, however large the file is.

    Raises:
        TranscriptError: the file cannot be read; what was yielded before is complete. Format and path are checked at
            once, the rest while reading.
    """
    return (record.conversation for record in records(path, options))


def records(path: Path | str, options: ReadOptions | None = None) -> Iterator[Record]:
    """Yield conversations together with their raw rows (codes and units of scored or hand-coded files).

    Raises:
        TranscriptError: as for `read`.
    """
    path, options = Path(path), options or ReadOptions()
    try:
        if path.is_dir():
            raise TranscriptError(mark("{path} is a folder; name the files in it."), path=path)
        if not path.is_file():
            raise TranscriptError(mark("There is no file {path}; check the path."), path=path)
    except (OSError, ValueError) as error:
        shown = repr(str(path)[:200])
        raise TranscriptError(mark("{path} cannot be opened; check the path."), path=shown) from error
    reader = format_of(path, options.format).reader()
    source = Source(path, options)
    return _guarded(reader(source), source.name)


def _guarded(found: Iterator[Record], name: str) -> Iterator[Record]:
    """Yield on, with what Python raises while reading turned into one sentence."""
    try:
        yield from found
    except UnicodeError as error:
        raise TranscriptError(
            mark("{file} is not in the encoding that it seems to have; save it as UTF-8, or give --encoding."),
            file=name,
        ) from error
    except ModuleNotFoundError as error:
        raise not_installed(name, error) from error
    except OSError as error:
        raise TranscriptError(
            mark("{file}: {why}; check the file and its permissions."), file=name, why=tr(error.strerror or str(error))
        ) from error
