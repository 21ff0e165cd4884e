"""From turns to the figures of a conversation, whichever source they come from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.coding.codebook import Unit, main_of
from simulator.coding.measures import ENOUGH_TURNS, ask_share, once
from simulator.group.model import Difference, Door
from simulator.report.plain import one_line
from simulator.scoring.tally import takes_up

DOORS = frozenset({"cue", "hesitate"})
OPENING = frozenset({"tell", "own_question"})
LONGEST = 300
"""Characters of a quote."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A trainee's turn with what the school did in answer.

    Attributes:
        row: its id in the source. `before`: what the school had just said.
        units: by the machine. `people`: as people have them; the machine's where nobody said otherwise.
        act: of the school's answer; empty: not known. `item`, `layer`: what that was about; empty: not known.
    """

    row: int
    before: str
    units: tuple[Unit, ...]
    people: tuple[Unit, ...]
    act: str = ""
    item: str = ""
    layer: str = ""


def figures(turns: Sequence[Turn]) -> dict[str, object]:
    """Return the figures of a conversation in the names of `model.Talk`."""
    coded = [one for one in turns if one.units]
    taken = sum(takes_up(one.units) for one in coded)
    return {
        "turns": len(coded),
        "values": tuple(sum(once(one.units).values()) for one in coded),
        "ask_share": ask_share([one.units for one in coded]),
        "corrected": ask_share([one.people for one in coded]),
        "uptake": taken / len(coded) if len(coded) >= ENOUGH_TURNS else None,
    }


def last_door(turns: Sequence[Turn], said: Sequence[str] | None = None) -> Door | None:
    """Return the last cue or hesitation that led to nothing.

    Args:
        turns: in their order.
        said: items that the school told in the end; None: turns do not name items, and whatever is told later counts.
    """
    for place in range(len(turns) - 1, -1, -1):
        one = turns[place]
        if said is None and one.act in OPENING:
            return None
        if one.act in DOORS and one.item not in (said or ()):
            then = main_of(turns[place + 1].units) if place + 1 < len(turns) else ""
            return Door(one.act, one.layer, then)
    return None


def differing(number: int, turn: Turn, place: int, person: str, who: str, reason: str, created: str) -> Difference:
    """Return that a person gives a unit another code."""
    unit = turn.units[place]
    return Difference(
        "code", number, one_line(unit.text, LONGEST), one_line(turn.before, LONGEST), unit.code, person,
        one_line(who, 80), one_line(reason, LONGEST), created,
    )  # fmt: skip


def key_of(conversation: str, texts: Iterable[str]) -> str:
    """Return what tells a conversation from others: its id where toask gave it one, else id and words together."""
    if len(conversation) == 32 and not set(conversation) - set("0123456789abcdef"):
        return conversation
    digest = hashlib.sha256(conversation.encode("utf-8", "replace"))
    for text in texts:
        digest.update(b"\0" + " ".join(text.split()).encode("utf-8", "replace"))
    return digest.hexdigest()
