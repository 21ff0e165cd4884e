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
Say = Callable[[str], None]


def own_view(practice: Practice, ask: Ask, say: Say) -> None:
    """Ask what the screen asks and keep it; an empty line leaves a question open.

    Args:
        practice: the conversation, which has ended.
        ask: shows a question and returns the line that answers it.
        say: shows a line.
    """
    layers = " · ".join(f"{number} {tr(DEPTH_NAMES[layer])}" for number, layer in enumerate(REACHED, 1))
    share = _number(ask, say, tr("How much of what you did was asking?") + " (0–100)", 0, 100)
    depth = _number(ask, say, tr("How deep did you come?") + f" ({layers})", 1, len(REACHED))
    said = {name: ask(tr(question))[:LONGEST] for name, question in FIELDS}
    view = SelfView(share, REACHED[depth - 1] if depth else "", said["well"], said["other"])
    practice.note("self", "" if view == SelfView() else to_text(view))
    practice.note("hypothesis", said["guess"])
    practice.look_back()


def _number(ask: Ask, say: Say, question: str, least: int, most: int) -> int | None:
    """Ask for a whole number, and once more where the answer is none; None: it stays open."""
    wanted = tr("Type a whole number from {least} to {most}, or press Enter to leave it open:")
    for words in (question, wanted.format(least=least, most=most)):
        bare = ask(words).removesuffix("%").strip()
        if not bare:
            return None
        if bare.isascii() and bare.isdigit() and len(bare) < 4 and least <= int(bare) <= most:
            return int(bare)
    say(tr("That is no such number; this question stays open."))
    return None
