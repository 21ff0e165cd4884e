"""The mind's input and decision as JSON and back: the log is the one source for replay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from simulator.coding.codebook import Unit
from simulator.school.acts import Decision, Hit, State, Target, TurnInput


def turn_to_json(turn: TurnInput, coder: str = "") -> dict[str, Any]:
    """Return a turn's input as plain data, with the coder's id; of targets only ids and scores, no text."""
    return {**asdict(turn), "coder": coder}


def turn_from_json(data: Mapping[str, Any]) -> TurnInput:
    """Return the turn's input that `turn_to_json` kept."""
    return TurnInput(
        text=data["text"],
        units=tuple(unit_from_json(unit) for unit in data["units"]),
        hits=_hits(data["hits"]),
        echoes=tuple(_target(echo) for echo in data["echoes"]),
        addressed=data["addressed"],
        repeats=data["repeats"],
        novel=data["novel"],
        leans=_hits(data.get("leans", ())),
        cue=data.get("cue", -1),
    )


def unit_from_json(data: Mapping[str, Any]) -> Unit:
    """Return a coded unit."""
    return Unit(**{**data, "flags": tuple(data["flags"])})


def unit_to_json(unit: Unit) -> dict[str, Any]:
    """Return a coded unit in the keys of the command contract."""
    return {"text": unit.text, "code": unit.code, "value": unit.value, "flags": list(unit.flags)}


def decision_to_json(decision: Decision, state: State) -> dict[str, Any]:
    """Return what the school decided and where it stands; the wordings stay in the scenario."""
    return {
        "act": decision.act,
        "speaker": decision.speaker,
        "target": asdict(decision.target) if decision.target else None,
        "variant": decision.variant,
        "because": decision.because,
        "rapport": state.rapport,
        "stage": state.stage,
        "said": list(state.said),
        "ended": state.ended,
    }


def _target(data: Mapping[str, Any]) -> Target:
    return Target(data["kind"], data["id"])


def _hits(rows: Sequence[Mapping[str, Any]]) -> tuple[Hit, ...]:
    return tuple(Hit(_target(hit["target"]), hit["score"], hit.get("unit", 0)) for hit in rows)
