"""Where cards and weights lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_dir


def root() -> Path:
    """Return the folder for weights: `TOASK_MODELS`, or `toask/models` in the user's cache."""
    own = os.environ.get("TOASK_MODELS")
    return Path(own).expanduser() if own else Path(user_cache_dir("toask", appauthor=False)) / "models"


def places() -> Iterator[Path]:
    """Yield the folders that may hold shipped cards: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    yield package / "_data" / "models"
    yield package.parent / "models"


def own_cards() -> Path:
    """Return the folder for cards that the user wrote: `cards` in the folder for weights."""
    return root() / "cards"
