"""The list of what lies in a bundle, with the hash of every part: what an assessor signs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from simulator.portfolio.archive import MANIFEST
from simulator.portfolio.canon import sha256, text_of
from simulator.portfolio.errors import PortfolioError
from simulator.portfolio.parts import Part

FORMAT = "toask-portfolio"
VERSION = 1


def made(files: Mapping[str, bytes], parts: Mapping[str, Sequence[Part]], created: str, toask: str) -> bytes:
    """Return the manifest of some files; `parts`: the named parts of those that have any."""
    listed = {name: {"bytes": len(data), "sha256": sha256(data)} for name, data in files.items()}
    named = {name: [asdict(one) for one in held] for name, held in parts.items()}
    data = {"format": FORMAT, "version": VERSION, "created": created, "toask": toask, "files": listed, "parts": named}
    return (text_of(data) + "\n").encode()


def read(data: bytes) -> dict[str, Any]:
    """Return a manifest.

    Raises:
        PortfolioError: it is none, or of a newer version.
    """
    held = plain_json(data)
    if not isinstance(held, dict) or held.get("format") != FORMAT or not _sound(held):
        raise PortfolioError(f"{MANIFEST} was changed or damaged, so nothing can be checked; ask for the bundle again.")
    if held["version"] != VERSION:
        raise PortfolioError("This bundle was made by a newer toask; update toask and try again.")
    return held


def plain_json(data: bytes) -> Any:  # noqa: ANN401 - what JSON may hold
    """Return what JSON says; None where it is none."""
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def parts_of(held: Mapping[str, Any], name: str) -> list[Part]:
    """Return the named parts of a file."""
    return [Part(**one) for one in held["parts"].get(name, [])]


def _sound(held: Mapping[str, Any]) -> bool:
    files, parts = held.get("files"), held.get("parts")
    if not isinstance(files, dict) or not isinstance(parts, dict) or not isinstance(held.get("version"), int):
        return False
    try:
        listed = [Part(**one) for rows in parts.values() for one in rows]
        sizes = [(one["bytes"], one["sha256"]) for one in files.values()]
    except (TypeError, KeyError, AttributeError):
        return False
    whole = [(one.start, one.size) for one in listed] + [(size, 0) for size, _ in sizes]
    texts = [one for part in listed for one in (part.name, part.sha256)] + [one for _, one in sizes]
    return all(isinstance(n, int) and n >= 0 for pair in whole for n in pair) and all(isinstance(t, str) for t in texts)
