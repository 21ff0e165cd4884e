"""What a conversation thinks and speaks with, loaded once a process: coder, encoder, topics, voice."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING

from simulator.models.memory import give_back
from simulator.practice.session import Minds
from simulator.scenario.model import Scenario
from simulator.school import off

if TYPE_CHECKING:
    from simulator.coding.coder import Coder
    from simulator.coding.question_coder.coder import QuestionCoder
    from simulator.coding.vector_cache import CachedEncoder
    from simulator.practice.ahead import Reading
    from simulator.school.meant import Reads
    from simulator.serve.scoring.client import Link
    from simulator.serve.scoring.remote import RemoteEncoder
    from simulator.voice.speak import Voice

DEFAULT_VOICE = "toask-270m"
"""Came with toask."""
SCRIPTED = "scripted"
SCORING = "TOASK_SCORING"
"""Names the address of a scoring process (`simulator.serve.scoring`): then no model is loaded here."""
Progress = Callable[[str], None]


def chosen_voice(name: str | None = None) -> str:
    """Return which voice speaks: the one named, else `TOASK_VOICE`, else the one in use, else the default.

    Of a card behind a server it is the server's address: the screen names it before the first turn.
    """
    from simulator.models import folder, servers

    chosen = name or os.environ.get("TOASK_VOICE") or folder.in_use() or DEFAULT_VOICE
    return chosen if chosen in (DEFAULT_VOICE, SCRIPTED) else servers.resolved(chosen)


class Workshop:
    """Loads models when they are first needed and keeps them; a context manager that frees them."""

    def __init__(self, voice: str | None = None) -> None:
        """Choose the voice; nothing is loaded yet."""
        self.voice_name = chosen_voice(voice)
        self._lock = threading.RLock()
        self._coder: Coder | None = None
        self._encoder: CachedEncoder | RemoteEncoder | None = None
        self._voice: Voice | None = None
        self._reader: Reads | None = None
        self._spare = False
        self._ahead: Reading | None = None

    def __enter__(self) -> Workshop:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the models."""
        self.close()

    @property
    def ready(self) -> bool:
        """Whether everything is loaded."""
        return None not in (self._coder, self._encoder, self._voice) and (self._reader is not None or self._spare)

    def load(self, progress: Progress = lambda step: None) -> None:
        """Load all that is missing; `progress` is told each named step.

        Raises:
            CardError, WeightsError, VoiceError, LearntError: one sentence with the next step.
        """
        with self._lock, ThreadPoolExecutor(1, "toask-reading") as beside:
            self._spare = self._reader is None and _spares(self.voice_name if self._voice is None else SCRIPTED)
            # The coder's parts are read on the second core while the voice is read on the first.
            reading = beside.submit(self._load_coder)
            if self._voice is None:
                progress("voice")
                self._voice = _voice(self.voice_name, progress)
            progress("coder")
            reading.result()
            give_back()
            if writes(self._voice) and self._encoder is not None:
                self._voice.watch(self._encoder)

    def _load_coder(self) -> None:
        if self._coder is None:
            off.whole()
            self._encoder, self._coder = _reading()
        if self._reader is None and not self._spare:
            self._reader = question_reader()
            if self.voice_name == SCRIPTED and _far() is None:
                _leave_a_core()

    def minds(self, scenario: Scenario, progress: Progress = lambda step: None, *, ahead: bool = False) -> Minds:
        """Return coder, topics of this scenario and voice; loads what is missing.

        Args:
            scenario: the school.
            progress: is told each named step.
            ahead: somebody sits and types; meanwhile what is known of the next turn is read.
        """
        from simulator.school.topics import Topics

        with self._lock:
            self.load(progress)
            assert self._encoder is not None
            assert self._coder is not None
            assert self._voice is not None
            progress("scenario")
            shelf = f"{scenario.language}-{scenario.id}"
            self._encoder.take(shelf)
            if self._reader is not None:
                self._reader.take(shelf)
            topics = Topics(scenario, self._encoder, self._reader)
            self._encoder.keep()
            if self._reader is not None:
                self._reader.keep()
            give_back()
            return Minds(self._coder, topics, self._voice, self._reading() if ahead else None)

    def _reading(self) -> Reading:
        from simulator.practice.ahead import Reading

        assert self._voice is not None
        if self._ahead is None:
            self._ahead = Reading(self._voice)
        return self._ahead

    def _read_no_more(self) -> None:
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None

    def change_voice(self, name: str) -> None:
        """Speak with another voice from the next `load` on."""
        with self._lock:
            self._read_no_more()
            if self._voice is not None:
                self._voice.close()
            self._voice, self.voice_name = None, name

    def close(self) -> None:
        """Free the models; safe to call twice."""
        with self._lock:
            self._read_no_more()
            if self._voice is not None:
                self._voice.close()
            self._voice = self._coder = self._encoder = self._reader = None


