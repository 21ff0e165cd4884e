"""Memory of a process that scores for hours: little is kept for shapes."""

from __future__ import annotations

import os

SETTING = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64"}
"""Environment of a process that scores: turns have thousands of shapes, and a thousand kept ones are a gigabyte."""


def steady() -> None:
    """Keep memory flat from here on; to be called before torch is loaded."""
    for name, value in SETTING.items():
        os.environ.setdefault(name, value)
