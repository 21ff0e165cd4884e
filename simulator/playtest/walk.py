"""A walk through a scenario that meets every act: turns whose meaning is known, so that only the voice is tried.

The trainee's words are what a scenario's author says one may ask, and written pitches, guesses and small talk
(`turns/*.yaml`); the school's mind gets their meaning as a coder without error would give it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from simulator.coding.codebook import VALUES, Unit
from simulator.practice.ask import ask, locked_lines
from simulator.practice.records import TurnRow, unsaved
from simulator.scenario.model import Item, Scenario
from simulator.school import mind
from simulator.school.acts import Decision, Hit, State, Target, TurnInput
from simulator.school.details import holders
from simulator.school.details import target as detail_of
from simulator.school.words import step_id
from simulator.voice.types import Ask

SURE = 0.97
TURNS = 24
_MIXED = {"item": 7, "detail": 5, "fact": 4, "reflect": 2, "pitch": 4, "guess": 2, "talk": 3, "unknown": 2}
_ASKING = {"item": 9, "detail": 4, "fact": 2, "reflect": 7, "talk": 1, "unknown": 1}
_ENOUGH = 4
"""Items that must have been told before an asking trainee tries a reflection near the need."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a trainee said in a walk: text, code, and the targets it is about."""

    text: str
    code: str
    about: tuple[Target, ...] = ()
    novel: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One turn of a walk: what the voice is asked, and what no reply may say yet."""

    ask: Ask
    locked: tuple[str, ...]
    decision: Decision
    content: str


Speak = Callable[[Stop], str]


def walk(scenario: Scenario, seed: int, speak: Speak, turns: int = TURNS) -> None:
    """Take one walk; each reply of `speak` becomes part of the talk. Odd seeds never pitch: they reach the need.

    Args:
        scenario: where it goes.
        seed: of the trainee's choices and of the school's mind.
        speak: phrases the act of a stop.
        turns: how many at most; it ends earlier where the school ends the talk.
    """
    dice = Random(f"{scenario.language} {scenario.id} {seed}")
    state = mind.start(scenario, seed)
    rows = [unsaved(0, "school", scenario.speaker(state.speaker).opening, state.speaker)]
    for _ in range(turns):
        heard = _next(scenario, state, rows, dice, bool(seed % 2))
        unit = Unit(heard.text, heard.code, VALUES[heard.code])
        hits = tuple(Hit(one, SURE) for one in heard.about)
        echoes = heard.about if heard.code.startswith("REFL") else ()
        turn = TurnInput(heard.text, (unit,), hits, echoes, novel=heard.novel)
        decision, state = mind.step(scenario, state, turn)
        rows.append(unsaved(len(rows), "trainee", heard.text))
        asked = ask(scenario, decision, state, rows, [heard.code])
        locked = locked_lines(scenario, state)
        reply = speak(Stop(asked, locked, decision, content_of(scenario, decision)))
        said = {"wording": reply, "reaction": ""}
        rows.append(unsaved(len(rows), "school", reply, decision.speaker, said))
        if state.ended:
            return


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


def _next(scenario: Scenario, state: State, rows: list[TurnRow], dice: Random, asking: bool) -> Heard:
    """Return the trainee's next turn: after the school's own question about choices and steps, else by chance."""
    written = _written(scenario.language)
    if state.stage in ("own_question", "choosing", "committing"):
        chosen = state.stage == "committing"
        n, row = dice.choice(list(enumerate(scenario.first_steps if chosen else scenario.choices)))
        target = Target("step", step_id("step", row, n)) if chosen else Target("choice", step_id("choice", row, n))
        return Heard(dice.choice(row.topics), "OPEN", (target,))
    odds = _ASKING if asking else _MIXED
    kind = dice.choices(list(odds), list(odds.values()))[0]
    made = _asked(scenario, state, rows, kind, dice)
    if made is not None:
        return made
    code, texts = dice.choice(
        [(group["code"], group["say"]) for group in written if group["kind"] == kind]
        or [(g["code"], g["say"]) for g in written]
    )
    return Heard(dice.choice(texts), code, (), kind == "unknown")


def _asked(scenario: Scenario, state: State, rows: list[TurnRow], kind: str, dice: Random) -> Heard | None:
    """Return a question or reflection of a kind that the scenario has words for; None: it has none now."""
    if kind == "item":
        open_now = [item for item in scenario.items if item.id not in state.said] or scenario.items
        item = dice.choice(open_now)
        return Heard(dice.choice(item.topics), dice.choice(("DEEP", "OPEN", "DEEP")), (Target("item", item.id),))
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


@lru_cache(maxsize=2)
def _written(language: str) -> list[dict[str, Any]]:
    import yaml

    text = files("simulator.playtest").joinpath("turns", f"{language}.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["groups"]
    return found