def writes(voice: Voice) -> bool:
    """Whether a voice may write: that is watched by the guard that learnt; lines by people need the rules alone."""
    from simulator.voice.compose import WRITES

    return not WRITES.isdisjoint(voice.backend.ways)


def shared_encoder(coder: QuestionCoder | None = None) -> CachedEncoder:
    """Return the sentence encoder with the vectors that were kept; of a coder that is loaded already, if given.

    Raises:
        CoderError: one sentence with the next step.
    """
    return _encoder(coder or _coder())


def scoring_coder() -> Coder:
    """Return the shipped coder, for practice and for transcripts.

    Raises:
        CoderError: one sentence with the next step.
    """
    far = _far()
    if far is None:
        return _coder()
    from simulator.serve.scoring.remote import RemoteCoder

    return RemoteCoder(far)


def _far() -> Link | None:
    """Return the connection to the scoring process that is named; None: models are loaded here."""
    if not os.environ.get(SCORING):
        return None
    from simulator.serve.scoring.remote import link

    return link()


def _reading() -> tuple[CachedEncoder | RemoteEncoder, Coder]:
    far = _far()
    if far is None:
        coder = _coder()
        return _encoder(coder), coder
    from simulator.serve.scoring.remote import RemoteCoder, RemoteEncoder

    return RemoteEncoder(far), RemoteCoder(far)


def _coder() -> QuestionCoder:
    from simulator.coding.question_coder.coder import QuestionCoder

    return QuestionCoder.load()


def _encoder(coder: QuestionCoder) -> CachedEncoder:
    from simulator.coding.question_coder.encoder import QuestionEncoder
    from simulator.coding.vector_cache import CachedEncoder
    from simulator.models import folder

    return CachedEncoder(QuestionEncoder(coder.reader), folder.root())


def _voice(name: str, progress: Progress) -> Voice:
    from simulator.voice.speak import Voice, default_voice

    far = _far()
    if far is None:
        voice = default_voice(name)
    else:
        from simulator.serve.scoring.remote import voice_of

        voice = Voice(voice_of(far, name))
    voice.load(progress)
    return voice


def _spares(voice: str) -> bool:
    """Whether there is no room for the model that reads questions, beside a voice yet to load: talks go on without."""
    from simulator.models import memory
    from simulator.models.card import speaking
    from simulator.reader.kept import ROOM

    held = memory.now()
    needed = ROOM + (speaking(DEFAULT_VOICE).memory if voice == DEFAULT_VOICE else 0)
    return _far() is None and held is not None and held.free < needed


def _leave_a_core() -> None:
    """Let torch take as many threads as with a voice: no model of one has said so here."""
    import torch

    from simulator.voice.machine import threads_for

    torch.set_num_threads(threads_for(os.cpu_count() or 1))


def question_reader() -> Reads:
    """Return what reads questions, with the vectors that were kept.

    Raises:
        VoiceError: one sentence with the next step.
    """
    far = _far()
    if far is not None:
        from simulator.serve.scoring.remote_reader import RemoteReader

        return RemoteReader(far)
    from simulator.models import folder, memory
    from simulator.reader.kept import KeptReader
    from simulator.reader.model import QuestionReader
    from simulator.voice.types import VoiceError

    with memory.watched("reader", VoiceError):
        return KeptReader(QuestionReader.load(), folder.root())
