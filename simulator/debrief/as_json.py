"""A debrief as one JSON document: the keys are the fields of `model.Debrief`, with two more for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from simulator.debrief.model import Debrief
from simulator.debrief.shown import holds_back, kept

FIGURES = ("ask_share", "uptake", "hints", "corrected")
"""Keys of the document that are left out with the figures."""


def to_json(debrief: Debrief, *, hidden: bool = False, numbers: bool = True) -> dict[str, Any]:
    """Return a debrief as plain data.

    Beside the fields: `turning_point`, the first of `turning` or null, and `missed_doors`, the doors that nobody came
    back to. `hidden` is null where it is held back.

    Args:
        debrief: all of it.
        hidden: with what the school did not say, also where its own question was not reached.
        numbers: with figures; without them shares and counts are left out.
    """
    shown = kept(debrief, hidden=hidden, numbers=numbers)
    data: dict[str, Any] = asdict(shown)
    if holds_back(shown):
        data["hidden"] = None
    if not numbers:
        _leave_out_figures(data)
    doors: list[Mapping[str, Any]] = list(data["doors"])
    return {
        **data,
        "turning_point": data["turning"][0] if data["turning"] else None,
        "missed_doors": [door for door in doors if door["back"] is None],
    }


def _leave_out_figures(data: dict[str, Any]) -> None:
    """Take shares, values and counts out of `data`; numbers of turns stay, for other things point at them."""
    for key in FIGURES:
        del data[key]
    for line in data["lines"]:
        del line["weight"], line["rapport"]
        for one in line["units"]:
            del one["unit"]["value"], one["unit"]["confidence"]
    for phase in data["phases"]:
        del phase["ask"], phase["tell"], phase["share"]
