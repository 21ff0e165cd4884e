"""One's own view line by line, before any figure is seen: for who practises with `--plain`."""

from __future__ import annotations

from collections.abc import Callable

from simulator.app.screens.selfview import FIELDS, LONGEST, REACHED
from simulator.debrief.model import SelfView
from simulator.debrief.selfview import to_text
from simulator.i18n import tr
from simulator.practice.api import Practice
from simulator.report.labels import DEPTH_NAMES

Ask = Callable[[str], str]


def own_view(practice: Practice, ask: Ask) -> None:
    """Ask what the screen asks and keep it; an empty line, or one that cannot be read, leaves a question open.

    Args:
        practice: the conversation, which has ended.
        ask: shows a question and returns the line that answers it.
    """
    share = ask(tr("How much of what you did was asking?") + " (0–100)")
    layers = " · ".join(f"{number} {tr(DEPTH_NAMES[layer])}" for number, layer in enumerate(REACHED, 1))
    depth = ask(tr("How deep did you come?") + f" ({layers})")
    said = {name: ask(tr(question))[:LONGEST] for name, question in FIELDS}
    view = SelfView(_number(share, 100), _layer(depth), said["well"], said["other"])
    practice.note("self", "" if view == SelfView() else to_text(view))
    practice.note("hypothesis", said["guess"])
    practice.look_back()


def _layer(text: str) -> str:
    number = _number(text, len(REACHED))
    return REACHED[number - 1] if number else ""


def _number(text: str, most: int) -> int | None:
    """Return a whole number from 0 to `most`; None: it is none."""
    bare = text.strip().removesuffix("%").strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 4 and int(bare) <= most else None
