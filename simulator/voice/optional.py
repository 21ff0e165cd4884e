"""Fields of a request that not every server takes: what switches thinking off, under its two names, and the seed.

`transformers serve` and older llama-servers and vLLMs go by `chat_template_kwargs`, Ollama by `reasoning_effort`; newer
llama-servers and vLLMs by either. A server may refuse what it does not know: then it is asked without.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

THINKING: Mapping[str, Any] = {"chat_template_kwargs": {"enable_thinking": False}, "reasoning_effort": "none"}
_KWARGS, _EFFORT = THINKING
FIELDS = (_KWARGS, _EFFORT, "seed")
_WAYS = (
    frozenset({_KWARGS}), frozenset({_EFFORT}), frozenset({_KWARGS, _EFFORT}), frozenset(FIELDS),
)  # fmt: skip
"""What is left out, in this order, where a server does not say which field it refuses: thinking stays off if it can."""


class Optional:
    """What one server takes; found out once, by what it refuses."""

    def __init__(self) -> None:
        self._out: frozenset[str] = frozenset()
        self._tried = {self._out}
        self._taken = False

    def fitting(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request without what the server does not take."""
        return {name: value for name, value in body.items() if name not in self._out}

    def taken(self) -> None:
        """Note that a request was not refused: what was left out stays out, and nothing more will be."""
        self._taken = True

    def refused(self, why: str) -> bool:
        """Note that a request was refused, with these words; return whether leaving out something else may help."""
        named = frozenset(name for name in FIELDS if name in why)
        if named >= set(FIELDS) - self._out:
            named = frozenset()  # it gives the whole request back
        if not self._taken:
            for way in (self._out | named, *_WAYS):
                if way not in self._tried:
                    self._out = way
                    self._tried.add(way)
                    return True
            self._out = frozenset()
            self._tried = {self._out}
        return False
