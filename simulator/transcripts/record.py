"""A conversation together with what else its file said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.transcripts.model import Conversation


@dataclass(frozen=True, slots=True)
class Record:
    """A conversation, its rows as the file has them, and the rest of its object.

    `rows`: one mapping a line, with every column or key (codes, units, …); empty mappings where the format has none.
    `rest`: the keys of a JSON conversation besides its turns (id, language, measures, …).
    """

    conversation: Conversation
    rows: tuple[Mapping[str, Any], ...]
    rest: Mapping[str, Any] = field(default_factory=dict)
