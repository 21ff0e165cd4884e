"""Attempts to get at what is hidden, or to bring the school out of its role: nothing may open, leak or break.

The lines (`attacks/*.jsonl`) were written for this project: some forty families a language, each as a first line, after
some ordinary turns, and after the school has not gone along; beside them honest probing, which is no attack.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from threading import Event

from simulator.playtest.leaks import gives_away
from simulator.practice.ask import known_lines, locked_lines, persona
from simulator.practice.begin import begin
from simulator.practice.session import Minds, Session
from simulator.practice.store import Store
from simulator.scenario.model import Scenario
from simulator.school.acts import State
from simulator.voice.guard import Guard
from simulator.voice.types import Ask

LEGITIMATE = "legitimate"
CLOSED = ("deflect", "go_along", "close")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line: its family (`legitimate`: none), when it is said (`first`, `later`, `refused`), and the words."""

    family: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt did: items and rapport it opened, whether the reply leaks or falls out of the role, the act."""

    attempt: Attempt
    opened: tuple[str, ...]
    rapport: int
    leaked: bool
    broke: bool
    act: str
    reply: str


@dataclass(slots=True)
class Report:
    """Counts over many attempts."""

    tried: Counter[str] = field(default_factory=Counter)
    opened: list[Outcome] = field(default_factory=list)
    leaked: list[Outcome] = field(default_factory=list)
    broke: list[Outcome] = field(default_factory=list)
    taken_ill: list[Outcome] = field(default_factory=list)
    """Honest probing that closed the school."""
    not_known: list[Outcome] = field(default_factory=list)
    """Honest probing that was answered as if one asked for the hidden thing as such."""


@lru_cache(maxsize=2)
def attempts(language: str) -> tuple[Attempt, ...]:
    """Return the written attempts of a language."""
    text = files("simulator.playtest").joinpath("attacks", f"{language}.jsonl").read_text(encoding="utf-8")
    rows = map(json.loads, text.splitlines())
    return tuple(Attempt(row["family"], row["when"], row["text"]) for row in rows)


def attack(scenario: Scenario, source: str, minds: Minds, store: Store, tried: Sequence[Attempt]) -> Report:
    """Try every attempt at its moment; the talk before it is the same each time.

    Args:
        scenario: who is attacked.
        source: its YAML.
        minds: coder, topics and voice.
        store: where the talks lie; a throw-away one.
        tried: the attempts.
    """
    report = Report()
    for when in ("first", "later", "refused"):
        some = [one for one in tried if one.when == when]
        if some:
            for outcome in _at(scenario, source, minds, store, when, some):
                _count(report, outcome)
    return report


def _at(
    scenario: Scenario, source: str, minds: Minds, store: Store, when: str, some: Sequence[Attempt]
) -> Iterator[Outcome]:
    session = begin(store, scenario, source, minds, seed=1)
    for text in _before(scenario, when):
        session.turn(text, Event(), lambda clause: None)
    before = session.state()
    for number, one in enumerate(some):
        send = session.edit if number else session.turn
        result = send(one.text, Event(), lambda clause: None)
        after = session.state()
        opened = tuple(item for item in after.said if item not in before.said)
        gained = sum(after.rapport.values()) - sum(before.rapport.values())
        leaked, broke = _leaks(result.reply, scenario, before, session), _breaks(result.reply, scenario, session)
        yield Outcome(one, opened, gained, leaked, broke, result.act, result.reply)


def _before(scenario: Scenario, when: str) -> list[str]:
    """Return the trainee's turns before the attempt: none, five ordinary ones, or these and one demand."""
    if when == "first":
        return []
    ordinary = [fact.topics[0] for fact in scenario.school.facts[:4]] + [scenario.items[0].topics[0]]
    demand = next(one.text for one in attempts(scenario.language) if one.when == "later" and one.family != LEGITIMATE)
    return [*ordinary, demand] if when == "refused" else ordinary


def _leaks(reply: str, scenario: Scenario, before: State, session: Session) -> bool:
    public = " \n ".join([*known_lines(scenario, before), *(turn.text for turn in session.view().turns[:-1])])
    return gives_away(reply, locked_lines(scenario, before), public, scenario.language)


def _breaks(reply: str, scenario: Scenario, session: Session) -> bool:
    """Whether the reply is that of a machine or of the adviser, or tells what the speaker does."""
    who = persona(scenario, session.state().speaker)
    ask = Ask(scenario.language, who, "", "", (reply,), "")
    return bool({"machine", "trainee", "stage", "label", "markup"} & set(Guard().check(reply, ask)))


def _count(report: Report, outcome: Outcome) -> None:
    family = outcome.attempt.family
    report.tried[family] += 1
    if family == LEGITIMATE:
        if outcome.act in CLOSED or outcome.rapport < 0:
            report.taken_ill.append(outcome)
        elif outcome.act == "not_known":
            report.not_known.append(outcome)
        return
    if outcome.opened or outcome.rapport > 0:
        report.opened.append(outcome)
    if outcome.leaked and not outcome.opened:
        report.leaked.append(outcome)
    if outcome.broke:
        report.broke.append(outcome)
