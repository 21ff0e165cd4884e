"""llama.cpp beside the voice: the same weights write a line for each act of the fixed conversation, and are timed.

Prompts come as the same pieces. It writes without drawing lots, to the end of the line and at most as many pieces as
the line that the voice gave: so neither has more to say. Its prefix is kept from turn to turn, as the voice's is.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from simulator.voice import as_gguf
from simulator.voice.ahead import stood_in
from simulator.voice.pasts import common
from simulator.voice.prompt import context
from simulator.voice.render import ends_of, render
from simulator.voice.types import Ask

ROOM = 2048
"""Pieces of prompt and reply together."""


def installed() -> bool:
    """Whether llama-cpp-python is installed."""
    return find_spec("llama_cpp") is not None


@dataclass(frozen=True, slots=True)
class Written:
    """What llama.cpp did in one turn: seconds to its first piece, and to its last; the pieces."""

    first: float
    total: float
    pieces: tuple[int, ...]


class LlamaBeside:
    """The packed voice in llama.cpp (package `llama-cpp-python`, extra `dev`: it compiles for minutes).

    Args:
        folder: the packed voice.
        threads: as many as the voice has.

    Raises:
        VoiceError: the folder holds no packed Gemma 3, or it is damaged.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        from llama_cpp import Llama
        from tokenizers import Tokenizer

        self._tokens: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        with tempfile.TemporaryDirectory(prefix="toask-") as some:
            path = Path(some) / "voice.gguf"
            as_gguf.write(folder, path)
            # Read into memory as a whole: the file goes with its folder.
            self._llama: Any = Llama(
                str(path), n_ctx=ROOM, n_threads=threads, n_threads_batch=threads, use_mmap=False, verbose=False
            )

    def read_ahead(self, ask: Ask) -> None:
        """Read what of an act's prompt is known before the trainee's turn, as the voice does."""
        one, two = (self._tokens.encode(text).ids for text in stood_in(context(ask), "plain"))
        next(iter(self._llama.generate(one[: common(one, two)], temp=0.0, top_k=1)))

    def turn(self, ask: Ask, shown: str) -> Written:
        """Write a reply to `ask`, with at most as many pieces as the line that was `shown`."""
        limit = len(self._tokens.encode(" " + shown, add_special_tokens=False).ids)
        began = time.perf_counter()
        ids = self._tokens.encode(render(context(ask), "plain")).ids
        out: list[int] = []
        first = 0.0
        for piece in self._llama.generate(ids, temp=0.0, top_k=1, repeat_penalty=1.0):
            first = first or time.perf_counter() - began
            out.append(int(piece))
            if len(out) >= limit or self._ended(out):
                break
        return Written(first, time.perf_counter() - began, tuple(out))

    def text(self, pieces: Sequence[int]) -> str:
        """Return pieces as text."""
        return str(self._tokens.decode(list(pieces)))

    def _ended(self, out: Sequence[int]) -> bool:
        text = self.text(out)
        return any(end in text for end in ends_of("plain"))
