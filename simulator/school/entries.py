"""Everything a turn can be about in a scenario, with the phrases that show it."""

from __future__ import annotations

from simulator.scenario.model import Scenario, Step
from simulator.school import words as written
from simulator.school.acts import Target, TargetKind
from simulator.school.anchors import PHRASES
from simulator.school.details import holders, target
from simulator.school.matching import Entry

ANCHORS: tuple[TargetKind, ...] = ("own", "more", "want", "begin", "off", "bye")


def entries_of(scenario: Scenario) -> list[Entry]:
    """Return everything a turn can be about in this scenario, with the phrases that show it."""
    school = scenario.school
    rows = [
        Entry(Target("fact", scenario.fact_id(index)), tuple(fact.topics), tuple(fact.say))
        for index, fact in enumerate(school.facts)
    ]
    rows += [
        Entry(Target("item", item.id), tuple(item.topics), (item.content, *item.say, *item.cue))
        for item in scenario.items
    ]
    request = scenario.request
    rows.append(Entry(Target("request"), tuple(request.topics), (request.content, *request.say)))
    if scenario.need is not None:
        need = scenario.need
        said = (*need.formulations, need.statement, *need.own_question)
        rows.append(Entry(Target("need"), (), said, heard=len(said)))
    both: tuple[tuple[TargetKind, list[Step]], ...] = (("choice", scenario.choices), ("step", scenario.first_steps))
    for kind, steps in both:
        rows += [
            Entry(Target(kind, written.step_id(kind, one, index)), tuple(one.topics), (one.content, *one.say))
            for index, one in enumerate(steps)
        ]
    rows += [Entry(Target(kind), PHRASES[scenario.language][kind]) for kind in ANCHORS]
    return rows


def details_of(scenario: Scenario) -> list[Entry]:
    """Return the details of everything that may be told, with the phrases that ask for them."""
    rows = [(target(one, n), row) for one, rows in holders(scenario) for n, row in enumerate(rows)]
    return [Entry(name, tuple(row.topics), tuple(row.say), heard=1) for name, row in rows]
