"""A walk through a scenario: turns whose meaning is known, so that only the voice is tried.

The trainee's words are what a scenario's author says one may ask, and written pitches, guesses and small talk
(`turns/*.yaml`); the school's mind gets their meaning as a coder without error would give it. Chance picks them, but
for the scripted stretches (`stretches`): a telling and an asking walk together meet every act of a school with a need
that hangs on no luck, and the walks of several schools meet all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from simulator.coding.codebook import Unit, value_of
from simulator.playtest.stretches import Heard, Script, ask_for, written
from simulator.practice.ask import ask, locked_lines
from simulator.practice.records import unsaved
from simulator.scenario.model import Item, Scenario
from simulator.school import mind
from simulator.school.acts import Decision, Hit, State, Target, TurnInput
from simulator.school.details import holders
from simulator.school.details import target as detail_of
from simulator.voice.types import Ask

TURNS = 24
_MIXED = {"item": 7, "detail": 5, "fact": 4, "reflect": 2, "pitch": 4, "guess": 2, "talk": 3, "unknown": 2}
_ASKING = {"item": 9, "detail": 4, "fact": 2, "reflect": 7, "talk": 1, "unknown": 1}
_ENOUGH = 4
"""Items that must have been told before an asking trainee tries a reflection near the need."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One turn of a walk: what the voice is asked, and what no reply may say yet."""

    ask: Ask
    locked: tuple[str, ...]
    decision: Decision
    content: str


Speak = Callable[[Stop], str]


def walk(scenario: Scenario, seed: int, speak: Speak, turns: int = TURNS) -> None:
    """Take one walk; each reply of `speak` becomes part of the talk.

    Args:
        scenario: where it goes.
        seed: of the trainee's choices and of the school's mind.
        speak: phrases the act of a stop.
        turns: how many at most; it ends earlier where the school ends the talk.
    """
    asking = asks(scenario, seed)
    dice = Random(f"{scenario.language} {scenario.id} {seed}")
    state = mind.start(scenario, seed)
    rows = [unsaved(0, "school", scenario.speaker(state.speaker).opening, state.speaker)]
    script = Script(scenario, asking, turns, dice)
    for _ in range(turns):
        heard = script.next(state) or _next(scenario, state, dice, asking)
        turn = _read(heard)
        decision, state = mind.step(scenario, state, turn)
        rows.append(unsaved(len(rows), "trainee", heard.text))
        asked = ask(scenario, decision, state, rows, [heard.code])
        locked = locked_lines(scenario, state)
        reply = speak(Stop(asked, locked, decision, content_of(scenario, decision)))
        said = {"wording": reply, "reaction": ""}
        rows.append(unsaved(len(rows), "school", reply, decision.speaker, said))
        if state.ended:
            return


def asks(scenario: Scenario, seed: int) -> bool:
    """Whether a walk never tells and reaches the need: every second of a school's, and with one each some of them."""
    return (seed + sum(scenario.id.encode())) % 2 == 1


def _read(heard: Heard) -> TurnInput:
    """Return a turn as the mind gets it from a coder without error."""
    unit = Unit(heard.text, heard.code, value_of(heard.code, heard.flags), heard.flags)
    hits = tuple(Hit(one, heard.sure) for one in heard.about)
    echoes = heard.about if heard.code.startswith("REFL") and not heard.flags else ()
    return TurnInput(heard.text, (unit,), hits, echoes, heard.to, novel=heard.novel)


def content_of(scenario: Scenario, decision: Decision) -> str:
    """Return what the act is to bring across, where the scenario says it apart from its wordings; else nothing."""
    target = decision.target
    if decision.act == "tell" and target is not None and target.kind == "item":
        return next((item.content for item in scenario.items if item.id == target.id), "")
    return ""


def told(scenario: Scenario, item: Item, seed: int) -> Ask:
    """Return the act of telling an item at once, asked in the same words whatever the seed."""
    state = replace(mind.start(scenario, seed), turn=1)
    speaker = item.speaker or state.speaker
    decision = Decision("tell", speaker, tuple(item.say), Target("item", item.id))
    rows = [unsaved(0, "school", scenario.speaker(speaker).opening, speaker), unsaved(1, "trainee", item.topics[0])]
    return ask(scenario, decision, replace(state, said=(item.id,)), rows, ["DEEP"])


def _next(scenario: Scenario, state: State, dice: Random, asking: bool) -> Heard:
    """Return a turn of the trainee's by chance."""
    groups: list[dict[str, Any]] = written(scenario.language)["groups"]
    odds = _ASKING if asking else _MIXED
    kind = dice.choices(list(odds), list(odds.values()))[0]
    made = _asked(scenario, state, kind, dice)
    if made is not None:
        return made
    code, texts = dice.choice(
        [(group["code"], group["say"]) for group in groups if group["kind"] == kind]
        or [(group["code"], group["say"]) for group in groups if group["kind"] in odds]
    )
    return Heard(dice.choice(texts), code, (), kind == "unknown")


def _asked(scenario: Scenario, state: State, kind: str, dice: Random) -> Heard | None:
    """Return a question or reflection of a kind that the scenario has words for; None: it has none now."""
    if kind == "item":
        return ask_for(scenario, state, dice)
    if kind == "fact":
        n = dice.randrange(len(scenario.school.facts))
        fact = scenario.school.facts[n]
        return Heard(dice.choice(fact.topics), "CLOSED", (Target("fact", fact.id or f"fact-{n + 1}"),))
    if kind == "detail":
        told = [
            (who, held)
            for who, held in holders(scenario)
            if held and who.kind in ("item", "request") and (who.kind == "request" or who.id in state.said)
        ]
        if told:
            who, held = told[-1] if dice.random() < 0.6 else dice.choice(told)
            n = dice.randrange(len(held))
            return Heard(dice.choice(held[n].topics), "DEEP", (detail_of(who, n),))
    if kind == "reflect" and scenario.need is not None and len(state.said) > _ENOUGH and dice.random() < 0.6:
        return Heard(dice.choice(scenario.need.formulations), "REFL-C", (Target("need"),))
    if kind == "reflect" and state.said:
        said = dice.choice(state.said)
        item = next(one for one in scenario.items if one.id == said)
        return Heard(item.content, "REFL-S", (Target("item", item.id),))
    return None
