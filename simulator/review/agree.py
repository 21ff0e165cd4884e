"""How far two codings of a project agree: live figures while coding, and all that `toask agree` measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.coding.align import align
from simulator.coding.codebook import CODES
from simulator.i18n import tr
from simulator.review.cuts import Cuts, units
from simulator.review.errors import ReviewError
from simulator.review.project import Coding, Machine, Project, Reviewed

if TYPE_CHECKING:
    from simulator.scoring.codings import Coding as Codes

MACHINE, AGREED = "machine", "agreed"
Turns = Mapping[int, Cuts]


@dataclass(frozen=True, slots=True)
class Live:
    """Figures over the turns that both have coded; κ and α over the codes, None where they are not defined.

    Attributes:
        turns: how many both have. `units`: how many of their units go together; `same`: with the same code.
    """

    turns: int
    units: int
    same: int
    kappa: float | None
    alpha: float | None


def turns_of(coding: Coding | Machine | None) -> dict[int, Cuts]:
    """Return the units of the turns that are wholly coded."""
    if coding is None:
        return {}
    if isinstance(coding, Machine):
        return dict(coding.turns)
    return {n: turn.cuts for n, turn in coding.turns.items() if turn.done}


def live(held: Reviewed, first: Turns, second: Turns) -> Live:
    """Return how far two codings of a transcript agree now; quick enough for every key that is pressed."""
    from simulator.coding.agreement import alpha, kappa, nominal, table

    pairs: list[tuple[int, int]] = []
    both = sorted(first.keys() & second.keys())
    for turn in both:
        one, two = (units(held.text(turn), side[turn]) for side in (first, second))
        for i, j in align([unit.text for unit in one], [unit.text for unit in two]).pairs:
            pairs.append((CODES.index(one[i].code), CODES.index(two[j].code)))
    counted = table([i for i, _ in pairs], [j for _, j in pairs], len(CODES))
    figures = [float(kappa(counted)), float(alpha(counted + counted.T, nominal(len(CODES))))] if pairs else []
    shown = [value if value == value else None for value in figures] or [None, None]  # nan is not itself
    return Live(len(both), len(pairs), sum(i == j for i, j in pairs), *shown)


def differing(first: Turns, second: Turns) -> list[int]:
    """Return the turns that both have and in which a border or a code is not the same, in order."""
    return [
        turn
        for turn in sorted(first.keys() & second.keys())
        if [one.given for one in first[turn]] != [one.given for one in second[turn]]
    ]


def compared(project: Project, pairs: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """Return the agreement of all pairs of coders, each with what `toask agree --json` gives.

    A transcript that somebody still codes blind is left out, unless the pairs are named.

    Args:
        project: the project.
        pairs: names of two coders, `machine` or `agreed`; empty: everybody who has finished something with everybody
            else, and with the machine.

    Raises:
        ReviewError: there is nothing to compare.
        ScoringError: two codings have no turn in common.
    """
    from simulator.scoring.compare import compare

    waiting = {} if pairs else {name: who for name, held in project.talks.items() if (who := still_blind(held))}
    talks = {name: held for name, held in project.talks.items() if name not in waiting}
    found = []
    for one, two in pairs or _pairs(talks.values()):
        a, b = (_codes(talks, name) for name in (one, two))
        if pairs or any(a.talks[talk].keys() & b.talks[talk].keys() for talk in a.talks.keys() & b.talks.keys()):
            found.append(compare(a, b) | {"blind": {"a": _blind(talks, one), "b": _blind(talks, two)}})
    if not found and not waiting:
        raise ReviewError(tr("Nothing to compare yet: finish a transcript first (F8 in `toask review`)."))
    left = [{"conversation": name, "still_blind": who} for name, who in waiting.items()]
    return {"project": project.id, "pairs": found, "left_out": left}


def still_blind(held: Reviewed) -> list[str]:
    """Return who codes a transcript blind and has not finished."""
    return [one.name for one in held.codings.values() if one.blind and one.began and not one.finished]


def _pairs(held: Iterable[Reviewed]) -> list[tuple[str, str]]:
    talks = list(held)
    names: dict[str, str] = {}
    for talk in talks:
        names |= {one.name.casefold(): one.name for one in talk.codings.values() if one.finished}
    people = list(names.values())
    machine = [MACHINE] if any(talk.machine for talk in talks) else []
    return [(one, two) for n, one in enumerate(people) for two in (*people[n + 1 :], *machine)]


def _codes(talks: Mapping[str, Reviewed], name: str) -> Codes:
    """Return what somebody coded and finished (the machine: what it coded) as `toask agree` reads codings."""
    from simulator.scoring.codings import Coding as Codes
    from simulator.scoring.read import coded_turn

    found = Codes(name)
    for talk, held in talks.items():
        turns = _turns(held, name)
        if turns:
            found.talks[talk] = {
                n: coded_turn(held.talk.lines[n - 1].speaker, held.text(n), units(held.text(n), cuts))
                for n, cuts in turns.items()
            }
    if not found.talks:
        names = ", ".join(dict.fromkeys(one.name for held in talks.values() for one in held.codings.values()))
        line = tr("{name} has finished nothing in this project; its coders are {names}.")
        raise ReviewError(line.format(name=name, names=names or "–"))
    return found


def _turns(held: Reviewed, name: str) -> dict[int, Cuts]:
    if name.casefold() == MACHINE:
        return turns_of(held.machine)
    if name.casefold() == AGREED:
        return turns_of(held.agreed)
    own = held.coding(name)
    return turns_of(own) if own is not None and own.finished else {}


def _blind(talks: Mapping[str, Reviewed], name: str) -> bool:
    """Return whether somebody coded all of it without seeing other codes (a machine always does)."""
    if name.casefold() == MACHINE:
        return True
    own = [one for held in talks.values() if (one := held.coding(name)) is not None and one.finished]
    return bool(own) and all(one.blind for one in own)
