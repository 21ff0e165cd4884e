"""A finished (or broken off) conversation as the debrief reads it: each trainee turn with what it did at the school.

All of it comes from the log: the coded turns are played again through the school's mind, so nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.coding.codebook import Main, Unit, main_of
from simulator.coding.measures import once
from simulator.practice.corrections import Correction, corrected
from simulator.practice.records import TurnRow
from simulator.practice.serial import turn_from_json
from simulator.scenario.model import LAYERS, Layer, Scenario
from simulator.school import mind
from simulator.school.acts import Decision, Stage, State, TurnInput

Held = Mapping[tuple[int, int], Correction]


@dataclass(frozen=True, slots=True)
class Move:
    """One trainee turn and what the school did with it.

    Attributes:
        number: of the trainee's turn, from 1. `row`: its id in the log. `text`: as sent.
        units: as people have them (corrections taken in). `machine`: as the coder gave them.
        before: the school's words that the trainee had just read. `reply`: the school's answer ("" where none came).
        wording: the written line in that answer, without the reaction before it.
        who: name of who answered.
        read: what the mind saw. `decision`: what it did. `earlier`, `state`: where it stood before and stands after.
    """

    number: int
    row: int
    text: str
    units: tuple[Unit, ...]
    machine: tuple[Unit, ...]
    before: str
    reply: str
    wording: str
    who: str
    read: TurnInput
    decision: Decision
    earlier: State
    state: State

    @property
    def main(self) -> Main:
        """Whether the turn asks, tells, or does neither."""
        return main_of(self.units)

    @property
    def weight(self) -> int:
        """The summed values of its different codes, −6 (tells) to +6 (asks) in practice."""
        return sum(once(self.units).values())

    @property
    def stage(self) -> Stage:
        """The stage of the talk in which it was said."""
        return self.earlier.stage

    @property
    def item(self) -> str:
        """Id of the item that it opened for the first time; empty: none."""
        target = self.decision.target
        fresh = target is not None and target.kind == "item" and target.id not in self.earlier.said
        return target.id if fresh and target is not None and self.decision.act == "tell" else ""

    @property
    def cue(self) -> str:
        """Id of the item whose cue the school gave in answer; empty: none, or it was asked on about already."""
        target = self.decision.target
        fresh = self.decision.act == "cue" and self.decision.variant != "asked_on"
        return target.id if fresh and target is not None else ""

    @property
    def rapport(self) -> tuple[int, int]:
        """Rapport before and after, of who answered."""
        who = self.decision.speaker
        return self.earlier.rapport[who], self.state.rapport[who]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation and its scenario.

    Attributes:
        opening: the school's first words, before any turn.
        moves: the trainee's turns with an answer. `unanswered`: a last turn that never got one.
        ended: whether the talk came to its end.
    """

    scenario: Scenario
    opening: str
    moves: tuple[Move, ...]
    unanswered: str = ""
    ended: bool = True

    @property
    def own_question(self) -> Move | None:
        """The turn after which the school said its own question; None: it never did."""
        return next((one for one in self.moves if one.decision.act == "own_question"), None)

    @property
    def said(self) -> tuple[str, ...]:
        """Ids of the items told, in order."""
        return self.moves[-1].state.said if self.moves else ()

    @property
    def deepest(self) -> str:
        """How deep it came: `need`, the deepest layer told, or empty."""
        if self.own_question is not None:
            return "need"
        return max((self.layer(one) for one in self.said), key=LAYERS.index, default="")

    def said_by(self, number: int) -> tuple[str, ...]:
        """Return ids of the items told up to and with turn `number` (0: before the first)."""
        before = [one for one in self.moves if one.number <= number]
        return before[-1].state.said if before else ()

    def layer(self, item: str) -> Layer:
        """Return the layer of an item.

        Raises:
            KeyError: no item has that id.
        """
        return self.scenario.item(item).layer


def talk_of(
    scenario: Scenario, rows: Sequence[TurnRow], seed: int, held: Held | None = None, *, ended: bool = True
) -> Talk:
    """Return the conversation of a branch.

    Args:
        scenario: as it was when they talked (its YAML is stored with the conversation).
        rows: the branch, oldest first.
        seed: of the conversation.
        held: corrections that hold, by (turn id, unit index).
        ended: whether it came to its end.
    """
    names = {speaker.id: speaker.name for speaker in scenario.speakers}
    replies = {row.parent: row for row in rows if row.role == "school" and row.parent is not None}
    asked = [row for row in rows if row.role == "trainee"]
    answered = [row for row in asked if "coded" in row.data and row.id in replies]
    logged = [turn_from_json(row.data["coded"]) for row in answered]
    first = mind.start(scenario, seed)
    start = next((n for n, row in enumerate(rows) if row.role == "trainee"), len(rows))
    opening = "\n".join(row.text for row in rows[:start])
    moves: list[Move] = []
    before, earlier = opening, first
    for row, read, (decision, state) in zip(answered, logged, mind.replay(scenario, logged, seed), strict=False):
        reply = replies[row.id]
        units = corrected(row.id, read.units, held or {})
        who = names.get(decision.speaker, "")
        mine = (len(moves) + 1, row.id, row.text, units, read.units)
        theirs = (before, reply.text, _wording(reply), who)
        moves.append(Move(*mine, *theirs, read, decision, earlier, state))
        before, earlier = reply.text, state
    late = asked[-1].text if asked and asked[-1] not in answered else ""
    return Talk(scenario, opening, tuple(moves), late, ended)


def _wording(row: TurnRow) -> str:
    """Return the written line of a school turn; where it was said otherwise, all of it."""
    line = str(row.data.get("said", {}).get("wording") or "")
    return line if line and line in row.text else row.text
