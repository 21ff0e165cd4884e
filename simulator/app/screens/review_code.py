"""The review screen: a transcript with codes, corrected or coded from nothing with one key a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from simulator.app.errors import said
from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.confirm import AskLine, Confirm
from simulator.app.screens.review_flags import ReviewFlags
from simulator.app.screens.review_keys import code_keys, edits, flag_keys, moves
from simulator.app.screens.review_walk import ReviewWalk
from simulator.app.text import one_line
from simulator.app.widgets.codelegend import CodeLegend
from simulator.errors import ToaskError
from simulator.i18n import language, mark, tr
from simulator.review.machine import Machines
from simulator.review.session import Session, add_machine


class ReviewCode(ReviewWalk):
    """One coder at one transcript. What is shown as decided is on the disk already."""

    NAME = mark("Review")
    HELP = mark(
        "Read what was said and give each part its code. Space says that a turn is right as it stands. Every decision "
        "is kept at once, with your name and the time."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*edits(), *code_keys(), *flag_keys(), *moves()]

    def __init__(self, session: Session, machines: Machines, turn: int = 0) -> None:
        super().__init__(session, turn)
        self.machines = machines
        self._reason = ""

    def on_mount(self) -> None:
        """Let the machine read it, where its codes may be seen."""
        self._read()

    def action_code(self, code: str) -> None:
        """Give the unit a code."""
        self._keep(lambda: self.session.code(self.turn, self.unit, code))

    def action_flag(self, flag: str) -> None:
        """Set a flag, or take it off."""
        self._keep(lambda: self.session.flag(self.turn, self.unit, flag))

    def action_flags(self) -> None:
        """Choose a flag from the list."""
        self.app.push_screen(ReviewFlags(self.cut.flags), lambda flag: self.action_flag(flag) if flag else None)

    def action_split(self) -> None:
        """Cut before the word of the cursor, and go on with what is behind it."""
        places = self._places()
        if not 0 < self.word < len(places):
            self.toask.tell(tr("Go to the word before which you want to cut, with → and ←."))
        elif self._keep(lambda: self.session.split(self.turn, self.unit, places[self.word])):
            self.go(self.turn, self.unit + 1)

    def action_sentences(self) -> None:
        """Cut where sentences end."""
        self._keep(lambda: self.session.sentences(self.turn, self.unit))

    def action_join(self) -> None:
        """Join with the next unit of the turn."""
        if self.unit + 1 < len(self.session.cuts(self.turn)):
            self._keep(lambda: self.session.join(self.turn, self.unit))
        else:
            self.toask.tell(tr("This is the last part of the turn; there is nothing to join it with."))

    def action_right(self) -> None:
        """On to the next part without a code; else the turn is right, and on to the next turn."""
        cuts = self.session.cuts(self.turn)
        bare = [n for n, one in enumerate(cuts) if not one.code]
        if bare:
            later = next((n for n in bare if n > self.unit), bare[0])
            if later == self.unit:
                self.toask.tell(tr("This part has no code yet; press the key of one."))
            self.go(self.turn, later)
        elif self._done_with() or self._keep(lambda: self.session.right(self.turn)):
            turns = self.session.held.trainee
            place = turns.index(self.turn)
            self.go(turns[min(place + 1, len(turns) - 1)])

    def action_reason(self) -> None:
        """Ask why."""
        words = self.session.held.text(self.turn)[self.cut.start : self.cut.end]
        question = tr("Why? “{words}”").format(words=one_line(words, 50))
        self.app.push_screen(AskLine(question, self.cut.reason), self._why)

    def _why(self, reason: str | None) -> None:
        if reason is not None:
            self._reason = reason or self._reason
            self._keep(lambda: self.session.reason(self.turn, self.unit, reason))

    def action_again(self) -> None:
        """The reason that was given last."""
        if self._reason:
            self._why(self._reason)

    def action_undo(self) -> None:
        """Take back the last decision, and show where it was."""
        found: list[int | None] = []
        if self._keep(lambda: found.append(self.session.undo())):
            if found[0] is None:
                self.toask.tell(tr("There is nothing to take back."))
            else:
                self.go(found[0], self.unit if found[0] == self.turn else 0)

    def action_legend(self) -> None:
        """Show or hide the keys of the codes."""
        legend = self.query_one(CodeLegend)
        legend.display = not legend.display
        self.call_after_refresh(self.draw)

    def action_work(self) -> None:
        """Open the list of differences."""
        from simulator.app.screens.review_work import ReviewWork

        if not self._blind():
            self.app.push_screen(ReviewWork(self.session, self.machines, self.against), self._worked)

    def _worked(self, turn: int | None) -> None:
        if turn:
            self.go(turn)

    def action_finish(self) -> None:
        """All is coded: ask, then finish. What was finished with the codes in sight is taken up again."""
        session = self.session
        if session.layer == "agreed":
            self.action_leave()
        elif session.coding.finished:
            if self._keep(session.reopen):
                self.toask.tell(tr("You can change it again; F8 finishes it."))
        elif left := list(session.open_turns()):
            self.go(left[0])
            self.toask.tell(
                tr("You differ here: say why (r).") if session.done(left[0]) else tr("This turn is not done yet.")
            )
        else:
            words = tr("Finish this transcript? Your codes then stay as they are.") if session.coding.blind else tr(
                "Finish this transcript?"
            )  # fmt: skip
            asked = Confirm(words, tr("Finish"), tr("Go on"))
            self.app.push_screen(asked, lambda yes: self._finish() if yes else None)

    def _finish(self) -> None:
        if self._keep(self.session.finish):
            self.against = ""  # a colleague's codes come first, now that they may be seen
            self._read()
            self.draw()
            self.toask.tell(tr("Finished. F6 shows where you differ from others."))

    def action_leave(self) -> None:
        """Back; all is kept."""
        self.dismiss(None)

    def _done_with(self) -> bool:
        return self.session.layer == "own" and bool(self.session.coding.finished)

    def _keep(self, work: Callable[[], object]) -> bool:
        """Decide something; when it could not be kept say so, for then it was not decided."""
        try:
            work()
        except ToaskError as error:
            self.toask.tell(said(str(error)), error=True)
            self.draw()
            return False
        self.draw({self.turn})
        return True

    # -- the machine ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Let the machine code the transcript, once, when its codes may be seen."""
        sight = self.session.sight
        if sight.open and sight.machine is None and not self.reading:
            self.reading = True
            talk, machines, spoken = self.session.held.talk, self.machines, language()
            job(self, "machine", lambda: machines.code(talk, spoken))

    def on_done(self, event: Done) -> None:
        """The machine has read it."""
        event.stop()
        self.reading = False
        if event.job == "machine":
            self._keep(lambda: add_machine(self.session.journal, self.session.talk, event.value))
            self.draw()

    def on_failed(self, event: Failed) -> None:
        """The machine could not read it; coding goes on without."""
        self.reading = False
        super().on_failed(event)
        self.draw()
