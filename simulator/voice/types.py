"""What the voice is asked, what it answers, and the seam behind which models work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Literal, Protocol, runtime_checkable

from simulator.errors import ToaskError

VoicedBy = Literal["model", "both", "chosen", "author"]
Way = Literal["select", "compose", "adapt", "free"]


class Cancelled(Exception):
    """The trainee pressed Esc: stop within one token; nothing of this reply counts."""


class VoiceError(ToaskError):
    """The model cannot be used. The message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Line:
    """One earlier turn as the voice sees it: `school` or `trainee`, who (speaker id) and what."""

    role: Literal["school", "trainee"]
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Persona:
    """Who speaks: name, role, manner, address (`je`, `u` or `you`) and the kind of school."""

    id: str
    name: str
    role: str
    manner: str
    address: str
    school: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One act to be phrased. Holds no locked text: only what was said, and what is told now.

    Attributes:
        language: `nl` or `en`.
        act: the act, as in `simulator.school.acts.Act`.
        variant: which written list the wordings come from (`say`, `cue`, `confirm`, `greet`, …).
        wordings: written lines that may be said for this act, those not used in the last twelve turns first.
        used: lines and reactions of the last twelve turns, latest last.
        moves: the codes of the trainee's turn, in order.
        reaction: what a short reaction should do (`repair`, `confirm`, …); empty: free.
        known: all that may be in the reply: said items, facts, the request, the brief.
        history: earlier turns, oldest first.
        seed: makes the choice reproducible.
        fit: how well each wording's own words answer the turn, same order as `wordings` (embedding score, 0 to 1).
    """

    language: str
    persona: Persona
    act: str
    variant: str
    wordings: tuple[str, ...]
    trainee: str
    history: tuple[Line, ...] = ()
    used: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    reaction: str = ""
    known: tuple[str, ...] = ()
    seed: int = 0
    fit: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A guarded reply.

    Attributes:
        text: all of it. `clauses`: the same, cut where it is shown piece by piece.
        voiced_by: `model` (its words), `both` (its reaction, a written wording), `chosen` (written words picked by
            it), `author` (no model).
        model: card name of the model, or `scripted`.
        reaction, wording: the written parts, for freshness.
        first_token, first_words, total: seconds after the call.
        rejected: guard reasons of candidates that were not shown (never the words).
        own: whether something that the model wrote was good enough, shown or not; None: it wrote nothing.
    """

    text: str
    clauses: tuple[str, ...]
    voiced_by: VoicedBy
    model: str
    reaction: str = ""
    wording: str = ""
    first_token: float = 0.0
    first_words: float = 0.0
    total: float = 0.0
    rejected: tuple[str, ...] = ()
    own: bool | None = None


OnClause = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message for a model: role, content, and whose name a transcript shows (of `system`: who speaks next)."""

    role: Literal["system", "user", "assistant"]
    content: str
    name: str = ""


class Backend(Protocol):
    """A model behind the voice. Thread-safe for one call at a time; polls `cancel` at least once a token."""

    name: str
    ways: tuple[Way, ...]

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Get ready; `progress` is told each named step. Raises VoiceError with a next step."""
        ...

    def score(self, prompt: Sequence[Message], replies: Sequence[str], cancel: Event) -> list[float]:
        """Return the summed log-likelihood of each reply after the prompt. Raises Cancelled or VoiceError."""
        ...

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Yield pieces of text as they are written. Raises Cancelled or VoiceError."""
        ...

    def close(self) -> None:
        """Free memory; safe to call twice."""
        ...


@runtime_checkable
class Weigher(Protocol):
    """A model that was taught to weigh candidates (`simulator.voice.score`)."""

    @property
    def weighs(self) -> bool:
        """Whether the weights that are loaded were."""
        ...

    def fits(self, prompt: Sequence[Message], texts: Sequence[str], cancel: Event) -> list[float]:
        """Return how well each text fits behind the prompt, up to a constant. Raises Cancelled or VoiceError."""
        ...


@dataclass(slots=True)
class Timings:
    """Seconds of one turn's parts."""

    coding: float = 0.0
    school: float = 0.0
    voice: float = 0.0
    first_token: float = 0.0
    first_words: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reply that could be shown: its parts, way and the guard's finding (empty: passed)."""

    text: str
    way: Way
    reaction: str = ""
    wording: str = ""
    score: float = 0.0
    faults: tuple[str, ...] = field(default=())
