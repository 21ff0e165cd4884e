"""A practice without model, store or disk: it answers from a list, so it is deterministic."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Literal

from simulator.coding.codebook import Unit
from simulator.practice.api import Hint, Meter, Opened, PracticeError, Shown, Summary, TurnResult, View
from simulator.voice.types import Cancelled, OnClause

OPENING = "Kom binnen, let niet op de rommel. Fijn dat je er zo snel kon zijn. Heb je die offerte bij je?"
REPLIES = (
    ("Nou ja,", "de meesten gaan dan nakijken.", "In de koffiekamer."),
    ("Hm.", "Daar vraag je me wat."),
    ("Vorig jaar was het percussie,", "het jaar ervoor drama.", "En daarna is het weer klaar."),
)
AUTHOR = "Wie meteen over de zes weken praat, krijgt een prettig gesprek."
LOCKED = "De leerkrachten durven zelf niet voor de klas te dansen."


@dataclass
class FakePractice:
    """Answers from a list; a question mark is asking, anything else telling. `gate`: waits there between clauses."""

    title: str = "Een vakdocent dans voor alle groepen"
    language: str = "nl"
    patience: int = 22
    pace: float = 0.0
    reached: bool = False
    turns: list[Shown] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    hints: int = 0
    over: bool = False
    pending: str = ""
    gate: Event | None = None
    fail: Exception | None = None
    replies: Sequence[Sequence[str]] = REPLIES
    calls: list[str] = field(default_factory=list)
    said: int = 0
    next_id: int = 1
    mode: str = "practice"
    asked: int = 0
    ways: dict[int, list[Shown]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.turns:
            self._add("school", OPENING)

    def _add(self, role: Literal["school", "trainee"], text: str, units: tuple[Unit, ...] = ()) -> Shown:
        shown = Shown(self.next_id, role, "Karin" if role == "school" else "", text, units)
        self.next_id += 1
        self.turns.append(shown)
        return shown

    @property
    def mine(self) -> list[Shown]:
        return [turn for turn in self.turns if turn.role == "trainee"]

    def view(self) -> View:
        number = len(self.mine)
        return View(
            "c1",
            self.title,
            self.language,
            {"karin": "Karin"},
            tuple(self.turns),
            number,
            max(0, self.patience - number),
            self.over,
            self.pending,
            self.hints,
            "karin",
            self.mode,
        )

    def _speak(self, cancel: Event, on_clause: OnClause) -> str:
        clauses = self.replies[self.said % len(self.replies)]
        for clause in clauses:
            deadline = time.monotonic() + self.pace
            while time.monotonic() < deadline or (self.gate is not None and not self.gate.is_set()):
                if cancel.is_set():
                    raise Cancelled
                time.sleep(0.005)
            if cancel.is_set():
                raise Cancelled
            if self.fail:
                error, self.fail = self.fail, None
                raise error
            on_clause(clause)
        self.said += 1
        return " ".join(clauses)

    def _result(self, mine: Shown, reply: Shown) -> TurnResult:
        self.over = self.over or len(self.mine) >= self.patience
        return TurnResult(
            len(self.mine),
            mine.text,
            mine.units,
            "ask",
            "fact",
            None,
            "karin",
            reply.text,
            self.over,
            "chosen",
            1,
            (),
            "exploring",
            {},
            mine.id,
            reply.id,
        )

    def turn(self, text: str, cancel: Event, on_clause: OnClause) -> TurnResult:
        self.calls.append(f"turn:{text}")
        reply = self._speak(cancel, on_clause)
        code, value = ("OPEN", 2) if "?" in text else ("OFFER", -2)
        mine = self._add("trainee", text, (Unit(text, code, value),))
        return self._result(mine, self._add("school", reply))

    def regenerate(self, cancel: Event, on_clause: OnClause) -> TurnResult:
        self.calls.append("regenerate")
        reply = self._speak(cancel, on_clause)
        self.turns.pop()
        return self._result(self.mine[-1], self._add("school", reply))

    def edit(self, text: str, cancel: Event, on_clause: OnClause) -> TurnResult:
        self.calls.append(f"edit:{text}")
        reply = self._speak(cancel, on_clause)
        del self.turns[-2:]
        self.over = False
        mine = self._add("trainee", text, (Unit(text, "OPEN", 2),))
        return self._result(mine, self._add("school", reply))

    def last_words(self) -> str:
        return self.mine[-1].text if self.mine else ""

    def recall(self) -> Sequence[str]:
        return [turn.text for turn in reversed(self.mine)]

    def _allow(self) -> None:
        if self.mode == "assessment":
            raise PracticeError("This is an assessment.")

    def fork(self, turn: int) -> str:
        self._allow()
        self.calls.append(f"fork:{turn}")
        place = [one.id for one in self.turns].index(turn)
        self.ways[self.turns[-1].id] = list(self.turns)
        words, self.turns, self.over = self.turns[place].text, self.turns[:place], False
        return words

    def show_again(self, head: int) -> None:
        self.calls.append(f"show_again:{head}")
        self.turns, self.over = self.ways.pop(head), True

    def look_back(self) -> None:
        self.asked = self.turns[-1].id

    def looked_back(self) -> bool:
        return self.asked == self.turns[-1].id

    def meter(self) -> Meter:
        self._allow()
        values = [unit.value for turn in self.mine for unit in turn.units]
        ask, tell = sum(v > 0 for v in values), sum(v < 0 for v in values)
        return Meter(ask / (ask + tell) if ask + tell else None, ask, tell)

    def hint(self) -> Hint:
        self.hints += 1
        return Hint(("let niet op de rommel", "zo snel"), "LSD")

    def note(self, kind: Literal["hypothesis", "note", "self"], text: str) -> None:
        if text:
            self.kept.append((kind, text))

    def notes(self) -> Sequence[tuple[str, str]]:
        return [one for one in self.kept if one[0] != "self"]

    def end(self) -> None:
        self.calls.append("end")
        self.over = True

    def summary(self) -> Summary:
        number = len(self.mine)
        opened = (Opened("a", "surface", "elk jaar komt er zo'n reeks lessen", self.mine[0].text),) if self.mine else ()
        closed = (Opened("b", "underlying", LOCKED),)
        values = [unit.value for turn in self.mine for unit in turn.units]
        codes: dict[str, int] = {}
        for turn in self.mine:
            for unit in turn.units:
                codes[unit.code] = codes.get(unit.code, 0) + 1
        return Summary(
            number,
            sum(v > 0 for v in values) / len(values) if number >= 5 else None,
            codes,
            opened,
            () if self.reached else closed,
            self.reached,
            LOCKED,
            "Hoe gaan wij het zélf durven?",
            self.hints,
            tuple(t for k, t in self.kept if k == "hypothesis"),
            AUTHOR,
            "closed",
        )
