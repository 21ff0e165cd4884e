"""Scripted stretches of a walk: they lead to the acts that chance seldom meets, at moments that the seed moves.

A telling walk holds a guess that fills in and an offer, each taken back, a wrong guess and a right one. An asking walk
goes the shortest way to the need, asks for the school's own question, lays an idea before it and asks for a first step.
Every walk ends in a goodbye.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any, Literal

from simulator.scenario.model import Item, Needs, Scenario, wanted
from simulator.school.acts import State, Target
from simulator.school.details import holders, was_said
from simulator.school.details import target as detail_of
from simulator.school.gates import owner_of, ripe, tellable
from simulator.school.moment import AFTER
from simulator.school.words import step_id

SURE = 0.97
NEARLY = 0.7
"""How surely a right guess is matched with the need. Surer, it would get a silence once the way there has begun."""
_COOL = 2
"""Cold turns from which a stretch with two more could end the talk."""
_STRETCHES = (("fill", "sorry", "ask"), ("offer", "sorry", "ask"), ("wrong", "ask", "right"))
"""In any order, at least a turn of chance between them."""
_AFTERWARDS = ("want", "idea", "begin")
_TOLD_ON = ("need", "choice", "step")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a trainee said in a walk.

    Attributes:
        text, code, flags: its one unit.
        about: the targets it is about. `sure`: how well they match.
        novel: it names what nobody knows. `to`: id of the speaker whose name is said.
    """

    text: str
    code: str
    about: tuple[Target, ...] = ()
    novel: bool = False
    flags: tuple[str, ...] = ()
    sure: float = SURE
    to: str | None = None


