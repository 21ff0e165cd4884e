"""The voice: one act in, a guarded reply out, whatever the model does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from random import Random
from threading import Event
from typing import TYPE_CHECKING

from simulator.voice.bank import Bank, written
from simulator.voice.compete import choose, joined
from simulator.voice.compose import WRITES, Writer
from simulator.voice.defaults import default_voice_backend
from simulator.voice.guard import Guard
from simulator.voice.neutral import Neutral
from simulator.voice.types import Ask, Backend, Cancelled, Candidate, OnClause, Spoken, VoicedBy, Weigher

if TYPE_CHECKING:
    from simulator.coding.coder import Encoder

_CLAUSE = re.compile(r".+?(?:[.!?…]+[\"”’')]*(?=\s+\S)|[:;](?=\s)|$)\s*", re.DOTALL)

LATE = 2
"""After so many turns on end in which nothing was written in time, this machine is too slow for it: only chosen."""


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
        self._late = 0

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
        writer = Writer(self.backend, ask, guard, cancel, rejected, clock.token)
        by: VoicedBy = "author"
        best = None if self._chooses else writer.reply(_shuffled(ask, passed), clock.clause)
        if best is None:
            best = guard.first_good(self._candidates(ask, passed, writer, clock), rejected)
            clock.token()
        if best is None:
            best = Candidate(passed[0], "select", "", passed[0])
        else:
            by = self._by(best)
        if cancel.is_set():
            raise Cancelled
        for piece in clauses(best.text[len(clock.shown) :]):
            clock.clause(piece)
        return Spoken(
            best.text, tuple(clock.pieces), by, self.name, best.reaction, best.wording, clock.first_token,
            clock.first_words, clock.now(), tuple(rejected), writer.own,
        )  # fmt: skip

    @property
    def _chooses(self) -> bool:
        return "select" in self.backend.ways

    def _candidates(self, ask: Ask, passed: Sequence[str], writer: Writer, clock: _Clock) -> list[Candidate]:
        """Return replies, best first: chosen by the model and, where its card says so, written by it; else any."""
        if not self._chooses:
            return [Candidate(line, "select", "", line) for line in _shuffled(ask, passed)]
        chosen = choose(self.backend, self._neutral, ask, self.bank, passed, writer.cancel)
        clock.token()
        if WRITES.isdisjoint(self.backend.ways) or self._late >= LATE:
            return chosen.ranked
        replies = joined(ask, chosen, writer)
        if writer.late or writer.own is not None:
            self._late = self._late + 1 if writer.late else 0
        return replies

    def _by(self, best: Candidate) -> VoicedBy:
        if best.way == "select":
            return "chosen" if self._chooses else "author"
        return "both" if best.way == "compose" else "model"


def _shuffled(ask: Ask, lines: Sequence[str]) -> list[str]:
    """Return lines in an order by the seed, those not used lately first."""
    rows = list(lines)
    Random(f"{ask.seed}:{ask.act}").shuffle(rows)
    return sorted(rows, key=lambda line: line in ask.used)


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
