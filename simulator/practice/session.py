"""The loop of a conversation: coding, school, voice; each step is saved before the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from threading import Event, RLock
from time import perf_counter
from typing import Literal

from simulator.coding.codebook import CodedTurn
from simulator.coding.measures import counts, share
from simulator.practice import branches, hints, summary
from simulator.practice.ahead import Between
from simulator.practice.api import Hint, Meter, PracticeError, Summary, TurnResult, View
from simulator.practice.ask import ask, locked_lines
from simulator.practice.minds import Minds, Reader, Speaking
from simulator.practice.records import TurnRow
from simulator.practice.rows import answered, check, heard, last_trainee, result, said_before, sendable, shown, units_of
from simulator.practice.serial import decision_to_json, turn_from_json, turn_to_json
from simulator.practice.store import Store
from simulator.scenario.model import Scenario
from simulator.school import mind
from simulator.school.acts import Decision, State, TurnInput
from simulator.voice.types import Cancelled, OnClause, Spoken, VoiceError

__all__ = ["Minds", "Reader", "Session", "Speaking"]


class Session:
    """One conversation over a store. Implements `simulator.practice.api.Practice`."""

    def __init__(
        self, store: Store, conversation: str, scenario: Scenario, minds: Minds, head: int | None = None
    ) -> None:
        """Take up a conversation that is in the store (`begin` makes one).

        `head`: last turn of a finished way, to read that one while another is under way.
        """
        self.store, self.id, self.scenario, self.minds, self._read = store, conversation, scenario, minds, head
        self._lock = RLock()
        self._seed = store.conversation(conversation).seed
        self._between = Between(minds.ahead, scenario, self._rows_now)
        self._between.read()

    # -- what is so now ------------------------------------------------------------------------------------------

    def rows(self) -> list[TurnRow]:
        """Return the branch that is shown, oldest first."""
        return self.store.path_to(self.id, self._read)

    def _over(self) -> bool:
        return self._read is not None or self.store.conversation(self.id).status == "ended"

    def _rows_now(self) -> list[TurnRow]:
        """Return the branch that a turn would go on from; none: the conversation is over."""
        return [] if self._over() else self.rows()

    def _replayed(self, rows: Sequence[TurnRow]) -> list[tuple[Decision, State]]:
        """Return acts and states of the answered trainee turns in `rows`, again, from their log."""
        logged = [turn_from_json(r.data["coded"]) for r in rows if r.role == "trainee" and "coded" in r.data]
        return mind.replay(self.scenario, logged, self._seed)

    def state(self, rows: Sequence[TurnRow] | None = None) -> State:
        """Return the school's mind at the end of `rows` (default: the shown branch)."""
        rows = self.rows() if rows is None else rows
        played = self._replayed(answered(rows))
        return played[-1][1] if played else mind.start(self.scenario, self._seed)

    def view(self) -> View:
        """Return the current branch for a screen."""
        rows, row = self.rows(), self.store.conversation(self.id)
        state = self.state(rows)
        names = {speaker.id: speaker.name for speaker in self.scenario.speakers}
        waiting = rows[-1].text if rows and rows[-1].role == "trainee" else ""
        return View(
            conversation=self.id,
            title=row.title,
            language=self.scenario.language,
            names=names,
            turns=tuple(shown(one, names) for one in rows),
            trainee_turns=state.turn,
            left=state.left,
            ended=state.ended or self._over(),
            pending=waiting,
            hints=sum(note.kind == "hint" for note in self.store.notes(self.id)),
            speaker=state.speaker,
            mode=row.mode,
            head=self._read,
        )

    # -- turns ---------------------------------------------------------------------------------------------------

    def turn(self, text: str, cancel: Event, on_clause: OnClause) -> TurnResult:
        """Send a trainee turn and get the school's; the text of `View.pending` goes on where a crash left it."""
        with self._lock, self._between.paused():
            self._refuse_if_over()
            rows = self.rows()
            if rows and rows[-1].role == "trainee":
                if rows[-1].text == text:
                    return self._answer(rows, cancel, on_clause)
                self._undo(rows[-1])
                rows = rows[:-1]
            return self._answer(self._sent(rows, text), cancel, on_clause)

    def edit(self, text: str, cancel: Event, on_clause: OnClause) -> TurnResult:
        """Replace the last trainee turn by `text`, as a new branch; the old one is kept. An ended talk goes on."""
        with self._lock, self._between.paused():
            branches.allow(self.store.conversation(self.id))
            rows = self.rows()
            last, over = last_trainee(rows), self._over()
            sendable(text)
            if over:
                branches.reopen(self.store, self.id, last.parent)
                self._read = None
            new = self._sent(rows[: rows.index(last)], text)
            try:
                return self._answer(new, cancel, on_clause)
            except BaseException as problem:
                if over:
                    branches.put_back(self.store, self.id, rows[-1].id)
                elif isinstance(problem, Cancelled):
                    self.store.set_head(self.id, rows[-1].id)
                raise

    def regenerate(self, cancel: Event, on_clause: OnClause) -> TurnResult:
        """Say the last act in other words, as a new branch; where there are none nothing changes."""
        with self._lock, self._between.paused():
            branches.allow(self.store.conversation(self.id))
            rows = self.rows()
            last = last_trainee(rows)
            upto = rows[: rows.index(last) + 1]
            siblings = [row for row in self.store.tree(self.id) if row.parent == last.id and row.role == "school"]
            self.store.set_head(self.id, last.id)
            try:
                return self._answer([*upto[:-1], *siblings, last], cancel, on_clause, again=len(siblings))
            except BaseException:
                self.store.set_head(self.id, rows[-1].id)
                raise

    def fork(self, turn: int) -> str:
        """Go back to just before trainee turn `turn` (its row's id) and return its words; every branch is kept."""
        with self._lock, self._between.paused():
            words, self._read = branches.fork(self.store, self.id, turn), None
            return words

    def show_again(self, head: int) -> None:
        """Show the ended branch that ends in row `head`, as it was before going back."""
        with self._lock, self._between.paused():
            if self.store.turn(head).conversation != self.id:
                raise PracticeError("That branch is not of this conversation; open it again from the history.")
            self.store.set_head(self.id, head)
            self.end()

    def _sent(self, rows: Sequence[TurnRow], text: str) -> list[TurnRow]:
        """Save the trainee's words before anything else happens with them."""
        parent = rows[-1].id if rows else None
        return [*rows, self.store.turn(self.store.add_turn(self.id, parent, "trainee", sendable(text)))]

    def _undo(self, row: TurnRow) -> None:
        """Take a turn off the branch; its words stay in the store."""
        self.store.save_step(row.id, "cancelled")
        self.store.set_head(self.id, row.parent)

    def _refuse_if_over(self) -> None:
        if self._over():
            raise PracticeError(
                "This conversation is over; start a new one, or edit your last turn to go on from there."
            )

    def _answer(self, rows: Sequence[TurnRow], cancel: Event, on_clause: OnClause, again: int = 0) -> TurnResult:
        """Code, decide and speak; `rows` ends in the trainee's turn, earlier replies to it stand before it."""
        row, before = rows[-1], [r for r in rows[:-1] if r.parent != rows[-1].id]
        seconds: dict[str, float] = {}
        try:
            check(cancel)
            start = perf_counter()
            turn = self._coded(row, before)
            seconds["coding"] = perf_counter() - start
            check(cancel)
            start = perf_counter()
            previous = self.state(before)
            decision, state = mind.step(self.scenario, previous, turn)
            self.store.save_step(row.id, "decided", decision_to_json(decision, state))
            seconds["school"] = perf_counter() - start
            speak = partial(self._spoken, rows, turn, decision, state, cancel)
            said = {one.text for one in rows[:-1] if one.parent == row.id}
            spoken = branches.other_words(speak, said, again, on_clause) if again else speak(on_clause, 0)
        except Cancelled:
            if not again:
                self._undo(row)
            raise
        except VoiceError as error:
            raise PracticeError(str(error)) from error
        seconds |= {"voice": spoken.total, "first_token": spoken.first_token, "first_words": spoken.first_words}
        reply = self._said(row, decision, state, spoken, seconds)
        return result(state, turn, decision, spoken, seconds, row.id, reply)

    def _coded(self, row: TurnRow, before: Sequence[TurnRow]) -> TurnInput:
        """Return the turn's units and topics, from the log where they are there already."""
        if "coded" in row.data:
            return turn_from_json(row.data["coded"])
        coded: CodedTurn = self.minds.coder.code(row.text, said_before(before), self.scenario.language)
        spoken = heard(before, self._replayed(answered(before)))
        earlier = [r.text for r in before if r.role == "trainee"]
        turn = self.minds.topics.read(row.text, coded.units, spoken, earlier)
        self.store.save_step(row.id, "coded", turn_to_json(turn, coded.coder))
        return turn

    def _spoken(
        self,
        rows: Sequence[TurnRow],
        turn: TurnInput,
        decision: Decision,
        state: State,
        cancel: Event,
        on_clause: OnClause,
        again: int,
    ) -> Spoken:
        codes = [unit.code for unit in turn.units]
        request = ask(self.scenario, decision, state, rows, codes, again)
        request = replace(request, fit=self.minds.topics.fit(request.trainee, request.wordings))
        return self.minds.voice.speak(request, cancel, on_clause, locked_lines(self.scenario, state))

    def _said(self, row: TurnRow, decision: Decision, state: State, spoken: Spoken, seconds: dict[str, float]) -> int:
        """Save the school's words; after the last ones the conversation is over."""
        data = {
            "voiced_by": spoken.voiced_by,
            "model": spoken.model,
            "reaction": spoken.reaction,
            "wording": spoken.wording,
            "rejected": list(spoken.rejected),
            "seconds": seconds,
        }
        reply = self.store.add_turn(
            self.id, row.id, "school", spoken.text, speaker=decision.speaker, step="said", data={"said": data}
        )
        if state.ended:
            self.end()
        return reply

    # -- beside the turns ----------------------------------------------------------------------------------------

    def last_words(self) -> str:
        """Return the trainee's last turn."""
        return next(iter(self.recall()), "")

    def recall(self) -> Sequence[str]:
        """Return the trainee's earlier turns, latest first."""
        return [row.text for row in reversed(self.rows()) if row.role == "trainee"]

    def meter(self) -> Meter:
        """Return tell ↔ ask so far."""
        branches.allow(self.store.conversation(self.id))
        coded = [units_of(row) for row in answered(self.rows()) if row.role == "trainee"]
        return Meter(share(coded), *counts(coded))

    def hint(self) -> Hint:
        """Return help and count it, once a turn."""
        branches.allow(self.store.conversation(self.id))
        rows = self.rows()
        found, turn = hints.hint(self.scenario.language, rows), rows[-1].id if rows else None
        # The same words once more are no more help.
        if not any(note.kind == "hint" and note.turn == turn for note in self.store.notes(self.id)):
            self.store.note(self.id, turn, "hint", " ".join(found.words))
        return found

    def note(self, kind: Literal["hypothesis", "note", "self"], text: str) -> None:
        """Keep a hypothesis, a note or an own view with the current turn; empty text keeps nothing."""
        if text.strip():
            self.store.note(self.id, self._head(), kind, text.strip()[:20_000])

    def _head(self) -> int | None:
        return self.store.conversation(self.id).head if self._read is None else self._read

    def notes(self) -> Sequence[tuple[str, str]]:
        """Return kept guesses and notes as (kind, text), oldest first."""
        return [(note.kind, note.text) for note in self.store.notes(self.id) if note.kind in ("hypothesis", "note")]

    def look_back(self) -> None:
        """Remember that the trainee was asked for an own view of the branch as it ends now."""
        self.store.set_meta(self.id, looked_back=self._head())

    def looked_back(self) -> bool:
        """Whether they were."""
        return self.store.conversation(self.id).meta.get("looked_back") == self._head()

    def end(self) -> None:
        """End the conversation and keep its result for the lists."""
        self._between.stop()
        self.store.set_status(self.id, "ended")
        rows, when = self.rows(), self.store.conversation(self.id).updated
        played = self._replayed(answered(rows))
        branches.close(self.store, self.id, {**summary.result(self.scenario, rows, played), "when": when})

    def summary(self) -> Summary:
        """Return what the trainee sees afterwards."""
        rows = self.rows()
        return summary.summary(self.scenario, rows, self._replayed(answered(rows)), self.store.notes(self.id))
