"""One conversation that came from several sources is one conversation: what each knows of it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from simulator.group.model import KINDS, Difference, Talk


def merged(talks: Iterable[Talk]) -> list[Talk]:
    """Return every conversation once, by trainee and time."""
    by: dict[str, list[Talk]] = {}
    for one in talks:
        by.setdefault(one.key, []).append(one)
    found = [_one(same) for same in by.values()]
    return sorted(found, key=lambda one: (one.trainee.name.casefold(), one.created, one.source, one.id))


def _one(same: Sequence[Talk]) -> Talk:
    """Return a conversation as the source that knows most of it has it, with the rest of the others."""
    best = min(same, key=lambda one: (KINDS.index(one.kind), -len(one.differences)))
    if len(same) == 1:
        return best
    fullest = max(same, key=lambda one: one.compared)
    return replace(
        best,
        trainee=max((one.trainee for one in same), key=lambda who: (who.sure, bool(who.classroom))),
        created=best.created or max(one.created for one in same),
        scenario=best.scenario or next((one.scenario for one in same if one.scenario), ""),
        compared=fullest.compared,
        same=fullest.same,
        differences=_differences(same),
    )


def _differences(same: Sequence[Talk]) -> tuple[Difference, ...]:
    """Return all that people said otherwise, each once however many sources tell it."""
    found: dict[tuple[object, ...], Difference] = {}
    for talk in same:
        for one in talk.differences:
            found.setdefault((one.of, one.turn, one.text, one.machine, one.person, one.who.casefold()), one)
    return tuple(sorted(found.values(), key=lambda one: (one.turn, one.created)))
