"""A class without names: in who people are, in what was said, and in what files are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from simulator.coding.codebook import CODES
from simulator.group.model import Difference, Group, Left, Talk, Trainee
from simulator.privacy.pseudonyms import Pseudonyms
from simulator.scenario.catalog import entries

_QUOTED = re.compile(r"""\"[^\"]*\"?|[“„][^”]*”?|(?<!\w)[‘'][^’']*[’']?""")
_PLAIN = frozenset({"trainee", "school", "id", "text", "machine", "agreed", *CODES})
"""Words that a sentence quotes to say what to write."""


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
    left = [replace(held, why=names.text(held.why)) for held in map(unnamed, group.left)]
    return Group(sorted(talks, key=lambda one: (_number(one.trainee.name), one.created)), left)


def unnamed(one: Left) -> Left:
    """Return what was left out without what it is called and what its sentence quotes, which may be anybody's name."""
    why = one.why.replace(one.source, "…") if one.source else one.why
    return Left("", _QUOTED.sub(_covered, why), one.fault)


def _covered(quoted: re.Match[str]) -> str:
    inside = quoted[0].strip("\"'“”‘’„")
    return quoted[0] if inside in _PLAIN else quoted[0].replace(inside, "…") if inside else quoted[0]


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
