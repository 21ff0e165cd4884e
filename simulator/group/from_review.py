"""Where people who coded a review project differ from its machine; codings that are not finished stay out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from simulator.coding.codebook import Unit
from simulator.group.model import SPEAKER, Difference, Talk, Trainee
from simulator.group.turns import LONGEST, Turn, figures, key_of
from simulator.report.plain import one_line
from simulator.review.agree import still_blind, turns_of
from simulator.review.cuts import Cut, Cuts, units
from simulator.review.journal import load
from simulator.review.project import Coding, Reviewed
from simulator.transcripts.speakers import KNOWN_ROLES


def talks(path: Path, trainee: Trainee) -> Iterator[Talk]:
    """Yield the transcripts of a project that the machine has coded, in its order.

    Raises:
        ReviewError: it is no review project.
    """
    for held in load(path).talks.values():
        if held.machine is not None and held.trainee:
            yield _talk(held, trainee, path.name)


def _talk(held: Reviewed, trainee: Trainee, source: str) -> Talk:
    assert held.machine is not None
    machine, people = turns_of(held.machine), _people(held)
    # What was settled on is what people say together; else the last who finished.
    best = people[-1] if people else None
    settled = {} if best is None else turns_of(best) | turns_of(held.agreed)
    turns = [
        Turn(n, _before(held, n), _units(held, machine, n), _units(held, settled if n in settled else machine, n))
        for n in held.trainee
    ]
    differences = [one for person in people for one in _differences(held, person, machine)]
    both = [pair for person in people for n in turns_of(person) for pair in _pairs(held, person, machine, n)]
    return Talk(
        key=key_of(held.talk.id, (held.text(n) for n in held.trainee)), kind="review", source=source,
        trainee=_named(held, trainee), id=one_line(held.talk.id, 120), title=one_line(held.talk.id, 120),
        language=held.talk.language, coder=held.machine.coder, compared=len(both),
        same=sum(one.code == other.code for one, other in both), differences=tuple(differences),
        **figures(turns),  # type: ignore[arg-type] # the names and types are those of Talk
    )  # fmt: skip


def _people(held: Reviewed) -> list[Coding]:
    """Return the codings that may be shown: finished ones, and none while somebody codes blind."""
    return [] if still_blind(held) else [one for one in held.codings.values() if one.finished]


def _units(held: Reviewed, turns: dict[int, Cuts], number: int) -> tuple[Unit, ...]:
    return units(held.text(number), turns[number]) if number in turns else ()


def _before(held: Reviewed, number: int) -> str:
    """Return the school's words before a turn."""
    earlier = held.talk.lines[: number - 1]
    return next((line.text for line in reversed(earlier) if line.role == "school"), "")


def _differences(held: Reviewed, person: Coding, machine: dict[int, Cuts]) -> Iterator[Difference]:
    for order, number in enumerate(held.trainee, 1):
        for mine, other in _pairs(held, person, machine, number):
            if mine.code != other.code:
                text = held.text(number)[mine.start : mine.end]
                yield Difference(
                    "code", order, one_line(text, LONGEST), one_line(_before(held, number), LONGEST), other.code,
                    mine.code, one_line(person.name, 80), one_line(mine.reason, LONGEST), person.turns[number].at,
                )  # fmt: skip


def _pairs(held: Reviewed, person: Coding, machine: dict[int, Cuts], number: int) -> Iterator[tuple[Cut, Cut]]:
    """Yield each unit of a person with the machine's unit that shares most of its words."""
    own = turns_of(person).get(number)
    if own is None or number not in machine or number not in held.trainee:
        return
    for mine in own:
        yield mine, max(machine[number], key=lambda other: min(mine.end, other.end) - max(mine.start, other.start))


def _named(held: Reviewed, trainee: Trainee) -> Trainee:
    speaker = Counter(held.talk.lines[n - 1].speaker for n in held.trainee).most_common(1)[0][0]
    if trainee.sure >= SPEAKER or not speaker or speaker.casefold() in KNOWN_ROLES:
        return trainee
    return Trainee(one_line(speaker, 80), SPEAKER, trainee.classroom)
