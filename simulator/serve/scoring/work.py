"""What the scoring process computes: coder, encoder and voice, loaded once and used by one thread."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

from simulator.coding.codebook import CodedTurn
from simulator.coding.coder import Encoder, PieceEncoder
from simulator.school.meant import Match
from simulator.scoring.batch import Asked
from simulator.serve.scoring.errors import CannotServe
from simulator.serve.scoring.frames import Floats
from simulator.serve.scoring.shelves import Shelves
from simulator.voice.defaults import TEMPLATES
from simulator.voice.machine import threads_for
from simulator.voice.render import Template
from simulator.voice.transformers_backend import TransformersBackend
from simulator.voice.types import Message, Way

if TYPE_CHECKING:
    from simulator.voice.decoder import Past

VOICE = "toask-270m"
"""The voice that came with toask: it weighs lines."""
MOST_KEPT = 384 << 20
"""Bytes of what was read for clients that are kept at most: a talk takes 5 to 10 MB, a turn on its way 35."""


class TurnCoder(Protocol):
    """The coder."""

    name: str
    unsure_below: float

    def code_many(self, turns: Sequence[Asked], /) -> Sequence[CodedTurn]:
        """Return one coded turn for each."""
        ...


class Weighing(Protocol):
    """The voice, which keeps for each client what it has read for it."""

    name: str
    ways: tuple[Way, ...]

    def fits_for(self, client: int, prompt: Sequence[Message], texts: Sequence[str], cancel: Event) -> list[float]:
        """Return how well each text fits behind the prompt. Raises Cancelled."""
        ...

    def forget(self, client: int) -> None:
        """Forget what was read for a client."""
        ...


class Asking(Encoder, Protocol):
    """The reader of questions (`simulator.reader`)."""

    version: str
    match: Match

    def turn(self, before: str, text: str) -> Floats:
        """Return a turn behind what the school had just said, shape (2 d,)."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that is loaded; `phrases`: what the reader has read of each school."""

    coder: TurnCoder
    shelves: Shelves
    voice: Weighing
    reader: Asking
    phrases: Shelves

    def about(self) -> dict[str, Any]:
        """Return what a client must know of them."""
        inner = self.shelves.inner
        assert isinstance(inner, PieceEncoder)
        return {
            "coder": {"name": self.coder.name, "unsure_below": self.coder.unsure_below},
            "encoder": {
                "name": inner.name, "version": getattr(inner, "version", ""), "match": list(inner.match),
            },
            "voice": {"name": self.voice.name, "ways": list(self.voice.ways)},
            "reader": {"version": self.reader.version, "match": asdict(self.reader.match)},
        }  # fmt: skip


class SharedVoice(TransformersBackend):
    """The language model for many clients: what it has read stays apart for each, as in a process of its own.

    So a client's numbers are the same as if nobody else were there, and its talk need not be read anew each turn. For
    one thread.
    """

    def __init__(
        self, name: str, weights: Path, template: Template, ways: tuple[Way, ...], threads: int | None
    ) -> None:
        super().__init__(name, weights, template, ways, threads)
        self._of: OrderedDict[int, list[tuple[list[int], Past]]] = OrderedDict()

    def fits_for(self, client: int, prompt: Sequence[Message], texts: Sequence[str], cancel: Event) -> list[float]:
        """Return how well each text fits behind the prompt. Raises Cancelled."""
        self._read = self._of.pop(client, [])
        try:
            return self.fits(prompt, texts, cancel)
        finally:
            self._of[client], self._read = self._read, []
            self._shrink()

    def forget(self, client: int) -> None:
        """Forget what was read for a client."""
        self._of.pop(client, None)

    @property
    def kept(self) -> int:
        """Bytes of what was read for all clients."""
        pasts = [past for held in self._of.values() for _, past in held]
        return sum(2 * len(past.keys) * past.keys[0].nbytes for past in pasts)

    def _shrink(self) -> None:
        """Forget what is least missed: of who waits longest all but the talk itself, which was read last, then that."""
        for left in (1, 0):
            for client in list(self._of)[:-1]:
                if self.kept <= MOST_KEPT:
                    return
                self._of[client] = self._of[client][:left]


def load(threads: int | None = None) -> Callable[[], Parts]:
    """Return what loads the shipped coder, its encoder, the reader of questions and the shipped voice.

    Args:
        threads: torch threads of all of them together; None: as many as there are cores, one less of more than two.
    """

    def parts() -> Parts:
        from simulator.coding.question_coder.coder import QuestionCoder
        from simulator.coding.question_coder.encoder import QuestionEncoder
        from simulator.models import folder
        from simulator.reader.model import QuestionReader

        backend = _voice(threads)
        backend.load()
        if not backend.weighs:
            raise CannotServe(f"{backend.name} was not taught to weigh lines: install toask again.")
        coder = QuestionCoder.load()
        reader = QuestionReader.load()
        vectors, phrases = (Shelves(one, folder.root()) for one in (QuestionEncoder(coder.reader), reader))
        return Parts(coder, vectors, backend, reader, phrases)

    return parts


def _voice(threads: int | None) -> SharedVoice:
    from simulator.models import folder, memory
    from simulator.models.card import speaking

    card = speaking(VOICE)
    if (why := memory.short(card)) is not None:
        raise CannotServe(why)
    threads = threads or threads_for(os.cpu_count() or 1)
    template = TEMPLATES.get(str(card.use.get("template", "plain")), "plain")
    return SharedVoice(card.name, folder.ensure(card).parent, template, tuple(card.ways), threads)
