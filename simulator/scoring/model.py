"""A scored conversation, and how it is written as JSON (the command contract of `toask score`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.coding.codebook import ANNOMI, Main, Unit
from simulator.transcripts.model import Role

Figure = float | int | None


@dataclass(frozen=True, slots=True)
class ScoredTurn:
    """One turn; a school's turn has no units, no `main` and no `annomi`."""

    speaker: str
    role: Role
    text: str
    units: tuple[Unit, ...] = ()
    main: Main | None = None
    annomi: str | None = None
    timestamp: str = ""
    unsure: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A conversation with its turns coded and its measures (CODEBOOK); `measures` hold numbers, lists or None."""

    id: str
    language: str
    turns: tuple[ScoredTurn, ...]
    measures: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


def annomi_of(unit_codes: list[str]) -> str:
    """Return AnnoMI's label that a turn's codes stand for, where a coder gives none of its own."""
    kinds = [ANNOMI[code] for code in unit_codes]
    return next((kind for kind in ("question", "reflection", "therapist_input") if kind in kinds), "other")


def unit_json(unit: Unit, unsure: bool = False) -> dict[str, Any]:
    """Return a unit as the contract says, and whether the coder is unsure of it."""
    return {
        "text": unit.text, "code": unit.code, "value": unit.value, "confidence": unit.confidence,
        "flags": list(unit.flags), "reason": unit.reason, "unsure": unsure,
    }  # fmt: skip


def to_json(scored: Scored) -> dict[str, Any]:
    """Return a conversation as the contract says; `language_unsure`: it was too short to tell its language."""
    turns: list[dict[str, Any]] = []
    for turn in scored.turns:
        row: dict[str, Any] = {"speaker": turn.speaker, "role": turn.role, "text": turn.text}
        if turn.timestamp:
            row["timestamp"] = turn.timestamp
        if turn.role == "trainee":
            marks = turn.unsure or (False,) * len(turn.units)
            units = [unit_json(unit, mark) for unit, mark in zip(turn.units, marks, strict=True)]
            row |= {"main": turn.main, "annomi": turn.annomi, "units": units}
        turns.append(row)
    return {
        "id": scored.id, "language": scored.language, "language_unsure": not scored.language, "turns": turns,
        "measures": dict(scored.measures),
    }  # fmt: skip
