"""Rows of the practice log, as the store gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Step = Literal["sent", "coded", "decided", "said", "cancelled"]


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation: ids, the scenario as it was (`source`: its YAML), where it stands, times in UTC ISO 8601."""

    id: str
    scenario_id: str
    scenario_version: int
    language: str
    title: str
    source: str
    seed: int
    voice: str
    mode: str
    status: Literal["active", "ended"]
    archived: bool
    head: int | None
    created: str
    updated: str
    turns: int = 0
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def result(self) -> dict[str, Any] | None:
        """What was kept of it at its end; while another way is tried, of the way that was finished before."""
        held = self.meta.get("result" if self.status == "ended" else "last_result")
        return held if isinstance(held, dict) else None

    @property
    def earlier(self) -> int | None:
        """Last turn of the way that was finished, while another is tried; None: the shown way is all there is."""
        head = (self.result or {}).get("head") if self.status != "ended" else None
        return head if isinstance(head, int) else None

    @property
    def finished(self) -> bool:
        """Whether a way of it came to its end; it counts until another does."""
        return self.status == "ended" or self.earlier is not None


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One node of the tree of turns. `data` gathers what each step saved: `coded`, `decided`, `said`."""

    id: int
    conversation: str
    parent: int | None
    role: Literal["school", "trainee"]
    speaker: str
    text: str
    step: Step
    data: dict[str, Any]
    created: str


def unsaved(
    number: int,
    role: Literal["school", "trainee"],
    text: str,
    speaker: str = "",
    said: dict[str, Any] | None = None,
) -> TurnRow:
    """Return a turn of a talk that no store holds, behind turn `number` - 1; `said`: what the step saved."""
    data = {"said": said} if said else {}
    return TurnRow(number, "", number - 1 if number else None, role, speaker, text, "said", data, "")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Something kept beside the turns: a hypothesis, a note, a hint that was asked."""

    id: int
    conversation: str
    turn: int | None
    kind: str
    text: str
    created: str
