"""The app's services over the real product: scenarios on disk, the practice log, the models.

Everything heavy is imported inside the methods: the home screen is painted before any of it is needed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import i18n
from simulator.app import settings as kept_settings
from simulator.app.listing import card_of, row_of, snippet_of, talked
from simulator.app.real_afterwards import StoredAfterwards
from simulator.app.services import Conversation, Form, NotReady, Progress, Remedy, ScenarioCard, VoiceInfo
from simulator.app.settings import Settings
from simulator.practice.api import ASSESSMENT, RESUME, WARMUP, Practice, PracticeError, UnknownName

if TYPE_CHECKING:
    from simulator.practice.build import Workshop
    from simulator.practice.session import Minds
    from simulator.practice.store import Store
    from simulator.scenario.catalog import Entry
    from simulator.scenario.model import Scenario


class RealServices(StoredAfterwards):
    """Implements `simulator.app.services.Services`."""

    def __init__(self, voice: str | None = None, seed: int | None = None, language: str = "") -> None:
        """Remember what was asked for; opens and loads nothing."""
        self._wanted, self._seed, self._language = voice, seed, language
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._workshop: Workshop | None = None
        self._settings: Settings | None = None

    # -- parts, made when first needed ---------------------------------------------------------------------------

    def store(self) -> Store:
        """Return the practice log.

        Raises:
            StoreError: it cannot be opened.
        """
        from simulator.practice.store import Store

        with self._lock:
            if self._store is None:
                self._store = Store()
            return self._store

    def workshop(self) -> Workshop:
        """Return what loads and keeps the models."""
        from simulator.practice.build import Workshop

        with self._lock:
            if self._workshop is None:
                self._workshop = Workshop(self._wanted)
            return self._workshop

    # -- scenarios -----------------------------------------------------------------------------------------------

    def scenarios(self) -> Sequence[ScenarioCard]:
        """Return every scenario found, also those with a problem."""
        from simulator.scenario import catalog

        try:
            results = self.store().results()
        except PracticeError:
            results = {}
        return [card_of(entry, results) for entry in catalog.entries()]

    def scenario(self, ref: str) -> ScenarioCard:
        """Return one scenario by id or path. Raises PracticeError."""
        if ref.startswith(f"{WARMUP}/"):
            raise PracticeError("The warm-up starts from the home screen.")
        return card_of(self._entry(ref), self.store().results())

    def _entry(self, ref: str) -> Entry:
        from simulator.scenario import catalog

        try:
            return catalog.resolve(ref, self._language or i18n.language())
        except catalog.ScenarioNotFound as error:
            raise UnknownName(str(error)) from error

    def check_names(self, ref: str) -> None:
        """Look whether the scenario and the voice that were named, if any, are there; loads nothing.

        Raises:
            UnknownName: one is not; the nearest names are listed.
        """
        if ref and not ref.startswith(RESUME):
            self._entry(ref)
        if not self._wanted:
            return
        from simulator.models.card import NoSuchCard
        from simulator.voice.defaults import check_name

        try:
            check_name(self._wanted)
        except NoSuchCard as error:
            raise UnknownName(str(error)) from error

    # -- conversations -------------------------------------------------------------------------------------------

    def unfinished(self) -> Sequence[Conversation]:
        """Return conversations that were not ended or archived, the latest first; only those with a turn sent."""
        return [row_of(row) for row in self.store().conversations(status="active") if talked(row)]

    def history(self, search: str = "", archived: bool = False) -> Sequence[Conversation]:
        """Return kept conversations, the latest first; with `search`, those that hold these words."""
        store = self.store()
        rows = [row for row in store.conversations(archived=archived, query=search) if talked(row)]
        return [row_of(row, snippet_of(store, row.id, search)) for row in rows]

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title."""
        self.store().rename(conversation, title)

    def archive(self, conversation: str, archived: bool = True) -> None:
        """Put a conversation away, or back. Nothing is deleted."""
        self.store().archive(conversation, archived)

    def export(self, conversation: str, form: Form, nameless: bool = False) -> Path:
        """Write one conversation to a new file in the documents folder and return where it is."""
        from simulator.files import exports_folder
        from simulator.privacy.disguise import known
        from simulator.privacy.export import export

        names = known(self.store(), conversation, i18n.language()) if nameless else None
        return export(self.store(), conversation, form, exports_folder(), names)

    # -- models --------------------------------------------------------------------------------------------------

    def voice(self) -> VoiceInfo:
        """Return which voice will speak; quick, loads nothing."""
        name = self.workshop().voice_name
        return VoiceInfo(name, server_of(name))

    def prepare(self, progress: Progress, remedy: Remedy = "retry") -> None:
        """Load all models that a conversation needs, telling each named step; at once when they are loaded already."""
        from simulator.coding.e5_file import EncoderFileError
        from simulator.coding.errors import CoderError
        from simulator.models.archive import PullError
        from simulator.models.card import CardError
        from simulator.models.folder import WeightsError
        from simulator.practice.build import SCRIPTED
        from simulator.school.learnt import LearntError
        from simulator.voice.types import VoiceError

        workshop = self.workshop()
        try:
            if remedy == "pull":
                self._pull(progress)
            elif remedy == "scripted":
                workshop.change_voice(SCRIPTED)
            workshop.load(progress)
        except WeightsError as error:
            raise NotReady(str(error), ("pull", "retry", "scripted")) from error
        except (PullError, CardError, VoiceError, CoderError, EncoderFileError, LearntError) as error:
            raise NotReady(str(error), ("retry", "scripted")) from error
        except ModuleNotFoundError as error:
            line = i18n.tr("A part is not installed ({name}); install it with: make practice.")
            raise NotReady(line.format(name=error.name)) from error

    def _pull(self, progress: Progress) -> None:
        """Fetch what is missing or damaged, telling how far it is."""
        from simulator.models import card, folder, pull

        names = [self.workshop().voice_name]
        for model in (card.card(name) for name in names if name in card.cards()):
            try:
                folder.ensure(model)
            except folder.WeightsError:
                pull.pull(model, lambda done, total, name: progress(f"{name} {done / 1e6:.0f}/{total / 1e6:.0f} MB"))

    def place(self) -> int:
        """Return how many others are served before this app where several share the models; quick, 0: none."""
        import sys

        # Where models are loaded here nothing of the queue was ever imported, and nothing waits.
        # A thread may be importing it just now: then it is there and has no such name yet.
        ask = getattr(sys.modules.get("simulator.serve.scoring.remote"), "place", None)
        return int(ask()) if ask is not None else 0

    def start(self, ref: str, *, assessment: bool = False) -> Practice:
        """Begin a new conversation (after `prepare`)."""
        return self._begin(self._entry(ref), ASSESSMENT if assessment else "practice")

    def warmup(self, language: str) -> Practice:
        """Begin the guided warm-up: a friendly school, five turns, then it ends by itself (after `prepare`)."""
        from simulator.scenario import catalog

        return self._begin(catalog.entry(warmup_file(language), True), WARMUP)

    def _begin(self, entry: Entry, mode: str = "practice") -> Practice:
        from random import SystemRandom

        from simulator.practice.begin import begin
        from simulator.scenario.said import why

        if entry.scenario is None:
            raise PracticeError(why(entry.problems, i18n.language()))
        scenario = entry.scenario
        seed = SystemRandom().randrange(1_000_000) if self._seed is None else self._seed
        return begin(
            self.store(), scenario, entry.text, self.workshop().minds(scenario, ahead=True), seed=seed, mode=mode
        )

    def resume(self, conversation: str, *, finished: bool = False) -> Practice:
        """Take up a kept conversation (after `prepare`; to read an ended one without), in the scenario as it was."""
        from simulator.practice.kept import scenario_of
        from simulator.practice.reading import asleep
        from simulator.practice.session import Session

        row = self.store().conversation(conversation)
        scenario = scenario_of(row)
        head = row.earlier if finished else None
        if row.status == "ended" or head is not None:
            minds = asleep(row.voice, lambda: self._awake(scenario))
        else:
            minds = self.workshop().minds(scenario, ahead=True)
        return Session(self.store(), conversation, scenario, minds, head)

    def _awake(self, scenario: Scenario) -> Minds:
        """Load what an ended conversation needs when its last turn is tried again. Raises NotReady."""
        self.prepare(lambda step: None)
        return self.workshop().minds(scenario, ahead=True)

    # -- settings ------------------------------------------------------------------------------------------------

    def settings(self) -> Settings:
        """Return the remembered settings."""
        self._settings = kept_settings.load()
        return self._settings

    def save_settings(self, settings: Settings) -> None:
        """Remember what was changed in this window; another one may have changed something else meanwhile."""
        kept_settings.save(settings, since=self._settings)
        self._settings = settings

    def notices(self) -> Sequence[str]:
        """Return sentences to show once at the start."""
        notice = self.store().notice
        return [notice] if notice else []

    def close(self) -> None:
        """Free the models; safe to call twice."""
        with self._lock:
            if self._workshop is not None:
                self._workshop.close()
            if self._store is not None:
                self._store.close()
                self._store = None


def warmup_file(language: str) -> Path:
    """Return the warm-up's scenario in that language."""
    return Path(__file__).parents[1] / "practice" / WARMUP / ("en.yaml" if language == "en" else "nl.yaml")


def server_of(voice: str) -> str:
    """Return the host that a voice (`http:URL#MODEL` or the URL itself) sends words to; empty when they stay here."""
    from urllib.parse import urlsplit

    if not voice.lower().startswith(("http:", "https:")):
        return ""
    address = voice[5:] if voice.lower().startswith(("http:http://", "http:https://")) else voice
    host = urlsplit(address).hostname or ""
    return "" if host in ("localhost", "127.0.0.1", "::1") else host
