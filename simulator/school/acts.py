"""What a school can do in a turn, the stages of the talk, and what one turn gives the mind to decide on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.coding.codebook import Unit

Act = Literal[
    "tell", "cue", "fact", "unknown", "hesitate", "deflect", "hold_request", "ask_back", "confirm", "correct",
    "not_known", "own_question", "build_on", "choose", "commit", "go_along", "repair", "close",
]  # fmt: skip
Stage = Literal["contact", "exploring", "own_question", "choosing", "committing", "closed"]
TargetKind = Literal[
    "item", "fact", "request", "need", "choice", "step", "detail", "own", "more", "want", "begin", "off", "bye",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """Something a trainee's words can be about: its kind and its id (`""` for kinds with one member)."""

    kind: TargetKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A target that the turn matched, with a calibrated score (0 to 1; only scores that count are listed).

    `unit`: index of the unit that matched best.
    """

    target: Target
    score: float
    unit: int = 0


@dataclass(frozen=True, slots=True)
class TurnInput:
    """All that the mind sees of a trainee's turn; it is logged, so that a log alone replays the conversation.

    Attributes:
        text: the turn.
        units: its coded units.
        hits: matched targets, best first; questions and reflections only.
        echoes: targets whose spoken words the turn takes up (items said, cues given, facts, the request), latest first.
        addressed: id of the speaker whose name is said.
        repeats: the turn nearly repeats an earlier question.
        novel: the turn asks about content words that neither school nor scenario knows (so: unknown, not a cue).
        leans: items and details that it may ask for, too faintly to count as hits, best first: where something is told
            unasked they say what lies nearest to the question.
        cue: which line of an item's `cue` the school's last words gave away; -1: none.
    """

    text: str
    units: tuple[Unit, ...]
    hits: tuple[Hit, ...] = ()
    echoes: tuple[Target, ...] = ()
    addressed: str | None = None
    repeats: bool = False
    novel: bool = False
    leans: tuple[Hit, ...] = ()
    cue: int = -1


@dataclass(frozen=True, slots=True)
class Decision:
    """The one act of the school's turn.

    Attributes:
        act: what it does.
        speaker: id of who speaks.
        target: what it is about (an item told or cued, a fact, a choice, …), if anything.
        wordings: written lines that carry the act, any of which may be said; nothing locked but what is told now.
        variant: the list of `Wording` that the lines come from, or `say` / `cue` / `asked_on` / `details.N`.
        reaction: what a short reaction before the line should do (`repair`, `confirm`, …); empty: free.
        beside: a second fact that the same lines answer.
        because: the rule that decided, for the author's x-ray and the debrief; never holds locked text.
    """

    act: Act
    speaker: str
    wordings: tuple[str, ...]
    target: Target | None = None
    variant: str = "say"
    reaction: str = ""
    because: str = ""
    beside: Target | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The school's mind between two turns. Immutable; `simulator.school.mind.step` gives the next one.

    Attributes:
        rapport, good, ruptured, repairing, sorry: per speaker id: 0 to 4; good turns since the last step; in rupture;
            good turns since the rupture; something was taken back since the rupture.
        said: item ids told, in order. `cued`: item ids whose cue was given. `told`: facts, choices and steps
            each time they were said, items said again, details.
        left: trainee turns left. `zeros`: turns in a row at rapport 0. `guesses`: guesses in a row.
        seeks: turns in a row that only asked permission. `offered`: the school said yes to hearing an idea.
        asked_back, hesitated: turn of the last question of the school's own, of its last hesitation. `broke_in`:
            the other speaker has broken in once.
        last: what the school's last words were about.
    """

    seed: int
    turn: int
    rapport: dict[str, int]
    good: dict[str, int]
    ruptured: dict[str, bool]
    repairing: dict[str, int]
    sorry: dict[str, bool]
    speaker: str
    left: int
    said: tuple[str, ...] = ()
    cued: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    stage: Stage = "contact"
    zeros: int = 0
    guesses: int = 0
    seeks: int = 0
    offered: bool = False
    asked_back: int = -9
    hesitated: int = -9
    broke_in: bool = False
    ended: bool = False
    last: Target | None = None
