"""Cues of the school that the trainee walked past, and whether they came back to them later."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.coding.stems import content_set
from simulator.debrief.talk import Move, Talk
from simulator.school.acts import Target
from simulator.school.moment import REFLECTIONS

TAKES_UP = REFLECTIONS | {"DEEP"}
FEW = 1
"""A follow-up of so few words that carry matter ("hoe is dat voor jou?") can only be about what was just said."""
AHEAD, SURE = frozenset({"own", "want", "begin"}), 0.9
"""Matters that lie ahead: their own question, what they would want, how to begin; so likely, they are no cue's."""
ASKING = content_set("vraag vragen question ask")
"""Words that a question about the talk itself shares with many a cue."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A cue (`given`: the move that it answered) and the turn that walked past it; `back`: the turn that came back."""

    given: Move
    passed: Move
    back: Move | None


def passed(talk: Talk) -> list[Passed]:
    """Return the cues that the next turn did not take up, in the talk's order.

    A cue in the school's last words is no missed door: there was no turn left to take it up. A turn that tells walks
    past, whatever words it borrows. After the school's own question the talk goes to choices, and no cue is missed.
    """
    found: list[Passed] = []
    for given, after in zip(talk.moves, talk.moves[1:], strict=False):
        if given.cue and after.stage in ("contact", "exploring") and not takes_up(given, after):
            found.append(Passed(given, after, _back(talk, given.cue, after)))
    return found


def _back(talk: Talk, item: str, after: Move) -> Move | None:
    """Return the later turn that opened the item after all, or that took it up when it was heard again."""
    for one in talk.moves[after.number :]:
        again = talk.moves[one.number - 2]
        if one.item == item or (again.number > after.number and again.cue == item and takes_up(again, one)):
            return one
    return None


def takes_up(given: Move, after: Move) -> bool:
    """Return whether `after` goes through the door that the answer to `given` held open."""
    if after.main == "tell":
        return False
    if _meant(after, given.cue):
        return True
    asked = [unit for unit in after.units if unit.value > 0]
    if _ahead(after):
        return bool((content_set(after.text) & content_set(given.reply)) - ASKING)
    if any(unit.code in TAKES_UP and "uptake" in unit.flags for unit in asked):
        return True
    if any(unit.code == "DEEP" and len(content_set(unit.text)) <= FEW for unit in asked):
        return True
    return after.main == "ask" and bool(content_set(after.text) & content_set(given.reply))


def _ahead(move: Move) -> bool:
    """Return whether the turn asks for what comes later in a talk ("wat zou je willen?"), however short it is."""
    return any(hit.target.kind in AHEAD and hit.score >= SURE for hit in move.read.hits)


def _meant(move: Move, item: str) -> bool:
    """Return whether the turn was about this item, by its words, by what it matched, or by what it got."""
    target = Target("item", item)
    matched = (move.decision.target, *move.read.echoes, *(hit.target for hit in move.read.hits))
    return target in matched
