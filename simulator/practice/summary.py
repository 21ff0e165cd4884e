"""What a trainee sees after a conversation: ask share, what opened by which words, what stayed closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from simulator.coding.measures import ENOUGH_TURNS, ask_share
from simulator.practice.api import Opened, Summary
from simulator.practice.records import NoteRow, TurnRow
from simulator.practice.rows import units_of
from simulator.scenario.model import LAYERS, Scenario
from simulator.school import mind
from simulator.school.acts import Decision, State
from simulator.scoring.tally import takes_up


def summary(
    scenario: Scenario, rows: Sequence[TurnRow], played: Sequence[tuple[Decision, State]], notes: Sequence[NoteRow]
) -> Summary:
    """Return the summary of a branch; `played` are its acts and states, one a trainee turn."""
    asked = [row for row in rows if row.role == "trainee" and "coded" in row.data]
    opened: list[Opened] = []
    own = ""
    replies = {row.parent: row.text for row in rows if row.role == "school"}
    for row, (decision, _state) in zip(asked, played, strict=False):
        fresh = decision.target is not None and decision.target.id not in {one.id for one in opened}
        if decision.act == "tell" and decision.target is not None and fresh:
            item = scenario.item(decision.target.id)
            opened.append(Opened(item.id, item.layer, item.content, row.text))
        elif decision.act == "own_question":
            own = replies.get(row.id, "")
    said = {one.id for one in opened}
    closed = [Opened(i.id, i.layer, i.content) for i in scenario.items if i.id not in said]
    coded = [units_of(row) for row in asked]
    state = played[-1][1] if played else mind.start(scenario)
    deepest = max((LAYERS.index(i.layer) for i in scenario.items if i.id in said), default=-1)
    return Summary(
        turns=len(coded),
        ask_share=ask_share(coded),
        codes=dict(Counter(unit.code for units in coded for unit in units)),
        opened=tuple(opened),
        closed=tuple(closed),
        reached=None if scenario.need is None else bool(own),
        need=scenario.need.statement if scenario.need else "",
        own_question=own,
        hints=sum(note.kind == "hint" for note in notes),
        hypotheses=tuple(note.text for note in notes if note.kind == "hypothesis"),
        notes=scenario.debrief.notes,
        stage=state.stage,
        deepest="need" if own else LAYERS[deepest] if deepest >= 0 else "",
    )


def result(scenario: Scenario, rows: Sequence[TurnRow], played: Sequence[tuple[Decision, State]]) -> dict[str, Any]:
    """Return what is kept of an ended branch, so that lists and progress need not read its turns again.

    `uptake` is the share (0 to 1) of turns that took up the school's words, None under five turns; `turns_to_need`
    the turn after which the school said its own question; `ruptures` how often its trust broke.
    """
    found = summary(scenario, rows, played, ())
    coded = [units_of(row) for row in rows if row.role == "trainee" and "coded" in row.data]
    taken = sum(takes_up(units) for units in coded)
    states = [mind.start(scenario), *(state for _, state in played)]
    return {
        "ask_share": found.ask_share,
        "reached": found.reached,
        "turns": found.turns,
        "uptake": taken / len(coded) if len(coded) >= ENOUGH_TURNS else None,
        "deepest": found.deepest,
        "turns_to_need": next((n for n, (one, _) in enumerate(played, 1) if one.act == "own_question"), None),
        "ruptures": sum(
            after.ruptured[who] and not before.ruptured[who]
            for before, after in pairwise(states)
            for who in after.ruptured
        ),
        "language": scenario.language,
    }
