"""What a front end (Textual, plain, `scenario run`) may ask of a practice conversation, and what it gets back.

All calls block and may be made from a worker thread, one at a time; `cancel` is polled between tokens and steps.
Nothing returned here holds locked text, except `Summary.need` and `Summary.closed`, which are for afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Literal, Protocol

from simulator.coding.codebook import Main, Unit
from simulator.errors import ToaskError
from simulator.school.acts import Stage
from simulator.voice.types import OnClause, VoicedBy

LONGEST_TURN = 4000
"""Characters in one turn: some 700 words, far more than anybody says in one breath."""


ASSESSMENT = "assessment"
"""The mode of a conversation that is judged: no going back, no other words, no meter, no help."""
RESUME = "resume:"
"""Before the id of a conversation that is taken up, where else a scenario is named."""
TRAINEE = "trainee"
"""Who gave a code its correction, where that was the trainee and not an assessor with a name."""
WARMUP = "warmup"
"""The mode of the guided warm-up, which counts nowhere; also its folder and its reference."""


class PracticeError(ToaskError):
    """Something a trainee can act on. The message is one sentence with the next step."""


class UnknownName(PracticeError):
    """No scenario or voice has the name that was given: wrong use. The message lists the nearest names."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One turn on screen: database id, role, who (name), words, and for a trainee's turn its units once coded."""

    id: int
    role: Literal["school", "trainee"]
    name: str
    text: str
    units: tuple[Unit, ...] = ()
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """A finished exchange, in the keys of the command contract (`toask scenario run --json`)."""

    turn: int
    text: str
    units: tuple[Unit, ...]
    main: Main
    act: str
    item: str | None
    speaker: str
    reply: str
    ended: bool
    voiced_by: VoicedBy
    rapport: int
    unlocked: tuple[str, ...]
    stage: Stage
    seconds: dict[str, float]
    trainee_id: int = 0
    school_id: int = 0


@dataclass(frozen=True, slots=True)
class Meter:
    """Where the talk stands between tell and ask: share (0 to 1; None before anything counted) and its counts."""

    share: float | None
    ask: int
    tell: int


@dataclass(frozen=True, slots=True)
class Hint:
    """Help when stuck: words of the school's last answer worth picking up, and a rule (`LSD`, `OEN`, …). No content."""

    words: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One item in the summary: id, layer, content, the trainee's words that opened it (empty: stayed closed)."""

    id: str
    layer: str
    content: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the trainee sees afterwards.

    Attributes:
        ask_share: None with fewer than five trainee turns (the codebook's rule).
        reached: the school said its own question aloud; None: this school hides none.
        need: the need's statement, to be shown only after trying again was offered, if not reached.
    """

    turns: int
    ask_share: float | None
    codes: dict[str, int]
    opened: tuple[Opened, ...]
    closed: tuple[Opened, ...]
    reached: bool | None
    need: str
    own_question: str
    hints: int
    hypotheses: tuple[str, ...]
    notes: str
    stage: Stage
    deepest: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What a screen shows of the conversation now.

    `head`: last turn of a finished way, where that is read while another is under way.
    """

    conversation: str
    title: str
    language: str
    names: dict[str, str] = field(default_factory=dict)
    turns: tuple[Shown, ...] = ()
    trainee_turns: int = 0
    left: int = 0
    ended: bool = False
    pending: str = ""
    hints: int = 0
    speaker: str = ""
    mode: str = "practice"
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One way that a conversation went, beside the one that is shown.

    Attributes:
        head: id of its last turn. `turns`: of the trainee. `created`: when its last turn was, UTC, ISO 8601.
        leaves: the trainee's turn at which it leaves the shown way; 0: never. `words`: what was said there instead.
        shown: it is the shown one. `answer`: `words` are the school's.
    """

    head: int
    turns: int
    leaves: int
    words: str
    created: str
    shown: bool = False
    answer: bool = False


class Practice(Protocol):
    """One conversation, from the opening line to the close; every step is in the store before the next begins."""

    def view(self) -> View:
        """Return the current branch. `pending`: a turn that was sent but has no answer yet (after a crash)."""
        ...

    def turn(self, text: str, cancel: Event, on_clause: OnClause) -> TurnResult:
        """Send a trainee turn and get the school's. The text of `View.pending` goes on where a crash left it.

        Raises:
            Cancelled: the turn is undone; its words stay in the store.
            PracticeError: nothing was lost; the message says what to do.
        """
        ...

    def regenerate(self, cancel: Event, on_clause: OnClause) -> TurnResult:
        """Say the last act in other words, as a new branch. Raises PracticeError: there are none."""
        ...

    def edit(self, text: str, cancel: Event, on_clause: OnClause) -> TurnResult:
        """Replace the last trainee turn by `text`, as a new branch; the old one is kept.

        After the end this takes the conversation up again; when it fails there, it is as ended as before.
        """
        ...

    def fork(self, turn: int) -> str:
        """Go back to just before trainee turn `turn` (`Shown.id`) and return its words; every branch is kept.

        The conversation is active again; a way that was finished counts until another is.
        """
        ...

    def show_again(self, head: int) -> None:
        """Show the ended branch that ends in turn `head` again, after going back without sending anything."""
        ...

    def last_words(self) -> str:
        """Return the trainee's last turn, to be edited or recalled."""
        ...

    def recall(self) -> Sequence[str]:
        """Return the trainee's earlier turns, latest first."""
        ...

    def meter(self) -> Meter:
        """Return tell ↔ ask so far."""
        ...

    def hint(self) -> Hint:
        """Return help and count it, once a turn."""
        ...

    def note(self, kind: Literal["hypothesis", "note", "self"], text: str) -> None:
        """Keep a hypothesis, a note or an own view (JSON) of the trainee with the current turn."""
        ...

    def notes(self) -> Sequence[tuple[str, str]]:
        """Return kept guesses and notes as (kind, text), oldest first."""
        ...

    def look_back(self) -> None:
        """Remember that the trainee was asked for an own view of the branch as it ends now."""
        ...

    def looked_back(self) -> bool:
        """Whether the trainee was asked already."""
        ...

    def end(self) -> None:
        """End the conversation; what was said stays."""
        ...

    def summary(self) -> Summary:
        """Return what the trainee sees afterwards."""
        ...
