"""What a training asks for its certificate, from a YAML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.coding.measures import ENOUGH_TURNS
from simulator.i18n import tr
from simulator.portfolio.fields import Form, open_form
from simulator.report.labels import DEPTHS

REACHED = DEPTHS[1:]
"""How deep a conversation can be asked to come, from shallow to the school's own question."""
_MOST = 1000
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEYS = ("id", "title", "language", "attendance", "conversations", "reflections", "assessor")
_TALKS = ("number", "scenarios", "assessment", "turns", "depth", "ask_share")


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria of a training; None: not asked for.

    Attributes:
        language: of the training, `nl` or `en`.
        meetings: attended at least. `number`: conversations at least. `scenarios`: different ones among them.
        assessment: of them in assessment mode. `turns`: own turns that make a conversation count.
        depth, depth_in: reached at least this layer (`need`: the school's own question), in so many conversations.
        share, share_in: asked at least this percentage, in so many conversations.
        reflections: reports at least. `assessor`: a person's judgement is needed.
    """

    id: str
    title: str
    language: str
    meetings: int | None = None
    number: int | None = None
    scenarios: int | None = None
    assessment: int | None = None
    turns: int = ENOUGH_TURNS
    depth: str = ""
    depth_in: int = 0
    share: int | None = None
    share_in: int = 0
    reflections: int | None = None
    assessor: bool = False


def load(path: Path) -> Criteria:
    """Return the criteria in a file.

    Raises:
        PortfolioError: it cannot be read, or holds what is not known; a line for each problem, with its place.
    """
    form = open_form(path, "a criteria file")
    form.only(*_KEYS)
    name = form.text("id", 80, needed=True, what=tr("a short name of the training, such as my-training"))
    if name and not _ID.fullmatch(name):
        form.fail("id", tr("An id has small letters, digits and single hyphens only, such as my-training."), "id")
    title = form.text("title", 200, needed=True, what=tr("the name of the training as people know it"))
    language = form.one_of("language", ("nl", "en"))
    attendance, talks = form.section("attendance"), form.section("conversations")
    found = Criteria(
        id=name,
        title=title,
        language=language,
        meetings=_meetings(attendance),
        reflections=form.whole("reflections", 1, _MOST),
        assessor=form.truth("assessor", False),
        **(_talks(talks) if talks else {}),
    )
    if not form.problems and found == Criteria(name, title, language, turns=found.turns):
        line = tr("Nothing is asked for here; add attendance, conversations, reflections or assessor.")
        form.fail("id", line, "missing-key")
    form.check()
    return found


def _meetings(form: Form | None) -> int | None:
    if form is None:
        return None
    form.only("meetings")
    if "meetings" not in form.node.children:
        form.lacks("meetings", tr("how many must be attended"))
    return form.whole("meetings", 1, _MOST)


def _talks(form: Form) -> dict[str, Any]:
    form.only(*_TALKS)
    found: dict[str, Any] = {key: form.whole(key, 1, _MOST) for key in ("number", "scenarios", "assessment")}
    turns = form.whole("turns", 1, 100)
    if turns is not None:
        found["turns"] = turns
    depth, share = form.section("depth"), form.section("ask_share")
    if depth is not None:
        depth.only("layer", "in")
        found |= {"depth": depth.one_of("layer", REACHED), "depth_in": depth.whole("in", 1, _MOST) or 1}
    if share is not None:
        share.only("at_least", "in")
        if "at_least" not in share.node.children:
            share.lacks("at_least", tr("a percentage, such as 60"))
        found |= {"share": share.whole("at_least", 1, 100), "share_in": share.whole("in", 1, _MOST) or 1}
    return found


def to_json(criteria: Criteria) -> dict[str, Any]:
    """Return the criteria as plain data."""
    return {name: getattr(criteria, name) for name in Criteria.__dataclass_fields__}


def from_json(data: Mapping[str, Any]) -> Criteria:
    """Return criteria that `to_json` gave.

    Raises:
        TypeError, KeyError: the data are not those.
    """
    return Criteria(**{name: data[name] for name in Criteria.__dataclass_fields__})
