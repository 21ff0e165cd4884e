"""How much was asked in each stage of the talk, shown as the phases of an intake."""

from __future__ import annotations

from simulator.coding.measures import ENOUGH_TURNS, share
from simulator.debrief.model import Phase
from simulator.debrief.talk import Talk
from simulator.i18n import mark
from simulator.report.words import Words

STAGES: dict[str, str] = {
    "contact": mark("Making contact"),
    "exploring": mark("Exploring"),
    "own_question": mark("The school's own question"),
    "choosing": mark("Choosing"),
    "committing": mark("Agreeing"),
}


def phases(talk: Talk, words: Words) -> list[Phase]:
    """Return the stages that the talk went through, in order; under five turns a stage has counts and no share."""
    found = []
    for stage, name in STAGES.items():
        moves = [one for one in talk.moves if one.stage == stage]
        if moves:
            ask, tell = (sum(one.main == side for one in moves) for side in ("ask", "tell"))
            figure = share(one.units for one in moves) if len(moves) >= ENOUGH_TURNS else None
            found.append(Phase(stage, words.tr(name), len(moves), ask, tell, figure))
    return found
