"""Who did what once it mattered: awareness → responsibility → choice → action, and who proposed, chose, committed.

The four steps are those of coaching in culture education (awareness and responsibility after Whitmore, Coaching for
Performance). The school takes a step when it says it itself; said for it, it is the trainee's.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.coding.stems import taken
from simulator.debrief.model import Arc, By, Step
from simulator.debrief.talk import Move, Talk
from simulator.i18n import mark
from simulator.report.words import Words
from simulator.school.moment import REFLECTIONS

FOR_THEM = frozenset({"FILL", "OFFER", "JUDGE", "LEAD"})
NEARLY = 0.6
"""Share of the content words of a formulation that say it."""
IDEAS = frozenset({"OFFER", "OFFER-P", "LEAD"})
Found = tuple[Step, By, Move | None]
NAMES: dict[Step, str] = {
    "awareness": mark("Awareness"),
    "responsibility": mark("Responsibility"),
    "choice": mark("Choice"),
    "action": mark("Action"),
}
_SAYS: dict[tuple[Step, By], str] = {
    ("awareness", "school"): mark("The school itself said what lies underneath."),
    ("awareness", "together"): mark("You gave back what you heard, and the school said what lies underneath."),
    ("awareness", "trainee"): mark("You said it for the school; it went along politely, and nothing came up."),
    ("awareness", "nobody"): mark("What lies underneath did not come up."),
    ("responsibility", "school"): mark("The school said its own question, in its own words."),
    ("responsibility", "together"): mark("You gave it back, and the school made it its own question."),
    ("responsibility", "trainee"): mark("You named the question yourself; so it stayed yours."),
    ("responsibility", "nobody"): mark("Nobody made it the school's own question."),
    ("choice", "school"): mark("The school said what it wants itself."),
    ("choice", "together"): mark("You put an idea before them, and the school took what fits and changed it."),
    ("choice", "trainee"): mark("You chose for the school; it went along."),
    ("choice", "nobody"): mark("Nothing was chosen."),
    ("action", "school"): mark("The school named its own first step."),
    ("action", "trainee"): mark("You said what should happen; the school promised nothing."),
    ("action", "nobody"): mark("No first step was named."),
}


def arc(talk: Talk, words: Words) -> list[Arc]:
    """Return the four steps; a school that hides nothing has only choice and action."""
    after = _after(talk)
    chosen = _choice(after)
    found = [chosen, _action(after, chosen[2])]
    if talk.scenario.need is not None:
        found = [_awareness(talk), _responsibility(talk), *found]
    return [
        Arc(step, words.tr(NAMES[step]), by, words.tr(_SAYS[step, by]), move.number if move else None, _quote(by, move))
        for step, by, move in found
    ]


def untold(steps: Sequence[Arc], words: Words) -> tuple[Arc, ...]:
    """Return the steps without that I said the need for the school: who has not heard it would learn that it was so."""
    return tuple(
        Arc(one.step, one.name, "nobody", words.tr(_SAYS[one.step, "nobody"]))
        if one.by == "trainee" and one.step in ("awareness", "responsibility")
        else one
        for one in steps
    )


def proposals(talk: Talk, words: Words) -> str:
    """Return one sentence on who brought ideas once the school had said its own question; empty before that.

    Where the school hides none, it is about the whole talk.
    """
    after = _after(talk)
    if not after:
        return ""
    mine = sum(any(unit.code in IDEAS for unit in one.units) for one in after)
    theirs = sum(one.decision.act in ("choose", "commit") for one in after)
    if talk.scenario.need is None:
        text = words.tr("In this talk you put forward {mine} and the school {theirs}.")
    else:
        text = words.tr("After the school's own question you put forward {mine} and the school {theirs}.")
    ideas = (words.trn("{n} idea", "{n} ideas", mine), words.trn("{n} idea", "{n} ideas", theirs))
    return text.format(mine=ideas[0], theirs=ideas[1])


def _after(talk: Talk) -> tuple[Move, ...]:
    """Return the moves after the own question; where the school hides nothing, all of them."""
    own = talk.own_question
    if talk.scenario.need is None:
        return talk.moves
    return talk.moves[own.number :] if own else ()


def _awareness(talk: Talk) -> Found:
    for move in talk.moves:
        if move.item and talk.layer(move.item) == "underlying":
            return "awareness", _by(move), move
    told = _told(talk)
    return ("awareness", "trainee", told) if told else ("awareness", "nobody", None)


def _responsibility(talk: Talk) -> Found:
    own = talk.own_question
    if own is not None:
        return "responsibility", _by(own), own
    told = _told(talk)
    return ("responsibility", "trainee", told) if told else ("responsibility", "nobody", None)


def _told(talk: Talk) -> Move | None:
    """Return the turn that told the school its need: a telling unit that is nearly one of its formulations."""
    need = talk.scenario.need
    known = [need.statement, *need.formulations] if need else []
    for move in talk.moves:
        for unit in move.units:
            if unit.code in FOR_THEM and any(_nearly(unit.text, one) for one in known):
                return move
    return None


def _nearly(text: str, known: str) -> bool:
    share, count = taken(known, text)
    return share >= NEARLY and count >= 2


def _choice(after: Sequence[Move]) -> Found:
    by: dict[str, By] = {"choose": "school", "build_on": "together"}
    for move in after:
        if move.decision.act in by:
            return "choice", by[move.decision.act], move
    gone = next((one for one in after if one.decision.act == "go_along"), None)
    return ("choice", "trainee", gone) if gone else ("choice", "nobody", None)


def _action(after: Sequence[Move], chosen: Move | None) -> Found:
    """Return who took the first step; what the school went along with before it chose is none."""
    took = next((one for one in after if one.decision.act == "commit"), None)
    if took is not None:
        return "action", "school", took
    since = chosen.number if chosen else 0
    gone = next((one for one in reversed(after) if one.decision.act == "go_along" and one.number >= since), None)
    return ("action", "trainee", gone) if gone else ("action", "nobody", None)


def _by(move: Move) -> By:
    """Return whose words brought it up: after a reflection it was found together."""
    return "together" if any(unit.code in REFLECTIONS and unit.value > 0 for unit in move.units) else "school"


def _quote(by: By, move: Move | None) -> str:
    if move is None:
        return ""
    return move.text if by == "trainee" else move.reply
