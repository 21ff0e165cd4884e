"""One row a unit: the table that CSV and Parquet hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Cell = str | int | float | bool | None
COLUMNS: dict[str, type] = {
    "source": str, "conversation_id": str, "language": str, "turn": int, "speaker": str, "role": str, "timestamp": str,
    "main": str, "annomi": str, "unit": int, "text": str, "code": str, "value": int, "confidence": float, "flags": str,
    "reason": str, "unsure": bool, "codebook": int, "coder": str,
}  # fmt: skip


def rows(conversation: Mapping[str, Any], head: Mapping[str, Any]) -> Iterator[dict[str, Cell]]:
    """Yield a row for every unit of a conversation as `to_json` writes it; turns and units are counted from 1.

    Args:
        conversation: with its `source`. Turns of the school are counted and have no rows.
        head: `coder` and `codebook`.
    """
    for number, turn in enumerate(conversation["turns"], 1):
        for place, unit in enumerate(turn.get("units", ()), 1):
            yield {
                "source": conversation.get("source", ""), "conversation_id": conversation["id"],
                "language": conversation["language"], "turn": number, "speaker": turn["speaker"], "role": turn["role"],
                "timestamp": turn.get("timestamp", ""), "main": turn["main"], "annomi": turn["annomi"], "unit": place,
                "text": unit["text"], "code": unit["code"], "value": unit["value"], "confidence": unit["confidence"],
                "flags": " ".join(unit["flags"]), "reason": unit["reason"], "unsure": unit["unsure"],
                "codebook": head["codebook"], "coder": head["coder"],
            }  # fmt: skip
