"""One conversation as the screen needs it: practice calls one at a time, each ending in a whole snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock
from typing import Literal

from simulator.practice.api import ASSESSMENT, Hint, Meter, Practice, Summary, TurnResult, View
from simulator.voice.types import OnClause

Way = Literal["turn", "edit", "regenerate"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a conversation screen shows; taken in the worker, so that the screen never waits for the store."""

    view: View
    meter: Meter
    recall: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    result: TurnResult | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What is seen afterwards.

    Attributes:
        summary: of the branch that is shown. `notes`: the trainee's own (`Summary.notes` are the author's).
        conversation, mode: its id and how it was held. `looked_back`: the trainee was asked for an own view.
        head: last turn of a finished way, where another is under way; None: the shown way is meant.
    """

    summary: Summary
    notes: tuple[str, ...] = ()
    conversation: str = ""
    mode: str = "practice"
    looked_back: bool = True
    head: int | None = None


def closing(practice: Practice) -> Closing:
    """Return what there is to see after a conversation."""
    view = practice.view()
    notes = tuple(text for kind, text in practice.notes() if kind == "note")
    return Closing(practice.summary(), notes, view.conversation, view.mode, practice.looked_back(), view.head)


class Talk:
    """A practice with a lock around it. All methods block: call them from a worker."""

    def __init__(self, practice: Practice, ref: str = "", *, warmup: bool = False) -> None:
        self.practice = practice
        self.ref = ref
        self.warmup = warmup
        self.cancel = Event()
        self.forked: int | None = None
        """Last turn of the branch that was left to try again, until something is sent."""
        self._lock = Lock()

    def snapshot(self, result: TurnResult | None = None) -> Snapshot:
        """Return the conversation as it stands."""
        with self._lock:
            return self._snapshot(result)

    def say(self, way: Way, text: str, on_clause: OnClause) -> Snapshot:
        """Send, edit or have the last act said anew. Raises what the practice raises."""
        with self._lock:
            calls: dict[Way, Callable[[], TurnResult]] = {
                "turn": lambda: self.practice.turn(text, self.cancel, on_clause),
                "edit": lambda: self.practice.edit(text, self.cancel, on_clause),
                "regenerate": lambda: self.practice.regenerate(self.cancel, on_clause),
            }
            done = calls[way]()
            self.forked = None
            return self._snapshot(done)

    def hint(self) -> tuple[Hint, Snapshot]:
        """Ask for help; it is counted."""
        with self._lock:
            hint = self.practice.hint()
            return hint, self._snapshot(None)

    def note(self, kind: Literal["hypothesis", "note"], text: str) -> Sequence[tuple[str, str]]:
        """Keep a hypothesis or note and return all of them."""
        with self._lock:
            self.practice.note(kind, text)
            return tuple(self.practice.notes())

    def end(self) -> Closing:
        """End the conversation and return what there is to see afterwards."""
        with self._lock:
            self.practice.end()
            return closing(self.practice)

    def own_view(self, kept: str, guess: str) -> None:
        """Keep the trainee's own view (JSON; empty: none) and last guess, and that they were asked for."""
        with self._lock:
            self.practice.note("self", kept)
            self.practice.note("hypothesis", guess)
            self.practice.look_back()

    def fork(self, turn: int) -> str:
        """Go back to just before one of my turns and return its words."""
        with self._lock:
            head = self.practice.view().turns[-1].id
            words = self.practice.fork(turn)
            self.forked = head
            return words

    def back(self) -> Closing:
        """Leave the new branch, on which nothing was sent, and return what there is to see after the old one."""
        with self._lock:
            if self.forked is not None:
                self.practice.show_again(self.forked)
                self.forked = None
            return closing(self.practice)

    def summary(self) -> Closing:
        """Return what there is to see after an ended conversation."""
        with self._lock:
            return closing(self.practice)

    def _snapshot(self, result: TurnResult | None) -> Snapshot:
        view = self.practice.view()
        recall, notes = tuple(self.practice.recall()), tuple(self.practice.notes())
        meter = Meter(None, 0, 0) if view.mode == ASSESSMENT else self.practice.meter()
        return Snapshot(view, meter, recall, notes, result)
