"""A class without names: in who people are, in what was said, and in what files are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.group.model import Difference, Group, Left, Talk, Trainee
from simulator.privacy.pseudonyms import Pseudonyms
from simulator.scenario.catalog import entries


def pseudonyms(group: Group, language: str, listed: Sequence[Sequence[str]] = ()) -> Pseudonyms:
    """Return what replaces the names of a class: its trainees', who judged, and those in what was quoted.

    Args:
        group: the class.
        language: of the placeholders, `nl` or `en`.
        listed: more people, as `read_names` gives them.
    """
    found = Pseudonyms(language, _characters(group), [*listed, *_trainees(group)])
    for talk in group.talks:
        for one in talk.differences:
            found.learn_all({"who": one.who, "reason": one.reason, "text": one.text})
    return found


def _trainees(group: Group) -> list[tuple[str, ...]]:
    return [(name,) for name in dict.fromkeys(one.trainee.name for one in group.talks) if len(name) > 1]


def _characters(group: Group) -> set[str]:
    """Return the names of the people in the schools that were talked with: they are nobody's."""
    wanted = {one.scenario for one in group.talks if one.scenario}
    held = [one.scenario for one in entries() if one.id in wanted]
    return {speaker.name for scenario in held if scenario for speaker in scenario.speakers}


def disguised(group: Group, names: Pseudonyms) -> Group:
    """Return the class with placeholders; what a file is called says no more than its number."""
    places = {source: str(n) for n, source in enumerate(dict.fromkeys(one.source for one in group.talks), 1)}
    talks = [_talk(one, names, places[one.source]) for one in group.talks]
    left = [Left("", names.text(one.why.replace(one.source, "…") if one.source else one.why), one.fault)
            for one in group.left]  # fmt: skip
    return Group(sorted(talks, key=lambda one: (_number(one.trainee.name), one.created)), left)


def _talk(one: Talk, names: Pseudonyms, source: str) -> Talk:
    who = Trainee(names.text(one.trainee.name), one.trainee.sure, names.text(one.trainee.classroom))
    told = one.id if one.scenario else ""
    return replace(
        one, trainee=who, source=source, id=told, title=names.text(one.title) if one.scenario else "",
        differences=tuple(_difference(held, names) for held in one.differences),
    )  # fmt: skip


def _difference(one: Difference, names: Pseudonyms) -> Difference:
    return replace(
        one, text=names.text(one.text), before=names.text(one.before), who=names.text(one.who),
        reason=names.text(one.reason),
    )  # fmt: skip


def _number(placeholder: str) -> tuple[int, str]:
    digits = "".join(char for char in placeholder if char.isdigit())
    return int(digits or 0), placeholder
