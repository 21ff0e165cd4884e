"""A model that may write: a reaction before a written wording, or the act in its own words, clause by clause.

Whatever of it is shown could end well there: it holds the act's content, or a written line joins on to it and the guard
has passed the two as one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from threading import Event

from simulator.school.lexicon import shared, stems
from simulator.voice.bank import joins
from simulator.voice.checks.scene import words
from simulator.voice.guard import Bound
from simulator.voice.prompt import task
from simulator.voice.types import Ask, Backend, Cancelled, Candidate, Message, OnClause, VoiceError, Way

WRITES: frozenset[Way] = frozenset({"free", "adapt", "compose"})
TRIES = 3
DRAFTS, SECONDS = 3, 2.5
"""So many texts are written to compete with written lines, and so long they may take together."""
LINES = 4
"""So many lines are tried behind what a model wrote."""
REACTION_TOKENS, REPLY_TOKENS, MOST_REACTION = 16, 80, 9
RECALL = 0.5
"""How much of the wording's content stems a reply in other words must hold."""
SAID = 0.75
"""A sentence of which so much was said is not said again."""
MODELS_ONLY = frozenset({"locked", "grammar", "unsaid", "odd"})
"""Faults that are looked for in a model's words only: a line people wrote for this act may bring its own along."""
FIXED = frozenset({"close", "own_question"})
"""Acts whose words matter so much that they are never reworded."""
_ENDED = re.compile(r"(?<=[.!?…])[\"”’]?\s+")
_QUOTES = '"“”„«» \n\t'


