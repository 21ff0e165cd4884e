"""From a file to conversations, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simulator.transcripts.errors import TranscriptError
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
            raise TranscriptError(f"{path} is a folder; name the files in it.")
        if not path.is_file():
            raise TranscriptError(f"There is no file {path}; check the path.")
    except (OSError, ValueError) as error:
        raise TranscriptError(f"{str(path)[:200]!r} cannot be opened; check the path.") from error
    reader = format_of(path, options.format).reader()
    return _guarded(reader(Source(path, options)), path.name)


def _guarded(found: Iterator[Record], name: str) -> Iterator[Record]:
    """Yield on, with what Python raises while reading turned into one sentence."""
    try:
        yield from found
    except UnicodeError as error:
        raise TranscriptError(
            f"{name} is not in the encoding that it seems to have; save it as UTF-8, or give --encoding."
        ) from error
    except ModuleNotFoundError as error:
        raise TranscriptError(
            f"{name} needs a part that is not installed ({error.name}); run pip install 'toask[transcripts]'."
        ) from error
    except OSError as error:
        raise TranscriptError(f"{name}: {error.strerror or error}; check the file and its permissions.") from error
