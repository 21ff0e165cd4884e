"""What the app needs from the rest of the product, as one small protocol.

Every method may block and is called from a worker thread, except `settings`, `save_settings` and `place`, which must
be quick.
Whatever goes wrong in a way that a trainee can act on is a `PracticeError`; its message is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from simulator.app.settings import Settings
from simulator.practice.api import Branch, Practice, PracticeError

if TYPE_CHECKING:
    from simulator.debrief.model import Debrief
    from simulator.practice.corrections import Correction
    from simulator.practice.documents import Document
    from simulator.practice.store import Store
    from simulator.review.erase import Holding

Progress = Callable[[str], None]
"""Told each named step while loading. It raises `Cancelled` when the app closes: let that through."""
Remedy = Literal["retry", "pull", "scripted"]
Form = Literal["markdown", "jsonl", "csv"]
FORMS: tuple[Form, ...] = ("markdown", "jsonl", "csv")


class NotReady(PracticeError):
    """The model cannot be used. `remedies`: what can be tried from the screen, the best first.

    `retry` loads again, `pull` fetches and verifies the weights anew, `scripted` practises with written words only.
    """

    def __init__(self, message: str, remedies: Sequence[Remedy] = ("retry", "scripted")) -> None:
        super().__init__(message)
        self.remedies: tuple[Remedy, ...] = tuple(remedies)


@dataclass(frozen=True, slots=True)
class LastResult:
    """The last finished try: when (UTC, ISO 8601), ask share (None under five turns), need reached (None: no need)."""

    when: str
    ask_share: float | None
    reached: bool | None


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """A scenario as the home screen and the brief show it; holds no locked text.

    Attributes:
        ref: what `start` takes: an id or a path.
        level: how hard, 1 (gentle) to 3 (hard); see `difficulty_level`. `rupture`: trust lost by an unasked offer.
        problem: why it cannot be played (one sentence); empty when it can.
    """

    ref: str
    id: str
    language: str
    title: str
    level: int = 2
    patience: int = 0
    brief: str = ""
    role: str = ""
    offer: str = ""
    goals: tuple[str, ...] = ()
    last: LastResult | None = None
    problem: str = ""
    rupture: int = 1


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation. `title`: the trainee's own name for it, or the scenario's. Times: UTC, ISO 8601.

    `retrying`: it was finished, and another way is tried that is not; figures are those of the finished one.
    """

    id: str
    ref: str
    title: str
    language: str
    turns: int
    updated: str
    ended: bool = False
    archived: bool = False
    ask_share: float | None = None
    reached: bool | None = None
    snippet: str = ""
    retrying: bool = False


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """Which voice will speak. `server`: host that a trainee's words will be sent to; empty when they stay here."""

    name: str
    server: str = ""


class Afterwards(Protocol):
    """What is asked once a conversation is over."""

    def debrief(self, conversation: str, head: int | None = None) -> Debrief:
        """Return the debrief in the interface's language; `head`: last turn of a branch, None: the one that is shown.

        Loads no model. Raises PracticeError.
        """
        ...

    def correct(self, turn: int, unit: int, was: str, code: str, reason: str) -> None:
        """Keep the trainee's other opinion on the code of a unit; earlier ones stay. Raises PracticeError."""
        ...

    def corrections(self, conversation: str) -> Sequence[Correction]:
        """Return all corrections in a conversation, oldest first."""
        ...

    def branches(self, conversation: str, head: int | None = None) -> Sequence[Branch]:
        """Return every way that the conversation went, oldest first, beside the one to `head`, or that is shown."""
        ...

    def quoted_in(self, conversation: str) -> Sequence[Document]:
        """Return reports and the like that are about a conversation or quote it, latest first."""
        ...

    def reviewed_in(self, conversation: str, known: Sequence[str]) -> tuple[Sequence[Holding], Sequence[Holding]]:
        """Return the review projects that hold a conversation: those that it goes from, and those where it stays.

        `known`: files of projects that were opened before.
        """
        ...

    def erase(self, conversation: str, also: Sequence[str] = ()) -> bool:
        """Delete a conversation for good, and documents by their ids; False: traces go when other windows close."""
        ...


class Services(Afterwards, Protocol):
    """All that the app asks for."""

    def store(self) -> Store:
        """Return the practice log, for what is read and written beside the conversations. Raises PracticeError."""
        ...

    def scenarios(self) -> Sequence[ScenarioCard]:
        """Return every scenario found, also those with a problem."""
        ...

    def scenario(self, ref: str) -> ScenarioCard:
        """Return one scenario by id or path. Raises PracticeError."""
        ...

    def unfinished(self) -> Sequence[Conversation]:
        """Return conversations that were not ended or archived, the latest first; only those with a turn sent."""
        ...

    def history(self, search: str = "", archived: bool = False) -> Sequence[Conversation]:
        """Return kept conversations, the latest first; with `search`, those that hold these words (and a `snippet`)."""
        ...

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title."""
        ...

    def archive(self, conversation: str, archived: bool = True) -> None:
        """Put a conversation away, or back. Nothing is deleted."""
        ...

    def export(self, conversation: str, form: Form, nameless: bool = False) -> Path:
        """Write one conversation to a new file (UTF-8) and return where it is; `nameless`: with names replaced."""
        ...

    def voice(self) -> VoiceInfo:
        """Return which voice will speak; quick, loads nothing."""
        ...

    def prepare(self, progress: Progress, remedy: Remedy = "retry") -> None:
        """Load all models that a conversation needs, telling each named step; at once when they are loaded already.

        Raises:
            NotReady: with what can be tried.
            Cancelled: from `progress`.
        """
        ...

    def place(self) -> int:
        """Return how many others are served before this app where several share the models; quick, 0: none."""
        ...

    def start(self, ref: str, *, assessment: bool = False) -> Practice:
        """Begin a new conversation (after `prepare`). It shows among the unfinished once a turn was sent."""
        ...

    def warmup(self, language: str) -> Practice:
        """Begin the guided warm-up: a friendly school, five turns, then it ends by itself (after `prepare`)."""
        ...

    def resume(self, conversation: str, *, finished: bool = False) -> Practice:
        """Take up a kept conversation. An ended one opens for reading and its summary, also before `prepare`.

        `finished`: so does the way that was finished, where another is under way.

        Trying its last turn again loads what it needs then, and may raise NotReady.
        """
        ...

    def settings(self) -> Settings:
        """Return the remembered settings; defaults when there are none or they cannot be read."""
        ...

    def save_settings(self, settings: Settings) -> None:
        """Remember the settings."""
        ...

    def notices(self) -> Sequence[str]:
        """Return sentences to show once at the start (a damaged database that was kept aside, and the like)."""
        ...

    def close(self) -> None:
        """Free the models; safe to call twice."""
        ...


def difficulty_level(rapport: int, patience: int, rupture: int) -> int:
    """Return 1 (gentle) to 3 (hard) from where rapport starts, how many turns there are, what telling costs."""
    points = (2 if rapport <= 0 else 1 if rapport == 1 else 0) + (1 if patience < 20 else 0) + (rupture - 1)
    return 1 if points == 0 else 2 if points <= 2 else 3
