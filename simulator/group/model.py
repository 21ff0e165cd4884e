"""What a class holds: conversations in figures, where they stalled, and where people differ from the machine.

Nothing that a school did not say is in here: of what stayed closed only how deep it lies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["log", "portfolio", "export", "review", "scored"]
KINDS: tuple[Kind, ...] = ("log", "portfolio", "export", "review", "scored")
"""Sources of a conversation, from the one that knows most of it to the one that knows least."""
Of = Literal["code", "ask_share", "depth"]
STEM, SPEAKER, GIVEN = range(3)
"""How sure a trainee's name is: a file's name, a speaker's, said by somebody."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """Whose conversation it is; `sure`: one of `STEM`, `SPEAKER`, `GIVEN`. `classroom`: where a server names one."""

    name: str
    sure: int = STEM
    classroom: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What is the same for the same person, however surely and with which capitals the name was given."""
        return self.name.casefold(), self.classroom


@dataclass(frozen=True, slots=True)
class Door:
    """The last thing that the school let be heard or held back, and that never opened.

    Attributes:
        act: `cue` or `hesitate`. `layer`: how deep it lies; empty: the source does not say.
        then: what the trainee's next turn did: `ask`, `tell`, `neutral`; empty: there was none.
    """

    act: str
    layer: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a person gives another judgement than the machine.

    Attributes:
        of: `code` of a unit, or the `ask_share` or `depth` of a whole conversation (an assessor's verdict).
        turn: of the trainee, from 1; 0: the whole. `text`: the unit's words. `before`: the school's, just before.
        machine, person: what each says. `who`: `trainee`, or a name. `created`: ISO 8601, or empty.
    """

    of: Of
    turn: int
    text: str
    before: str
    machine: str
    person: str
    who: str
    reason: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation.

    Attributes:
        key: by which the same conversation is known in another source.
        kind: of the source. `source`: its name.
        id, title, scenario, language, mode: as there; `scenario` empty: a transcript.
        created: ISO 8601; empty: nobody knows.
        turns: of the trainee, with codes. `values`: of each, the summed values of its codes.
        ask_share, corrected: 0 to 1, by the machine's codes and by people's; None under five turns.
        uptake: share of turns that take up the school's words; None under five turns.
        deepest: one of `labels.DEPTHS`; None: not known, or the school hides nothing.
        reached: it said its own question; None: not known, or it has none.
        door: where it stalled; None: it did not, or nothing was let be heard.
        coder: who made the codes. `compared`, `same`: units that a person coded too, and those with the same code.
    """

    key: str
    kind: Kind
    source: str
    trainee: Trainee
    id: str
    title: str
    scenario: str = ""
    language: str = ""
    mode: str = ""
    created: str = ""
    ended: bool = True
    turns: int = 0
    values: tuple[int, ...] = ()
    ask_share: float | None = None
    corrected: float | None = None
    uptake: float | None = None
    deepest: str | None = None
    reached: bool | None = None
    door: Door | None = None
    stage: str = ""
    coder: str = ""
    compared: int = 0
    same: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def school(self) -> tuple[str, str]:
        """The scenario and its language; of a transcript two empty texts."""
        return (self.scenario, self.language) if self.scenario else ("", "")


@dataclass(frozen=True, slots=True)
class Left:
    """What was left out, and why, in one sentence; `fault`: it should have gone along."""

    source: str
    why: str
    fault: bool = True


@dataclass(slots=True)
class Group:
    """A class: its conversations, and what was left out."""

    talks: list[Talk] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