class Until(Event):
    """Set when another event is, or when the time is up: so a model that writes too long stops within one token."""

    def __init__(self, cancel: Event, seconds: float) -> None:
        super().__init__()
        self._cancel, self._end = cancel, time.monotonic() + seconds

    def is_set(self) -> bool:
        """Return whether to stop."""
        return self._cancel.is_set() or time.monotonic() >= self._end

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the other event, no longer than there is time; return whether to stop."""
        left = max(0.0, self._end - time.monotonic())
        self._cancel.wait(left if timeout is None else min(timeout, left))
        return self.is_set()


@dataclass(slots=True)
class Writer:
    """Lets a backend write one reply.

    Attributes:
        rejected: guard reasons of what was not shown are added here.
        begun: called when a piece has come.
        own: whether something it wrote was good enough; None: it wrote nothing.
        late: whether the time was up before anything was written to its end.
    """

    backend: Backend
    ask: Ask
    guard: Bound
    cancel: Event
    rejected: list[str]
    begun: Callable[[], None] = lambda: None
    own: bool | None = None
    late: bool = False

    def reply(self, passed: Sequence[str], on_clause: OnClause) -> Candidate | None:
        """Return what was written and shown through `on_clause`; None: nothing good came, nothing was shown.

        Args:
            passed: wordings of the act that the guard let through, best first.
            on_clause: gets each clause once the guard has passed it.
        """
        way = next((way for way in self.backend.ways if way in WRITES), None)
        if way is None or not passed:
            return None
        reworded = TRIES - 1 if way != "compose" and self.ask.act not in FIXED else 0
        plan: list[tuple[Way, int]] = [(way, turn) for turn in range(reworded)]
        for kind, turn in [*plan, *(("compose", turn) for turn in range(TRIES))]:
            done = self._draft(kind, passed, turn, on_clause)
            if done is not None:
                return done
        return None

    def drafts(self, lines: Sequence[str], reaction: bool) -> list[Candidate]:
        """Return what passed of a few texts, of each way that the card names; nothing is shown, and time is short.

        Args:
            lines: wordings of the act that the guard let through, best first.
            reaction: whether one is in place.

        Raises:
            Cancelled: `cancel` was set.
        """
        ways = [way for way in self.backend.ways if way in WRITES]
        ways = [way for way in ways if (reaction if way == "compose" else self.ask.act not in FIXED)]
        cancel, found = self.cancel, dict[str, Candidate]()
        self.cancel = Until(cancel, SECONDS)
        try:
            for turn in range(DRAFTS if ways and lines else 0):
                done = self._draft(ways[turn % len(ways)], lines, turn // len(ways), lambda clause: None)
                if done is not None and (reaction or not done.reaction):
                    found.setdefault(done.text, done)
        except Cancelled:
            if cancel.is_set():
                raise
            self.late = self.own is None
        except VoiceError:
            self.rejected.append("gone")  # There are written lines: the turn is not lost.
        finally:
            self.cancel = cancel
        return [one for text, one in found.items() if all(words(text) != words(line) for line in lines)]

    def _draft(self, way: Way, lines: Sequence[str], turn: int, on_clause: OnClause) -> Candidate | None:
        """Let it write one text; None: it is no good."""
        if way == "compose":
            done = self._reaction(lines, turn, on_clause)
        else:
            first = lines[turn % len(lines)]
            done = self._reworded([first, *(line for line in lines if line != first)], turn, on_clause)
        self.own = bool(self.own) or done is not None
        return replace(done, way=way) if done is not None and done.way == "adapt" else done

    def _reaction(self, passed: Sequence[str], turn: int, on_clause: OnClause) -> Candidate | None:
        """Let it write a short reaction; the wording behind it carries the content."""
        text = ""
        for piece in self._pieces(task(self.ask, passed[0], react=True), REACTION_TOKENS, turn):
            text += piece
            if _ENDED.search(text.strip(_QUOTES) + " ") and len(text.split()) > 1:
                break
        reaction = _ENDED.split(text.strip(_QUOTES))[0].strip(_QUOTES)
        if reaction and reaction[-1] not in ".!?…":
            reaction = reaction.rstrip(",;:-–— ") + "."
        faults = self.guard.faults(reaction)
        if reaction.casefold() in {line.casefold() for line in self.ask.used}:
            faults = faults or ("again",)
        if faults or len(reaction.split()) > MOST_REACTION or _answers(reaction, self.ask):
            self.rejected += faults or ("join",)
            return None
        done = self._joined(reaction, passed)
        if done is None:
            self.rejected.append("join")
            return None
        on_clause(reaction + " ")
        return done

    def _reworded(self, lines: Sequence[str], turn: int, on_clause: OnClause) -> Candidate | None:
        """Let it say the first line in its own words. What the guard stops ends it; the rest is then a written one's.

        A clause with which the reply could not end waits for the next.
        """
        wording, language = lines[0], self.ask.language
        shown: list[str] = []
        held: list[str] = []
        done: Candidate | None = None
        try:
            for clause in self._clauses(wording, turn):
                text = " ".join([*shown, *held, clause])
                faults = self.guard.faults(text) or self.guard.faults(clause)
                if faults:
                    self.rejected += faults
                    break
                held.append(clause)
                whole = recall(text, wording, language) >= RECALL
                ends = Candidate(text, "adapt", "", wording) if whole else self._joined(text, lines)
                if ends is None:
                    continue
                done = ends
                for one in held:
                    on_clause(one + " ")
                shown, held = [*shown, *held], []
            else:
                self.rejected += ("content",) if shown and done is not None and done.way != "adapt" else ()
        except VoiceError:
            if done is None:
                raise
            self.rejected.append("gone")  # Its beginning is on the screen: the rest is said all the same.
        self.rejected += ("join",) if held else ()
        return done

    def _joined(self, text: str, lines: Sequence[str]) -> Candidate | None:
        """Return `text` with what it leaves unsaid of a line behind it; None: no line joins on and passes the guard."""
        for line in islice(lines, LINES):
            rest = unsaid(line, text, self.ask.language)
            whole = f"{text} {rest}"
            as_written = words(whole) == words(line)
            if not rest or not (as_written or (joins(text, rest) and not _retold(text, rest, self.ask.language))):
                continue
            faults = set(self.guard.faults(whole, written=as_written))
            if not faults or (faults <= MODELS_ONLY and faults <= set(self.guard.faults(line))):
                return Candidate(whole, "compose", text, line)
        return None

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


def unsaid(line: str, text: str, language: str) -> str:
    """Return a line without its sentences that `text` has said already."""
    said = {tuple(words(part)) for part in _ENDED.split(text)}

    def told(part: str) -> bool:
        held = bool(stems(part, language)) and recall(text, part, language) >= SAID
        return held or tuple(words(part)) in said

    return " ".join(part for part in _ENDED.split(line) if not told(part))


def _retold(text: str, rest: str, language: str) -> bool:
    """Whether what was said comes back in other words; a single word of it may."""
    return len(set(stems(text, language))) > 1 and recall(rest, text, language) >= RECALL


def _answers(reaction: str, ask: Ask) -> bool:
    """Whether a reaction says yes or no where only the wording may."""
    first = reaction.split(maxsplit=1)[0].casefold().strip(".,!?…") if reaction else ""
    return first in ("ja", "nee", "yes", "no", "klopt", "precies", "exactly") and ask.reaction != "confirm"
