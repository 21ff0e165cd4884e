"""What one coder may see of a transcript: whoever codes blind sees nobody's codes before having finished.

Screens ask here and nowhere else, so that nothing of hidden codes is shown, counted, or used to choose what comes next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.review.cuts import Cut, Cuts, plain, whole
from simulator.review.project import Coding, Machine, Reviewed, Turn


@dataclass(frozen=True, slots=True)
class Sight:
    """A transcript as `name` may see it."""

    held: Reviewed
    name: str

    @property
    def own(self) -> Coding:
        """The coder's own coding; an empty one before it was begun."""
        return self.held.coding(self.name) or Coding(self.name)

    @property
    def open(self) -> bool:
        """Whether codes of others may be seen."""
        own = self.own
        return bool(own.began) and (not own.blind or bool(own.finished))

    @property
    def machine(self) -> Machine | None:
        """The machine's codes, where they may be seen and are there."""
        return self.held.machine if self.open else None

    @property
    def others(self) -> list[Coding]:
        """Codings of other people that are finished; none before one's own is, blind or not."""
        if not self.own.finished:
            return []
        mine = self.name.casefold()
        return [one for one in self.held.codings.values() if one.finished and one.name.casefold() != mine]

    @property
    def together(self) -> bool:
        """Whether there is something to agree on: the coder and somebody else have finished."""
        return bool(self.own.finished) and bool(self.others)

    def base(self, turn: int) -> Cuts:
        """Return what a turn begins with: the machine's units where they may be seen, else one unit without a code."""
        machine = None if self.own.blind else self.machine
        given = machine.turns.get(turn) if machine else None
        return plain(given) if given else whole(self.held.text(turn))

    def cuts(self, turn: int) -> Cuts:
        """Return the coder's units of a turn."""
        made = self.own.turns.get(turn)
        return made.cuts if made else self.base(turn)

    def agreed(self, turn: int) -> Turn | None:
        """Return what was settled on for a turn, or what all people gave alike; None: neither."""
        settled = self.held.agreed.turns.get(turn)
        return settled or alike([self.own, *self.others], turn)

    def agreed_cuts(self, turn: int) -> Cuts:
        """Return the units to settle a turn with: what is agreed on, else the coder's own."""
        found = self.agreed(turn)
        return found.cuts if found else self.cuts(turn)


def alike(codings: list[Coding], turn: int) -> Turn | None:
    """Return a turn as all of several people coded it, with the flags that all gave; None where they differ."""
    made = [one.turns.get(turn) for one in codings]
    held = [one for one in made if one is not None and one.done]
    if not held or len(held) < len(made) or len({tuple(cut.given for cut in one.cuts) for one in held}) > 1:
        return None
    return Turn(tuple(_common([one.cuts[n] for one in held]) for n in range(len(held[0].cuts))), held[-1].at, "")


def _common(cuts: list[Cut]) -> Cut:
    flags = set(cuts[0].flags).intersection(*(one.flags for one in cuts))
    reasons = dict.fromkeys(one.reason for one in cuts if one.reason)
    return replace(cuts[0], flags=tuple(sorted(flags)), reason="; ".join(reasons))
