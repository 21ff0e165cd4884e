"""The small files that were learnt for the school's mind: read whole, against the hash they were written with."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from simulator.errors import ToaskError

HASHES = "learnt.json"
"""SHA-256 of each file, beside them."""
_UNREADABLE = "{name}, which the school reads turns with, cannot be read: install toask again."
_OTHER = "{name}, which the school reads turns with, does not fit its hash: install toask again."


class LearntError(ToaskError):
    """A file that was learnt for the school's mind is missing or damaged."""


def read(name: str, folder: Traversable | None = None) -> bytes:
    """Return what a file holds.

    Args:
        name: `off.npz` or `own.json`.
        folder: where it lies; None: in this package.

    Raises:
        LearntError: it cannot be read or does not fit its hash.
    """
    held = files("simulator.school") if folder is None else folder
    try:
        hashes = json.loads(held.joinpath(HASHES).read_text(encoding="utf-8"))
        data = held.joinpath(name).read_bytes()
        wanted = hashes[name]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise LearntError(_UNREADABLE.format(name=name)) from problem
    if hashlib.sha256(data).hexdigest() != wanted:
        raise LearntError(_OTHER.format(name=name))
    return data


def pin(name: str, folder: Path) -> None:
    """Write down the hash of a file that was just learnt."""
    path = folder / HASHES
    held = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    held[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    path.write_text(json.dumps(dict(sorted(held.items())), indent=2) + "\n", encoding="utf-8")
