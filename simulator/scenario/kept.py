"""Keeps what was worked out for single lines, which come back each time that a file is read while it is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")
MOST = 8192
"""Lines of a large scenario, and then some."""
_TAB = "TOASK_SCORING"
"""Names a scoring process: this is a tab of a class, which reads its school once, and whose megabytes count."""


def kept(most: int = MOST) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Return a decorator that keeps what a function of a line found, for at most so many lines; nothing in a tab."""

    def keep(function: Callable[Given, Found]) -> Callable[Given, Found]:
        return function if os.environ.get(_TAB) else lru_cache(maxsize=most)(function)  # type: ignore[return-value]

    return keep
