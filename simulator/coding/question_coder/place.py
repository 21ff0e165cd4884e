"""Where the shipped weights lie, with the corpus and the predictions beside them in a checkout."""

from __future__ import annotations

from pathlib import Path

NAME = "question-coder"


def folder() -> Path:
    """Return the folder of the shipped weights, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "_data" / "models" / NAME
    return inside if inside.is_dir() else package.parent / "models" / NAME
