"""A conversation without models: marked text in, written wordings out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from threading import Event
from time import sleep

from simulator.coding.codebook import CodedTurn, Said, Unit, value_of
from simulator.practice.begin import begin
from simulator.practice.session import Minds, Session
from simulator.practice.store import Store
from simulator.scenario.model import Scenario
from simulator.school.acts import Hit, Target, TurnInput
from simulator.voice.types import Ask, Cancelled, OnClause, Spoken

MARK = re.compile(r"\[(\w[\w-]*)((?: [+@~]\S+)*)\]")
TO_THE_NEED = [
    "[OPEN @item:losse-middagen] Hoe ging het vorig jaar?",
    "[DEEP ~last] En daarna?",
    "[DEEP ~last] Hoe komt dat?",
    "[DEEP ~last] Vertel eens.",
    "[REFL-C ~last] Jullie kiezen dus los.",
    "[DEEP ~last] Wat zit daar achter?",
    "[DEEP ~last] En voor jou?",
    "[OPEN @own] Wat is dan jullie vraag?",
]
"""Eight good turns that lead to the need of `minimal_scenario`."""


class MarkedCoder:
    """Codes turns that say themselves what they are: `[OPEN @item:losse-middagen] Hoe ging dat?`."""

    name = "marked"

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        units = []
        for found in MARK.finditer(text):
            flags = tuple(re.findall(r"\+(\S+)", found[2]))
            units.append(Unit(text, found[1], value_of(found[1], flags), flags))
        return CodedTurn(text, tuple(units) or (Unit(text, "NEUTRAL", 0),), self.name)


class MarkedTopics:
    """Reads `@kind:id` as a hit and `~last` as an echo of what the school said last."""

    def fit(self, text, wordings) -> tuple[float, ...]:
        return ()

    def read(self, text, units, said, history) -> TurnInput:
        hits = [Hit(Target(kind, found), 0.9) for kind, found in re.findall(r"@(\w+):?([\w-]*)", text)]
        echoes = (said[-1][0],) if "~last" in text and said else ()
        return TurnInput(text, tuple(units), tuple(hits), echoes, repeats=False, novel="~" not in text and not hits)


class FirstWording:
    """Says the first wording, word by word, and can be slow, to be cancelled or killed."""

    name = "scripted"

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause

    def speak(self, ask: Ask, cancel: Event, on_clause: OnClause, locked: Sequence[str] = ()) -> Spoken:
        text = ask.wordings[0]
        for word in text.split():
            if cancel.is_set():
                raise Cancelled
            sleep(self.pause)
            on_clause(word + " ")
        return Spoken(text, (text,), "author", self.name, wording=text)


def minds(pause: float = 0.0) -> Minds:
    return Minds(MarkedCoder(), MarkedTopics(), FirstWording(pause))


def session(store: Store, scenario: Scenario, pause: float = 0.0, source: str = "id: x") -> Session:
    return begin(store, scenario, source, minds(pause))


def say(one: Session, text: str):
    return one.turn(text, Event(), lambda clause: None)
