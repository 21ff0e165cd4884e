"""The raw data of a portfolio as bytes of which each belongs to a named part, so that a changed byte has a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.portfolio.canon import sha256, text_of


@dataclass(frozen=True, slots=True)
class Part:
    """A named stretch of a file: where it begins, its length in bytes, its hash."""

    name: str
    start: int
    size: int
    sha256: str


def laid_out(data: Mapping[str, Any]) -> tuple[bytes, tuple[Part, ...]]:
    """Return data as JSON, and the parts that tile it without a gap: one a key, or one for each entry of a list."""
    chunks: list[tuple[str, bytes]] = [(name, text.encode()) for name, text in _chunks(data)]
    parts, at = [], 0
    for name, chunk in chunks:
        parts.append(Part(name, at, len(chunk), sha256(chunk)))
        at += len(chunk)
    return b"".join(chunk for _, chunk in chunks), tuple(parts)


def _chunks(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    keys = sorted(data)
    for key in keys:
        value = data[key]
        lead = f"{'{' if key == keys[0] else ','}\n{text_of(key)}: "
        end = "\n}\n" if key == keys[-1] else ""
        if not isinstance(value, list) or not value:
            yield key, f"{lead}{text_of(value)}{end}"
            continue
        for number, one in enumerate(value, 1):
            first, last = number == 1, number == len(value)
            yield (
                f"{key}/{one['id'] if isinstance(one, Mapping) and key == 'judgements' else number}",
                f"{f'{lead}[' if first else ','}\n{text_of(one)}{f'{chr(10)}]{end}' if last else ''}",
            )


def parts_changed(data: bytes, parts: Sequence[Part]) -> list[str]:
    """Return the names of the parts whose bytes are others now.

    Where bytes were put in or taken out, everything behind them has moved: then only the first is named.
    """
    if not parts:
        return []
    other = [one.name for one in parts if sha256(data[one.start : one.start + one.size]) != one.sha256]
    whole = sum(one.size for one in parts)
    return other if len(data) == whole else other[:1] or [parts[-1].name]
