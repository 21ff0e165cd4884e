"""What a debrief holds. All sentences are in the reader's language; quotes are as they were said.

Nothing that the school did not say stands outside `Debrief.hidden` and `Guess.unsaid`, which a screen shows only after
the trainee was offered another try (`Debrief.held`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.coding.codebook import Main, Unit
from simulator.i18n import mark

TurnKind = Literal["to_asking", "to_telling", "own_question", "opened", "closed", "repaired"]
By = Literal["school", "together", "trainee", "nobody"]
BY_NAMES: dict[By, str] = {
    "school": mark("the school"),
    "together": mark("together"),
    "trainee": mark("you"),
    "nobody": mark("nobody"),
}
When = Literal["start", "middle", "end"]
Step = Literal["awareness", "responsibility", "choice", "action"]


@dataclass(frozen=True, slots=True)
class Coded:
    """One unit of a turn for a reader.

    Attributes:
        unit: its code now. `was`: the machine's code where a person gave another; empty: nobody did.
        who, why: who gave it and the reason, of a person or of the machine.
        unsure: the coder is not sure of it.
    """

    unit: Unit
    why: str
    was: str = ""
    who: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One of my turns on the map from tell to ask.

    Attributes:
        number: of the turn, from 1. `row`: its id in the log.
        before, text, reply, who: what I had just read, what I said, what the school answered, and who of them.
        units: my turn's codes. `main`, `weight`: its side and its summed value.
        rapport: before and after, 0 to 4.
        opened, layer: what it opened, as the school told it, and how deep that lay; empty: nothing.
        effect: one sentence, what it opened or closed and why.
        doors: the school let something be heard in its answer.
        stage: of the talk.
    """

    number: int
    row: int
    before: str
    text: str
    reply: str
    who: str
    units: tuple[Coded, ...]
    main: Main
    weight: int
    rapport: tuple[int, int]
    effect: str
    opened: str = ""
    layer: str = ""
    doors: bool = False
    stage: str = "contact"


@dataclass(frozen=True, slots=True)
class Door:
    """A cue of the school that I walked past.

    Attributes:
        turn: of mine after which the cue was given. `passed`: the number of my turn that walked past it.
        who, cue: who gave it, and the school's words. `words`: those worth picking up.
        instead: what I said. `back`: the turn in which I came back to it; None: never.
        examples: two or three questions with the school's own words, as examples.
    """

    turn: int
    passed: int
    who: str
    cue: str
    words: tuple[str, ...]
    instead: str
    examples: tuple[str, ...]
    back: int | None = None


@dataclass(frozen=True, slots=True)
class Best:
    """One of my best moments: turn, the school's words before it, mine, and why it is one."""

    turn: int
    before: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Turning:
    """Where the talk turned: my turn, what kind of turn, my words, and a sentence on it."""

    turn: int
    kind: TurnKind
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the intake: its name, my turns in it, how many ask and how many tell, ask share (None: too few)."""

    stage: str
    name: str
    turns: int
    ask: int
    tell: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Arc:
    """One step of awareness → responsibility → choice → action: who took it, in which turn, in whose words."""

    step: Step
    name: str
    by: By
    says: str
    turn: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """What I thought was going on, and when.

    Attributes:
        when: `start`, `middle` or `end`. `turn`: after which of my turns (0: before the first).
        text: my words. `shared`: words of mine that the need holds too.
        said, unsaid: what the school had told by then, and what it had not, as the scenario puts it.
    """

    when: When
    turn: int
    text: str
    shared: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tip:
    """The one thing to try next: the everyday rule, why, a line of mine, its turn, and the same as a question."""

    rule: str
    rule_says: str
    why: str
    turn: int | None = None
    line: str = ""
    rewritten: str = ""


@dataclass(frozen=True, slots=True)
class SelfView:
    """What I thought of it before I saw a figure. `share`: ask share, 0 to 100; `layer`: how deep I thought I came."""

    share: int | None = None
    layer: str = ""
    well: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing I judged myself, what was found, and a sentence on the difference."""

    name: str
    mine: str
    found: str
    says: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the school did not say, for after another try was offered: the need, and (content, layer) of each item."""

    need: str = ""
    items: tuple[tuple[str, str], ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Debrief:
    """All of it.

    Attributes:
        title, language: of the scenario; `reader`: language of the sentences.
        reached: the school said its own question; None: it hides none. `own_question`: its words.
        held: the need was not reached, or there is none and nothing opened, which looks the same: another try is
            offered before anything hidden is shown, and before it is said that nothing was.
        turns: mine. `ask_share`: 0 to 1; None under five turns. `uptake`: turns that took up the school's words.
        thirds: for figures without stages. `opened`: (content, layer, my words) of what was told.
        corrected: how many codes a person changed. `hints`: how often help was asked.
        coder, codebook: who made the codes.
        ended: the talk came to its end. `unanswered`: a last turn of mine that never got an answer.
    """

    conversation: str
    title: str
    language: str
    reader: str
    turns: int
    lines: tuple[Line, ...]
    turning: tuple[Turning, ...]
    doors: tuple[Door, ...]
    best: tuple[Best, ...]
    phases: tuple[Phase, ...]
    arc: tuple[Arc, ...]
    guesses: tuple[Guess, ...]
    tip: Tip | None
    reached: bool | None
    own_question: str
    held: bool
    hidden: Hidden
    ask_share: float | None = None
    uptake: int = 0
    deepest: str = ""
    proposed: str = ""
    mine: SelfView | None = None
    differences: tuple[Difference, ...] = ()
    opened: tuple[tuple[str, str, str], ...] = ()
    corrected: int = 0
    hints: int = 0
    mode: str = "practice"
    created: str = ""
    coder: str = ""
    codebook: int = 1
    notes: tuple[str, ...] = ()
    ended: bool = True
    unanswered: str = ""
