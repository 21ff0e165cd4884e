"""Memory of a process that scores for hours: what is free goes back to the system, and little is kept for shapes."""

from __future__ import annotations

import ctypes
import os
from functools import lru_cache
from typing import Any

SETTING = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64"}
"""Environment of a process that scores: turns have thousands of shapes, and a thousand kept ones are a gigabyte."""


def steady() -> None:
    """Keep memory flat from here on; to be called before torch is loaded."""
    for name, value in SETTING.items():
        os.environ.setdefault(name, value)


def release() -> None:
    """Give what is free back to the system, where that can be done (glibc)."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


@lru_cache(maxsize=1)
def _library() -> Any:  # noqa: ANN401 - a library of the system
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # TypeError: Windows has no process-wide library
        return None
    return library if hasattr(library, "malloc_trim") else None
