"""What the voice is asked for one act: persona, turns, said things and written lines. Nothing locked gets in here."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.practice.records import TurnRow
from simulator.scenario.model import Scenario
from simulator.school.acts import Decision, State
from simulator.school.details import holders, was_said
from simulator.school.words import step_id
from simulator.voice.types import Ask, Line, Persona

FRESH_TURNS = 12
SHORT = 25  # a reaction is no line


def persona(scenario: Scenario, speaker_id: str) -> Persona:
    """Return who speaks, for the voice."""
    who = scenario.speaker(speaker_id)
    return Persona(who.id, who.name, who.role, who.manner, who.address, scenario.school.kind)


def used_lines(rows: Sequence[TurnRow]) -> tuple[str, ...]:
    """Return reactions, wordings and whole replies of the last twelve school turns, latest last."""
    found: list[str] = []
    for row in [row for row in rows if row.role == "school"][-FRESH_TURNS:]:
        said = row.data.get("said", {})
        found += [line for line in (said.get("reaction", ""), said.get("wording", ""), row.text) if line]
    return tuple(found)


def known_lines(scenario: Scenario, state: State) -> tuple[str, ...]:
    """Return all that a reply may hold: the brief, the request, free facts and what was said."""
    lines = [scenario.brief, scenario.title, scenario.you.role, scenario.you.offer, scenario.school.kind]
    lines += [speaker.opening for speaker in scenario.speakers] + [f"{s.name}, {s.role}" for s in scenario.speakers]
    lines += [scenario.request.content, *scenario.request.say]
    lines += [line for fact in scenario.school.facts for line in fact.say]
    lines += [item.content for item in scenario.items if item.id in state.said]
    for kind, rows in (("choice", scenario.choices), ("step", scenario.first_steps)):
        lines += [row.content for index, row in enumerate(rows) if step_id(kind, row, index) in state.told]
    if state.stage in ("own_question", "choosing", "committing") and scenario.need is not None:
        lines += scenario.need.own_question
    return tuple(lines)


def locked_lines(scenario: Scenario, state: State) -> tuple[str, ...]:
    """Return what no reply may say yet: unsaid items, the need before its time, choices and steps not yet made."""
    lines: list[str] = []
    for item in scenario.items:
        if item.id not in state.said:
            lines += [item.content, *item.say]
    need = scenario.need
    if need is not None and state.stage in ("contact", "exploring"):
        lines += [need.statement, *need.formulations, *need.own_question]
    for kind, steps in (("choice", scenario.choices), ("step", scenario.first_steps)):
        for index, row in enumerate(steps):
            if step_id(kind, row, index) not in state.told:
                lines += [row.content, *row.say]
    for holder, rows in holders(scenario):
        if not was_said(holder, state):
            lines += [line for detail in rows for line in detail.say]
    return tuple(lines)


def _same(line: str, used: str) -> bool:
    """Whether a line was used, alone or beside another."""
    return line == used or (min(len(line), len(used)) > SHORT and (line in used or used in line))


def ask(
    scenario: Scenario, decision: Decision, state: State, rows: Sequence[TurnRow], codes: Sequence[str], again: int = 0
) -> Ask:
    """Return the voice's question for `decision`; `rows` is the branch, its last row the trainee's turn.

    Lines not used in the last twelve turns come first; `again` counts earlier replies to this same turn, of which no
    line comes back while there is another.
    """
    used = used_lines(rows)
    replies = [row.text for row in rows[:-1] if row.parent == rows[-1].id]
    fresh = [line for line in decision.wordings if not any(_same(line, one) for one in (*used, *replies))]
    stale = [line for line in used if line in decision.wordings]
    stale = [line for line in stale if not any(_same(line, one) for one in replies)] or stale
    return Ask(
        language=scenario.language,
        persona=persona(scenario, decision.speaker),
        act=decision.act,
        variant=decision.variant,
        wordings=tuple(fresh or list(dict.fromkeys(stale))),
        trainee=rows[-1].text,
        history=tuple(Line(row.role, row.text, row.speaker) for row in rows[:-1] if row.parent != rows[-1].id),
        used=used,
        moves=tuple(codes),
        reaction=decision.reaction,
        known=known_lines(scenario, state),
        seed=state.seed * 1000 + state.turn * 10 + again,
    )
