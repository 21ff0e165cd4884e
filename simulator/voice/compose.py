"""A model that may write: a reaction before a written wording, or the act in its own words, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event

from simulator.school.lexicon import shared, stems
from simulator.voice.bank import joins
from simulator.voice.guard import Bound
from simulator.voice.prompt import task
from simulator.voice.types import Ask, Backend, Cancelled, Candidate, Message, OnClause

TRIES = 3
REACTION_TOKENS, REPLY_TOKENS, MOST_REACTION = 16, 80, 9
RECALL = 0.5
"""How much of the wording's content stems a reply in other words must hold."""
FIXED = frozenset({"close", "own_question"})
"""Acts whose words matter so much that they are never reworded."""
_ENDED = re.compile(r"(?<=[.!?…])[\"”’]?\s+")
_QUOTES = '"“”„«» \n\t'


@dataclass(slots=True)
class Writer:
    """Lets a backend write one reply.

    Attributes:
        rejected: guard reasons of what was not shown are added here.
        begun: called when a piece has come.
    """

    backend: Backend
    ask: Ask
    guard: Bound
    cancel: Event
    rejected: list[str]
    begun: Callable[[], None] = lambda: None

    def reply(self, passed: Sequence[str], on_clause: OnClause) -> Candidate | None:
        """Return what was written and shown through `on_clause`; None: nothing good came, nothing was shown.

        Args:
            passed: wordings of the act that the guard let through, best first.
            on_clause: gets each clause once the guard has passed it.
        """
        way = next((way for way in self.backend.ways if way in ("free", "adapt", "compose")), None)
        if way is None or not passed:
            return None
        if way in ("free", "adapt") and self.ask.act not in FIXED:
            for turn in range(TRIES - 1):
                done = self._reworded(passed[turn % len(passed)], turn, on_clause)
                if done is not None:
                    return replace(done, way=way if done.way == "adapt" else done.way)
        for turn in range(TRIES):
            done = self._reaction(passed, turn, on_clause)
            if done is not None:
                return done
        return None

    def _reaction(self, passed: Sequence[str], turn: int, on_clause: OnClause) -> Candidate | None:
        """Let it write a short reaction; the wording behind it carries the content."""
        wording = passed[0]
        text = ""
        for piece in self._pieces(task(self.ask, wording, react=True), REACTION_TOKENS, turn):
            text += piece
            if _ENDED.search(text.strip(_QUOTES) + " ") and len(text.split()) > 1:
                break
        reaction = _ENDED.split(text.strip(_QUOTES))[0].strip(_QUOTES)
        if reaction and reaction[-1] not in ".!?…":
            reaction = reaction.rstrip(",;:-–— ") + "."
        fits = next((line for line in passed if joins(reaction, line)), None)
        faults = self.guard.faults(reaction)
        if faults or fits is None or len(reaction.split()) > MOST_REACTION or _answers(reaction, self.ask):
            self.rejected += faults or ("join",)
            return None
        on_clause(reaction + " ")
        return Candidate(f"{reaction} {fits}", "compose", reaction, fits)

    def _reworded(self, wording: str, turn: int, on_clause: OnClause) -> Candidate | None:
        """Let it say the wording in its own words. What the guard stops ends it; the wording then follows whole."""
        shown: list[str] = []
        faults: tuple[str, ...] = ()
        for clause in self._clauses(wording, turn):
            faults = self.guard.faults(" ".join([*shown, clause])) or self.guard.faults(clause)
            if faults:
                self.rejected += faults
                break
            shown.append(clause)
            on_clause(clause + " ")
        text = " ".join(shown)
        if not shown:
            return None
        if recall(text, wording, self.ask.language) >= RECALL:
            return Candidate(text, "adapt", "", wording)
        self.rejected += () if faults else ("content",)
        return Candidate(f"{text} {wording}", "compose", text, wording)

    def _clauses(self, wording: str, turn: int) -> Iterator[str]:
        """Yield whole sentences as they are written, at most three."""
        text, count = "", 0
        for piece in self._pieces(task(self.ask, wording, react=False), REPLY_TOKENS, turn):
            text = (text + piece).lstrip(_QUOTES)
            parts = _ENDED.split(text)
            for part in parts[:-1]:
                count += 1
                yield part.strip(_QUOTES)
                if count >= 3:
                    return
            text = parts[-1]
        if text.strip(_QUOTES):
            yield text.strip(_QUOTES)

    def _pieces(self, prompt: Sequence[Message], limit: int, turn: int) -> Iterator[str]:
        for piece in self.backend.write(prompt, self.cancel, limit, self.ask.seed + turn):
            if self.cancel.is_set():
                raise Cancelled
            self.begun()
            yield piece


def recall(text: str, wording: str, language: str) -> float:
    """Return the share of the wording's content stems that `text` holds; 1.0 for a wording without any."""
    wanted = set(stems(wording, language))
    return len(shared(wanted, stems(text, language))) / len(wanted) if wanted else 1.0


def _answers(reaction: str, ask: Ask) -> bool:
    """Whether a reaction says yes or no where only the wording may."""
    first = reaction.split(maxsplit=1)[0].casefold().strip(".,!?…") if reaction else ""
    return first in ("ja", "nee", "yes", "no", "klopt", "precies", "exactly") and ask.reaction != "confirm"
