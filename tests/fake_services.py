"""The app's services without model or disk, for its tests and for looking at it.

`python tests/fake_services.py` opens the app over them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import debrief_fixture
from fake_practice import FakePractice

from simulator.app.services import (
    Conversation,
    Form,
    LastResult,
    NotReady,
    Progress,
    Remedy,
    ScenarioCard,
    VoiceInfo,
)
from simulator.app.settings import Settings
from simulator.debrief.model import Debrief
from simulator.practice.api import Branch, PracticeError
from simulator.practice.corrections import Correction
from simulator.practice.documents import Document
from simulator.practice.store import Store
from simulator.review.erase import Holding

CARD = ScenarioCard(
    ref="vakdocent-dans",
    id="vakdocent-dans",
    language="nl",
    title="Een vakdocent dans voor alle groepen",
    level=2,
    patience=22,
    brief="Karin Verbeek, icc'er van een dorpsschool, belde je: of je zes weken een vakdocent dans kunt leveren, voor "
    "alle groepen. En of je meteen een offerte meeneemt. Je hebt drie kwartier, na schooltijd, in haar klaslokaal.",
    role="educatief medewerker van een gezelschap voor dans en theater",
    offer="een lessenreeks dans met eigen docenten, een voorstelling, en een training voor leerkrachten",
    goals=("de vraag achter de vraag vinden zonder hem in te vullen", "de woorden van de school gebruiken"),
)
ENGLISH = ScenarioCard(
    "clay",
    "clay",
    "en",
    "A clay workshop before summer",
    1,
    20,
    "A school in town called.",
    "educator",
    "clay",
    ("find the question",),
    LastResult("2026-01-05T10:00:00Z", 0.62, False),
)
BROKEN = ScenarioCard(
    "stuk.yaml", "stuk", "nl", "stuk.yaml", problem="stuk.yaml:3:1: error: unknown key 'titel'; did you mean 'title'?"
)
KEPT = Conversation("c1", "vakdocent-dans", "Een vakdocent dans voor alle groepen", "nl", 3, "2026-01-06T09:30:00Z")
OLD = Conversation(
    "c0",
    "vakdocent-dans",
    "Mijn eerste keer",
    "nl",
    12,
    "2026-01-02T09:30:00Z",
    ended=True,
    ask_share=0.7,
    reached=True,
)


@dataclass
class FakeServices:
    """Everything in memory. `make`: what `start`, `warmup` and `resume` give."""

    remembered: Settings = field(default_factory=lambda: Settings(language="nl", warmed_up=True))
    make: Callable[[], FakePractice] = FakePractice
    cards: list[ScenarioCard] = field(default_factory=lambda: [CARD, ENGLISH, BROKEN])
    rows: list[Conversation] = field(default_factory=lambda: [KEPT, OLD])
    steps: Sequence[str] = ("scorer", "encoder", "voice")
    pace: float = 0.0
    problem: Exception | None = None
    saving: Exception | None = None
    server: str = ""
    said: list[str] = field(default_factory=list)
    exports: Path = Path("/tmp")
    practice: FakePractice | None = None
    calls: list[str] = field(default_factory=list)
    loaded: bool = False
    gate: Event | None = None
    debriefs: dict[int | None, Debrief] = field(default_factory=dict)
    broken: Exception | None = None
    corrected: list[Correction] = field(default_factory=list)
    ways: list[Branch] = field(default_factory=list)
    log: Store | None = None
    quoting: list[Document] = field(default_factory=list)
    coded: list[Holding] = field(default_factory=list)
    before: int = 0

    def store(self) -> Store:
        if self.log is None:
            self.log = Store(Path(tempfile.mkdtemp()) / "practice.db")
        return self.log

    def scenarios(self) -> Sequence[ScenarioCard]:
        return list(self.cards)

    def scenario(self, ref: str) -> ScenarioCard:
        for card in self.cards:
            if card.ref == ref:
                return card
        raise PracticeError(f"There is no scenario {ref}; toask scenario list shows them.")

    def unfinished(self) -> Sequence[Conversation]:
        return [row for row in self.rows if not row.ended and not row.archived]

    def history(self, search: str = "", archived: bool = False) -> Sequence[Conversation]:
        rows = [row for row in self.rows if row.archived == archived and search.lower() in row.title.lower()]
        return [replace(row, snippet=f"…{search}…") for row in rows] if search else rows

    def _change(self, conversation: str, **changes: object) -> None:
        self.rows = [replace(row, **changes) if row.id == conversation else row for row in self.rows]  # type: ignore[arg-type]

    def rename(self, conversation: str, title: str) -> None:
        self._change(conversation, title=title)

    def archive(self, conversation: str, archived: bool = True) -> None:
        self._change(conversation, archived=archived)

    def export(self, conversation: str, form: Form, nameless: bool = False) -> Path:
        if self.problem:
            raise self.problem
        self.calls.append(f"export:{conversation}:{form}" + ":nameless" * nameless)
        return self.exports / f"{conversation}.{form}"

    def voice(self) -> VoiceInfo:
        return VoiceInfo("scripted", self.server)

    def prepare(self, progress: Progress, remedy: Remedy = "retry") -> None:
        self.calls.append(f"prepare:{remedy}")
        if self.problem and remedy == "retry":
            raise self.problem
        for step in self.steps:
            progress(step)
            time.sleep(self.pace)
        if self.gate is not None:
            self.gate.wait(10)
        self.loaded = True

    def place(self) -> int:
        return self.before

    def _begin(self, call: str) -> FakePractice:
        self.calls.append(call)
        self.practice = self.make()
        return self.practice

    def start(self, ref: str, *, assessment: bool = False) -> FakePractice:
        practice = self._begin(f"start:{ref}")
        practice.mode = "assessment" if assessment else "practice"
        return practice

    def debrief(self, conversation: str, head: int | None = None) -> Debrief:
        if self.broken:
            raise self.broken
        self.calls.append(f"debrief:{conversation}:{head}")
        found = self.debriefs.get(head) or debrief_fixture.debrief(conversation=conversation)
        return debrief_fixture.recoded(found, self.corrected)

    def correct(self, turn: int, unit: int, was: str, code: str, reason: str) -> None:
        made = Correction(len(self.corrected) + 1, turn, unit, was, code, reason, "trainee", "2026-01-06T10:00:00Z")
        self.corrected.append(made)

    def corrections(self, conversation: str) -> Sequence[Correction]:
        return list(self.corrected)

    def branches(self, conversation: str, head: int | None = None) -> Sequence[Branch]:
        return list(self.ways)

    def quoted_in(self, conversation: str) -> Sequence[Document]:
        return list(self.quoting)

    def reviewed_in(self, conversation: str, known: Sequence[str]) -> tuple[Sequence[Holding], Sequence[Holding]]:
        return list(self.coded), [Holding(Path(one), ("Els",)) for one in known]

    def erase(self, conversation: str, also: Sequence[str] = ()) -> bool:
        if self.problem:
            raise self.problem
        self.calls.append(":".join(["erase", conversation, *also]))
        self.rows = [row for row in self.rows if row.id != conversation]
        return True

    def warmup(self, language: str) -> FakePractice:
        practice = self._begin(f"warmup:{language}")
        practice.patience = 5
        return practice

    def resume(self, conversation: str, *, finished: bool = False) -> FakePractice:
        return self._begin(f"resume:{conversation}" + ":finished" * finished)

    def settings(self) -> Settings:
        return self.remembered

    def save_settings(self, settings: Settings) -> None:
        if self.saving:
            raise self.saving
        self.remembered = settings

    def notices(self) -> Sequence[str]:
        return list(self.said)

    def close(self) -> None:
        self.calls.append("close")


def unready() -> NotReady:
    """The error of a damaged weight file."""
    return NotReady("The model file is damaged (sha256 1d96… expected). Fetch it again.", ("pull", "scripted"))


if __name__ == "__main__":
    import sys

    from simulator.app.app import ToaskApp

    demo = FakeServices(Settings(warmed_up="--first" not in sys.argv), lambda: FakePractice(pace=0.5), pace=0.7)
    if "--broken" in sys.argv:
        demo.problem = unready()
    if "--server" in sys.argv:
        demo.server = "http://192.168.1.20:8080"
    ToaskApp(demo).run()
