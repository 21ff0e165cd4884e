"""How far a run is and how long it still takes, on stderr: a line that is drawn anew, or now and then a new one."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TextIO

from simulator.i18n import language, tr, trn
from simulator.report.words import Words

_DRAWN_EVERY = 0.2
_SAID_EVERY = 10.0
_PER_LETTER = 1.3
_DONE = 0.995
"""A share that is shown as 100 %: then nothing is left."""


class Progress:
    """Counts what was read against the size of the files.

    Args:
        sizes: bytes of each file.
        stream: where it is shown; None: stderr.
    """

    def __init__(self, sizes: Sequence[int], stream: TextIO | None = None) -> None:
        self._sizes = sizes
        self._before = [0]
        for size in sizes:
            self._before.append(self._before[-1] + max(size, 1))
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._file, self._letters = 0, 0
        self._began = self._shown = time.monotonic()
        self._from = 0.0
        self._drawn = False
        self.conversations = 0

    def begin(self) -> None:
        """Start the clock again: what came before was no scoring, and says nothing about the time that is left."""
        self._from, self._began = self.share, time.monotonic()

    @property
    def share(self) -> float:
        """The share (0 to 1) of all bytes that is behind us; inside a file estimated from the words."""
        inside = min(self._letters * _PER_LETTER, self._sizes[self._file]) if self._sizes else 0
        return min(1.0, (self._before[self._file] + inside) / self._before[-1]) if self._before[-1] else 1.0

    def read(self, file: int, letters: int, new: bool = True) -> None:
        """Take note of a conversation of so many letters in that file; `new`: not done in an earlier run."""
        if file != self._file:
            self._file, self._letters = file, 0
        self._letters += letters
        self.conversations += 1
        if not new:
            self.begin()
        self._show()

    def seconds_left(self) -> float | None:
        """Return the estimated seconds to the end; None while there is nothing to go by."""
        done = self.share - self._from
        return (time.monotonic() - self._began) * (1 - self.share) / done if done > 0 else None

    def say(self, sentence: str) -> None:
        """Print a sentence above the line."""
        self._wipe()
        print(sentence, file=self._stream, flush=True)

    def close(self) -> None:
        """Take the line away."""
        self._wipe()

    def _show(self) -> None:
        now = time.monotonic()
        if now - self._shown < (_DRAWN_EVERY if self._terminal else _SAID_EVERY):
            return
        self._shown, left = now, self.seconds_left()
        many = trn("{n} conversation", "{n} conversations", self.conversations).format(n=self.conversations)
        more = tr(", {time} left").format(time=spell(left)) if left is not None and self.share < _DONE else ""
        text = f"{many}, {100 * self.share:.0f} %{more}"
        if self._terminal:
            print(f"\r{text}\x1b[K", end="", file=self._stream, flush=True)
            self._drawn = True
        else:
            print(text, file=self._stream, flush=True)

    def _wipe(self) -> None:
        if self._drawn:
            print("\r\x1b[K", end="", file=self._stream, flush=True)
            self._drawn = False


def spell(seconds: float) -> str:
    """Return a span of time as people say it, such as `3 min`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return tr("{n} h").format(n=Words(language()).number(seconds / 3600))
