"""The voice: one act in, a guarded reply out, whatever the model does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from random import Random
from threading import Event
from typing import TYPE_CHECKING

from simulator.voice import select, weigh
from simulator.voice.bank import Bank, written
from simulator.voice.compose import Writer
from simulator.voice.defaults import default_voice_backend
from simulator.voice.guard import Bound, Guard
from simulator.voice.neutral import Neutral
from simulator.voice.prompt import context
from simulator.voice.types import Ask, Backend, Cancelled, Candidate, OnClause, Spoken, VoicedBy, Weigher

if TYPE_CHECKING:
    from simulator.coding.coder import Encoder

_CLAUSE = re.compile(r".+?(?:[.!?…]+[\"”’')]*(?=\s+\S)|[:;](?=\s)|$)\s*", re.DOTALL)


class _Clock:
    """Shows clauses, and when what came first."""

    def __init__(self, on_clause: OnClause) -> None:
        self._start = time.perf_counter()
        self._on_clause = on_clause
        self.pieces: list[str] = []
        self.first_token = self.first_words = 0.0

    @property
    def shown(self) -> str:
        """All that was shown."""
        return "".join(self.pieces)

    def now(self) -> float:
        """Return seconds since the act came in."""
        return time.perf_counter() - self._start

    def token(self) -> None:
        """Note that the model has answered for the first time."""
        self.first_token = self.first_token or self.now()

    def clause(self, piece: str) -> None:
        """Show a clause."""
        self.token()
        self.first_words = self.first_words or self.now()
        self.pieces.append(piece)
        self._on_clause(piece)


class Voice:
    """Phrases acts with one backend.

    Args:
        backend: the model; `ways` empty means written words only.
        guard: checks every clause before it is shown.
        bank: written reactions.
    """

    def __init__(self, backend: Backend, guard: Guard | None = None, bank: Bank | None = None) -> None:
        self.backend = backend
        self.guard = guard or Guard()
        self.bank = bank or written()
        self._neutral = Neutral(backend)

    @property
    def name(self) -> str:
        """The model's card name, `scripted`, or the server."""
        return self.backend.name

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Load the model. Raises VoiceError with a next step."""
        self.backend.load(progress)
        prime = getattr(self.backend, "prime", None)
        if prime is not None:
            prime(one.text for rows in self.bank.reactions.values() for one in rows)

    def prepare(self, language: str, lines: Iterable[str], cancel: Event) -> None:
        """Read lines that may be said in a conversation, so that turns are quicker; to be run in the background.

        Args:
            language: `nl` or `en`.
            lines: written wordings. They are scored by themselves, never put into a prompt.
            cancel: polled between tokens; stops it without an error.
        """
        lines = list(lines)
        prime = getattr(self.backend, "prime", None)
        if prime is not None:
            prime(lines)
        if "select" in self.backend.ways and not (isinstance(self.backend, Weigher) and self.backend.weighs):
            reactions = [one.text for one in self.bank.reactions.get(language, ()) if not one.slot]
            self._neutral.prepare(language, [*reactions, *lines], cancel)

    def watch(self, encoder: Encoder) -> None:
        """Let the guard also go by meaning. Raises VoiceError: what it learnt is damaged."""
        if self.guard.encoder is not encoder:
            self.guard = Guard(encoder=encoder)

    def close(self) -> None:
        """Free the model; safe to call twice."""
        self.backend.close()

    def speak(self, ask: Ask, cancel: Event, on_clause: OnClause, locked: Sequence[str] = ()) -> Spoken:
        """Return a guarded reply; each clause is given to `on_clause` as soon as it is settled.

        Args:
            ask: the act.
            cancel: polled once a token.
            on_clause: called with pieces whose join is the reply.
            locked: what no reply may say yet. For the guard alone; it never reaches a prompt.

        Raises:
            Cancelled: `cancel` was set. VoiceError: the model cannot be used, or the act has no words at all.
        """
        clock = _Clock(on_clause)
        guard = self.guard.over(ask, locked)
        rejected: list[str] = []
        passed = guard.keep_written(ask.wordings, rejected)
        best = self._written(ask, passed, guard, rejected, cancel, clock)
        if best is None:
            candidates = self._chosen(ask, passed, cancel)
            clock.token()
            best = guard.first_good(candidates, rejected) or Candidate(passed[0], "select", "", passed[0])
        if cancel.is_set():
            raise Cancelled
        for piece in clauses(best.text[len(clock.shown) :]):
            clock.clause(piece)
        return Spoken(
            best.text, tuple(clock.pieces), self._by(best), self.name, best.reaction, best.wording, clock.first_token,
            clock.first_words, clock.now(), tuple(rejected),
        )  # fmt: skip

    def _written(
        self, ask: Ask, passed: Sequence[str], guard: Bound, rejected: list[str], cancel: Event, clock: _Clock
    ) -> Candidate | None:
        """Let a model write whose card names a way of writing first; None: it may not, or nothing good came."""
        if not self.backend.ways or self.backend.ways[0] == "select":
            return None
        writer = Writer(self.backend, ask, guard, cancel, rejected, clock.token)
        lines = list(passed)
        Random(f"{ask.seed}:{ask.act}").shuffle(lines)
        return writer.reply(sorted(lines, key=lambda line: line in ask.used), clock.clause)

    def _chosen(self, ask: Ask, passed: Sequence[str], cancel: Event) -> list[Candidate]:
        if "select" not in self.backend.ways:
            lines = list(passed)
            Random(f"{ask.seed}:{ask.act}").shuffle(lines)
            lines.sort(key=lambda line: line in ask.used)
            return [Candidate(line, "select", "", line) for line in lines]
        if isinstance(self.backend, Weigher) and self.backend.weighs:
            backend, prompt = self.backend, context(ask)
            return weigh.chosen(ask, self.bank, passed, lambda texts: backend.fits(prompt, texts, cancel))
        options = select.field(ask, self.bank, passed)
        here, neutral, size = self._neutral.weigh(ask, options.texts, cancel)
        return select.rank(ask, options, here, neutral, size)

    def _by(self, best: Candidate) -> VoicedBy:
        if not self.backend.ways:
            return "author"
        if best.way == "select":
            return "chosen"
        return "both" if best.way == "compose" else "model"


def clauses(text: str) -> tuple[str, ...]:
    """Cut a reply where it may be shown piece by piece; the pieces joined are the text."""
    return tuple(match.group() for match in _CLAUSE.finditer(text) if match.group())


def default_voice(name: str, encoder: Encoder | None = None) -> Voice:
    """Return the voice of that name, not loaded: a card's name, `scripted`, or `http:URL#model`.

    Args:
        name: of the voice.
        encoder: lets the guard find paraphrases of what is locked; worth having for voices that write.

    Raises:
        CardError, WeightsError, VoiceError: one sentence with the next step.
    """
    return Voice(default_voice_backend(name), Guard(encoder=encoder))
