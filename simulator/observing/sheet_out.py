"""A finished observer sheet as JSON or as a table that no spreadsheet runs anything of."""

from __future__ import annotations

import csv
import io
from typing import Any

from simulator.coding.codebook import VALUES, VERSION
from simulator.observing.sheet import ENOUGH_TICKS, OWN, Observation, share_of, sides
from simulator.observing.sheets import body_of
from simulator.transcripts.guard import guard

COLUMNS = ("sheet", "asks", "school", "observer", "number", "seconds", "code", "value", "note")


def to_json(seen: Observation) -> dict[str, Any]:
    """Return a sheet with what follows from it; `ask_share` is null under five ticks."""
    ask, tell = sides(seen.ticks)
    return {"id": seen.id, "language": seen.language} | body_of(seen) | {
        "ticks": len(seen.ticks),
        "codes": seen.counted,
        "own_question": seen.own_question,
        "ask": ask,
        "tell": tell,
        "ask_share": share_of(seen),
        "enough": len(seen.ticks) >= ENOUGH_TICKS,
        "codebook": VERSION,
    }  # fmt: skip


def to_csv(seen: Observation) -> str:
    """Return one tick a row; remarks have no code, the school's own question has no value."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(COLUMNS)
    names = [guard(name) for name in (seen.id, seen.asks, seen.school, seen.observer)]
    for number, mark in enumerate(seen.marks, 1):
        value: int | str = "" if mark.code == OWN else VALUES[mark.code]
        writer.writerow([*names, number, mark.at, mark.code, value, guard(mark.note)])
    for at, text in seen.remarks:
        writer.writerow([*names, "", at, "", "", guard(text)])
    return held.getvalue()