@lru_cache(maxsize=2)
def written(language: str) -> dict[str, Any]:
    """Return the lines for any school: `groups` that chance draws from, and those of the `script` by kind."""
    import yaml

    text = files("simulator.playtest").joinpath("turns", f"{language}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


class Script:
    """What is said on purpose in one walk.

    Args:
        scenario: where it goes.
        asking: whether it goes to the need; else it tells, and takes that back.
        turns: after how many it ends.
        dice: decides on moments and wordings.
    """

    def __init__(self, scenario: Scenario, asking: bool, turns: int, dice: Random) -> None:
        self._scenario, self._dice, self._last = scenario, dice, turns - 1
        self._lines: dict[str, dict[str, Any]] = written(scenario.language)["script"]
        early = 9 if scenario.need is not None else 14
        self._road = early + dice.randint(0, 2) if asking else turns
        self._stretches = [] if asking else dice.sample(_STRETCHES, len(_STRETCHES))
        self._due, self._now = dice.randint(1, 3), list[str]()
        self._afterwards = list(_AFTERWARDS)

    def next(self, state: State) -> Heard | None:
        """Return what the script has the trainee say now; None: chance decides."""
        if state.turn >= self._last:
            return self._line("bye", Target("bye"))
        if (kind := self._stretch(state)) is not None:
            return ask_for(self._scenario, state, self._dice) if kind == "ask" else self._told(kind)
        if state.stage in AFTER:
            return self._after(state)
        if state.turn < self._road:
            return None
        return self._after(state) if self._scenario.need is None else self._towards(state)

    def _line(self, kind: str, *about: Target, flags: tuple[str, ...] = (), sure: float = SURE) -> Heard:
        row = self._lines[kind]
        return Heard(self._dice.choice(row["say"]), row["code"], about, flags=flags, sure=sure)

    def _stretch(self, state: State) -> str | None:
        """Return what goes on with a telling stretch, or begins the next; a talk that cools is warmed before it."""
        if not self._now:
            if not self._stretches or state.turn < self._due:
                return None
            if state.zeros >= _COOL:
                return "ask"
            self._now = list(self._stretches.pop())
            self._due = state.turn + len(self._now) + 1
        return self._now.pop(0)

    def _told(self, kind: str) -> Heard:
        need = self._scenario.need
        if kind == "right":
            if need is None:
                return self._line("early", Target("own"))
            found = self._line(kind, Target("need"), flags=("guess",), sure=NEARLY)
            text = found.text.format(need=self._dice.choice(need.formulations))
            return Heard(text, found.code, found.about, flags=found.flags, sure=found.sure)
        return self._line(kind, flags={"sorry": ("repair",), "wrong": ("guess",)}.get(kind, ()))

    def _towards(self, state: State) -> Heard:
        """Return the next turn on the way to the need: what it waits for, else anything that warms, then itself."""
        scenario, dice = self._scenario, self._dice
        need = scenario.need
        assert need is not None
        speakers = [state.speaker, *(one.id for one in scenario.speakers if one.id != state.speaker)]
        ready = next((one for one in speakers if ripe(scenario, state, one)), None)
        if ready is not None:
            asked = self._line("own", Target("own"))
            if dice.random() < 0.5:
                asked = Heard(dice.choice(need.formulations), "REFL-C", (Target("need"),))
            return _to(scenario, state, asked, ready)
        way = [scenario.item(one) for one in shortest(scenario, need.needs, state.said)]
        open_now = [item for item in way if tellable(item, state)]
        if open_now:
            return _asked(scenario, state, open_now[0], dice)
        who = need.speaker or max(speakers, key=lambda one: state.rapport[one])
        return _to(scenario, state, ask_for(scenario, state, dice), who)

    def _after(self, state: State) -> Heard:
        """Return a question about what they want or begin with, an idea, or a question about what they told of it."""
        kind = self._afterwards.pop(0) if self._afterwards else self._dice.choice(("want", "begin", "detail"))
        if kind == "idea":
            return self._line(kind)
        held = [pair for pair in holders(self._scenario) if pair[0].kind in _TOLD_ON and was_said(pair[0], state)]
        if kind == "detail" and (rows := [(who, n) for who, all_ in held for n in range(len(all_))]):
            who, n = self._dice.choice(rows)
            return Heard(self._dice.choice(dict(held)[who][n].topics), "DEEP", (detail_of(who, n),))
        return self._ahead("want" if kind == "want" else "begin", state)

    def _ahead(self, kind: Literal["want", "begin"], state: State) -> Heard:
        """Return an open question about a choice or step, or the one that a choice not made yet has words for."""
        open_question = self._line(kind, Target(kind))
        named: Literal["choice", "step"] = "choice" if kind == "want" else "step"
        rows = self._scenario.choices if kind == "want" else self._scenario.first_steps
        fresh = [(name, row) for n, row in enumerate(rows) if (name := step_id(named, row, n)) not in state.told]
        if not fresh or self._dice.random() < 0.5:
            return open_question
        name, row = self._dice.choice(fresh)
        return Heard(self._dice.choice(row.topics), "OPEN", (Target(named, name), Target(kind)), to=row.speaker)


def ask_for(scenario: Scenario, state: State, dice: Random) -> Heard:
    """Return an open question for an item that was not told yet, in words of its author."""
    item = dice.choice([item for item in scenario.items if item.id not in state.said] or scenario.items)
    return Heard(dice.choice(item.topics), dice.choice(("DEEP", "OPEN", "DEEP")), (Target("item", item.id),))


def shortest(scenario: Scenario, needs: Needs, said: Iterable[str]) -> list[str]:
    """Return the ids of the fewest items that still have to be told before `needs` are met, in order."""
    count, ids = wanted(needs)
    held = set(said)
    ways = sorted(
        ([*shortest(scenario, scenario.item(one).needs, held), one] for one in ids if one not in held), key=len
    )
    missing = max(0, count - sum(one in held for one in ids))
    return list(dict.fromkeys(one for way in ways[:missing] for one in way))


def _asked(scenario: Scenario, state: State, item: Item, dice: Random) -> Heard:
    moves = list(item.opens_on.moves)
    code = "DEEP" if not moves or {"DEEP", "OPEN"} & set(moves) else dice.choice(moves)
    asked = Heard(dice.choice(item.topics), code, (Target("item", item.id),))
    return _to(scenario, state, asked, owner_of(scenario, item, state.speaker))


def _to(scenario: Scenario, state: State, heard: Heard, speaker: str) -> Heard:
    """Return the turn said to a speaker, by name where another spoke last."""
    if speaker == state.speaker:
        return heard
    name = scenario.speaker(speaker).name.split()[0]
    return Heard(f"{name}, {heard.text}", heard.code, heard.about, heard.novel, heard.flags, heard.sure, speaker)
