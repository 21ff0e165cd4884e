"""A file opened for reading: checked, its encoding known, read in lines of bounded length."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from simulator.i18n import mark
from simulator.transcripts.encoding import encoding_of
from simulator.transcripts.errors import TranscriptError, at
from simulator.transcripts.limits import WHOLE_BYTES
from simulator.transcripts.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Source:
    """A file, how to read it, and the name that stands in errors."""

    path: Path
    options: ReadOptions

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return shown(self.path.name)

    @property
    def default_id(self) -> str:
        """The id of a conversation whose file gives none."""
        return shown(self.path.stem)

    def open(self) -> TextIO:
        """Return the file as text; the csv module and the line counter want newlines untranslated.

        Raises:
            TranscriptError: the file is empty, binary or damaged, or the wanted encoding does not exist.
        """
        encoding = self.options.encoding or encoding_of(self.path, self.name)
        try:
            if codecs.lookup(encoding).name == "utf-8":
                encoding = "utf-8-sig"  # a mark at the start is never part of the words
            return self.path.open(encoding=encoding, newline="")
        except LookupError as error:
            raise TranscriptError(
                mark('There is no encoding "{name}"; give --encoding utf-8, utf-16 or windows-1252.'), name=encoding
            ) from error

    def text(self) -> str:
        r"""Return a whole file, with \n between lines.

        Raises:
            TranscriptError: as `open`, or the file is larger than a conversation can be.
        """
        self.check_size()
        with self.open() as file:
            return file.read().replace("\r\n", "\n").replace("\r", "\n")

    def check_size(self) -> None:
        """Refuse a file too large to be held.

        Raises:
            TranscriptError: it is.
        """
        size = self.path.stat().st_size
        if size > WHOLE_BYTES:
            raise TranscriptError(
                mark(
                    "{file} has {size} MB, more than one conversation can have; split it, or use CSV or JSONL, "
                    "which are read piece by piece."
                ),
                file=self.name, size=size // 1_000_000,
            )  # fmt: skip


def shown(name: str) -> str:
    r"""Return a file's name as it can be written down; bytes in it that are no UTF-8 stand as `\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def lines(file: TextIO, source: str, limit: int) -> Iterator[str]:
    """Yield the lines of a file with their ends; never holds more than `limit` characters.

    Raises:
        TranscriptError: a line is longer.
    """
    count = 0
    while line := file.readline(limit + 1):
        count += 1
        if len(line) > limit:
            said = mark("longer than {most} characters, so no transcript; put one turn on a line.")
            raise at(source, count, said, most=f"{limit:,}")
        yield line
