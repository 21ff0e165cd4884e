"""A JSON document read value by value, so that a list of a million turns is never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from simulator.i18n import mark
from simulator.transcripts.errors import TranscriptError, at
from simulator.transcripts.limits import LINE_CHARS

_SPACE = " \t\r\n"
_STEP = 1 << 16
STREAMED = ("conversations", "turns")
NO_TRANSCRIPT = mark("no transcript in this JSON (too deep or too large); export it again.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A value of the document: the `key` above it (empty in a top-level list); an `element` of a list, or all of it."""

    key: str
    element: bool
    line: int
    value: Any


class Window:
    """The part of a document that is being read, with the line it begins on (from 1)."""

    def __init__(self, file: TextIO, source: str) -> None:
        self._file, self.source = file, source
        self._held, self._at, self.line, self._ended = "", 0, 1, False
        self._decoder = json.JSONDecoder(strict=False)  # raw control codes in strings are stripped later

    def peek(self) -> str:
        """Return the next character that is no space, or nothing at the end."""
        while True:
            start = self._at
            while self._at < len(self._held) and self._held[self._at] in _SPACE:
                self._at += 1
            self.line += self._held.count("\n", start, self._at)
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more(_STEP):
                return ""

    def take(self, signs: str) -> str:
        """Return the next character, which must be one of `signs`.

        Raises:
            TranscriptError: it is another one, or the document ends.
        """
        found = self.peek()
        if not found or found not in signs:
            raise at(
                self.source, self.line,
                mark("expected {signs}; check the file with a JSON editor, or export it again."),
                signs=" / ".join(signs),
            )  # fmt: skip
        self._at += 1
        return found

    def value(self) -> Any:  # noqa: ANN401 - JSON
        """Return the next whole value.

        Raises:
            TranscriptError: it is no JSON, or larger than a conversation can be.
        """
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                wrong, end = error.msg, -1
                reached = self.line + self._held.count("\n", self._at, error.pos)
                if _is_final(error, len(self._held)):
                    raise self._wrong(reached, wrong) from error
            except (ValueError, RecursionError) as error:
                raise at(self.source, self.line, NO_TRANSCRIPT) from error
            if end >= 0 and (end < len(self._held) or self._ended):
                break  # a number at the edge of the window may go on behind it
            if not self._more(len(self._held) - self._at + _STEP):
                if end < 0:
                    raise self._wrong(reached, wrong)
                break
        self.line += self._held.count("\n", self._at, end)
        self._at = end
        return value

    def _wrong(self, line: int, what: str) -> TranscriptError:
        said = mark("not JSON ({what}); check the file with a JSON editor, or export it again.")
        return at(self.source, line, said, what=what)

    def _more(self, size: int) -> bool:
        """Read on; what was taken is dropped. Return False at the end of the file."""
        if self._ended:
            return False
        if len(self._held) - self._at > LINE_CHARS:
            raise at(
                self.source, self.line,
                mark("a value does not end, or is larger than a conversation can be; export the file again."),
            )  # fmt: skip
        more = self._file.read(size)
        self._ended = not more
        self._held, self._at = self._held[self._at :] + more, 0
        return bool(more)


def _is_final(error: json.JSONDecodeError, held: int) -> bool:
    """Return whether reading on cannot mend it: the fault is not at the edge of the window, nor an open string."""
    return error.pos < held - 16 and not error.msg.startswith("Unterminated string")


def pieces(file: TextIO, source: str) -> Iterator[Piece]:
    """Yield a document's values: the elements of its list, or of its "conversations" and "turns"; other keys whole.

    Raises:
        TranscriptError: the text is no JSON, or neither a list nor an object.
    """
    window = Window(file, source)
    if window.peek() == "[":
        yield from _elements(window, "")
    elif window.peek() == "{":
        yield from _members(window)
    else:
        said = mark('no list of turns and no object with "conversations" or "turns"; see docs/transcripts.md.')
        raise at(source, window.line, said)
    if window.peek():
        said = mark("more than one JSON document; if there is one a line, give --format jsonl.")
        raise at(source, window.line, said)


def _elements(window: Window, key: str) -> Iterator[Piece]:
    window.take("[")
    if window.peek() == "]":
        window.take("]")
        return
    while True:
        window.peek()
        line = window.line
        yield Piece(key, True, line, window.value())
        if window.take(",]") == "]":
            return


def _members(window: Window) -> Iterator[Piece]:
    window.take("{")
    if window.peek() == "}":
        window.take("}")
        return
    while True:
        if window.peek() != '"':
            window.take('"')
        line, key = window.line, window.value()
        window.take(":")
        if key in STREAMED and window.peek() == "[":
            yield from _elements(window, key)
        else:
            yield Piece(key, False, line, window.value())
        if window.take(",}") == "}":
            return
