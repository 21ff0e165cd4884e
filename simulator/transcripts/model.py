"""A conversation as it stands in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["trainee", "school"]


@dataclass(frozen=True, slots=True)
class Line:
    """One turn: who (as in the file), what (NFC), when (as in the file, else empty), and the role once it is known."""

    speaker: str
    text: str
    timestamp: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in their order. `language`: nl, en, or empty while it is not known. `source`: the file's name."""

    id: str
    lines: tuple[Line, ...]
    language: str = ""
    source: str = ""
