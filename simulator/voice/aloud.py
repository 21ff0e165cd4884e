"""What a model says, told from what it thinks aloud: in a field of its own, or between tags before it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FIELDS = ("reasoning_content", "reasoning")
"""llama-server and `transformers serve` name it so; vLLM and Ollama so."""
_OPEN, _CLOSE = "<think>", "</think>"
_HOLD = 100
"""Characters that are held back at most: blanks may go on for ever."""


class Aloud:
    """The parts of one answer.

    Attributes:
        said: characters that were said.
        thought: characters that were thought aloud.
    """

    def __init__(self) -> None:
        self.said = self.thought = 0
        self._held = ""
        self._where = "before"

    def add(self, delta: Mapping[str, Any]) -> str:
        """Take the next part of an answer and return what is said in it."""
        self.thought += sum(len(delta[name]) for name in FIELDS if isinstance(delta.get(name), str))
        self._held += str(delta.get("content") or "")
        if self._where == "before":
            begun = self._held.lstrip()
            if begun.startswith(_OPEN):
                self._where = "thinking"
            elif not _OPEN.startswith(begun) or len(self._held) > _HOLD:
                self._where = "speaking"
        if self._where == "thinking":
            before, closed, after = self._held.partition(_CLOSE)
            if closed:
                self._where, self._held = "speaking", after.lstrip()
                self.thought += len(before)
            else:
                self.thought += max(0, len(before) - len(_CLOSE))
                self._held = before[-len(_CLOSE) :]
        return self._out() if self._where == "speaking" else ""

    def rest(self) -> str:
        """Return what was held back at the end of an answer, as it might have been the beginning of a thought."""
        if self._where == "thinking":
            self.thought += len(self._held)
            return ""
        return self._out()

    def _out(self) -> str:
        out, self._held = self._held, ""
        self.said += len(out)
        return out
