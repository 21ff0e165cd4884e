"""One turn, as the choice of an act sees it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from simulator.scenario.model import Item, Scenario
from simulator.school.acts import State, Target, TurnInput
from simulator.school.credit import Reading
from simulator.school.gates import eligible, knows
from simulator.school.lexicon import telling

AFTER = ("own_question", "choosing", "committing")
QUESTIONS = frozenset({"DEEP", "OPEN", "CLOSED"})
REFLECTIONS = frozenset({"REFL-S", "REFL-C"})
AHEAD_KINDS = frozenset({"choice", "step", "want", "begin"})
HEARD = 2  # rapport from which a school that hides nothing talks of choices


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn after closing and gaining were settled: the scenario, the new state, the turn and what it is."""

    scenario: Scenario
    state: State
    turn: TurnInput
    reading: Reading
    speaker: str

    @property
    def after(self) -> bool:
        """Whether the school has said its own question (or hides none and has been heard for a while)."""
        return self.state.stage in AFTER or (self.scenario.need is None and self.state.rapport[self.speaker] >= HEARD)

    @property
    def base(self) -> Target | None:
        """What the trainee follows up on: what their words echo, else a told item they come back to, else the last."""
        if self.turn.echoes:
            return self.turn.echoes[0]
        return Target("item", self.said_item) if self.said_item is not None else self.state.last

    @property
    def question(self) -> str:
        """The last unit that asks, else the last one."""
        asking = [unit.text for unit in self.turn.units if unit.code in QUESTIONS]
        return asking[-1] if asking else self.turn.units[-1].text

    @property
    def said_item(self) -> str | None:
        """Id of the best match when it is an item that was told already: a way of following up."""
        best = next((hit.target for hit in self.turn.hits if hit.target.kind in ("item", "fact")), None)
        return best.id if best is not None and best.kind == "item" and best.id in self.state.said else None

    @property
    def confirming(self) -> str:
        """The reaction that goes before an answer to a reflection."""
        return "confirm" if self.reading.moves & REFLECTIONS else ""

    @property
    def bridging(self) -> str:
        """The reaction that goes before something else than what was asked for, where nothing that is known answers it.

        Elsewhere it gets none: half of the time such a line does answer, and readers frown at an announced swerve.
        """
        if not self.reading.moves & QUESTIONS:
            return self.confirming
        return "aside" if self.beside else ""

    @property
    def beside(self) -> bool:
        """Whether a question has words of its own, and nothing that the school knows answers it."""
        known = any(hit.target.kind not in AHEAD_KINDS for hit in self.turn.hits)
        new = not self.turn.echoes or self.turn.novel
        return not known and new and bool(telling(self.turn.units[-1].text, self.scenario.language))

    def mine(self, item: Item) -> bool:
        """Whether the item is this speaker's to tell."""
        return knows(self.scenario, self.speaker, item.id, item.speaker)

    def open_item(self) -> bool:
        """Whether the turn matched an unsaid item that would be told now: that is answered first."""
        ids = [hit.target.id for hit in self.turn.hits if hit.target.kind == "item"]
        return any(eligible(self.scenario.item(one), self.state, self.speaker, self.reading.moves) for one in ids)

    def chance(self) -> Random:
        """Return randomness that the seed and the turn fix."""
        return Random(f"{self.state.seed}:{self.state.turn}")
