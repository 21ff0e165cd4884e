"""What the trainee thought of the conversation before any figure was shown, and how it differs from what was found.

Judging oneself first is asked for in the training's method; the difference is shown, never marked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from simulator.debrief.model import Difference, SelfView
from simulator.practice.records import NoteRow
from simulator.report.labels import DEPTH_NAMES, DEPTHS
from simulator.report.words import NONE, Words

KIND = "self"
NEAR = 10
"""Points that an own estimate of the ask share may lie away and still be right; the scale goes in steps of ten."""


def to_text(view: SelfView) -> str:
    """Return an own view as the text of a note."""
    return json.dumps(
        {"share": view.share, "layer": view.layer, "well": view.well, "other": view.other}, ensure_ascii=False
    )


def from_notes(notes: Sequence[NoteRow], last: int | None) -> SelfView | None:
    """Return the own view of this way of the conversation; None: there is none, or it cannot be read.

    Args:
        notes: of the whole conversation, oldest first.
        last: id of the branch's last turn; a view of another branch is not of this one.
    """
    for note in reversed(notes):
        if note.kind != KIND or note.turn not in (None, last):
            continue
        try:
            held = json.loads(note.text)
        except ValueError:
            continue
        if isinstance(held, dict):
            return _view(held)
    return None


def _view(held: dict[str, Any]) -> SelfView:
    share, layer = held.get("share"), held.get("layer", "")
    return SelfView(
        share=max(0, min(100, int(share))) if isinstance(share, (int, float)) and share == share else None,
        layer=layer if layer in DEPTHS else "",
        well=str(held.get("well", "")),
        other=str(held.get("other", "")),
    )


def differences(view: SelfView | None, ask_share: float | None, deepest: str, words: Words) -> list[Difference]:
    """Return what was judged beside what was found; only what can be compared.

    Args:
        view: the own view.
        ask_share: 0 to 1; None: too few turns for a figure.
        deepest: the deepest layer told, `need`, or empty.
        words: of the reader.
    """
    if view is None:
        return []
    found = []
    if view.share is not None:
        found.append(_share(view.share, ask_share, words))
    if view.layer:
        found.append(_depth(view.layer, deepest, words))
    return found


def _share(mine: int, found: float | None, words: Words) -> Difference:
    name = words.tr("Asking")
    if found is None:
        return Difference(name, f"{mine}%", NONE, words.tr("Under five turns there is no figure to lay beside it."))
    away = round(found * 100) - mine
    if abs(away) <= NEAR:
        says = words.tr("You saw that well.")
    elif away > 0:
        says = words.tr("You asked more than you thought: {n} percentage points.").format(n=away)
    else:
        says = words.tr("You told more than you thought: {n} percentage points.").format(n=-away)
    return Difference(name, f"{mine}%", words.percent(found), says)


def _depth(mine: str, found: str, words: Words) -> Difference:
    deepest = found if found in DEPTHS else ""
    step = DEPTHS.index(deepest) - DEPTHS.index(mine)
    if step == 0:
        says = words.tr("You saw that well.")
    elif step > 0:
        says = words.tr("You came deeper than you thought.")
    else:
        says = words.tr("More stayed closed than you thought.")
    return Difference(words.tr("How deep you came"), words.tr(DEPTH_NAMES[mine]), words.tr(DEPTH_NAMES[deepest]), says)
