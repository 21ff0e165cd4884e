"""A review project: its transcripts, who codes, and how far everybody is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.app.errors import said
from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen
from simulator.app.screens.confirm import AskLine
from simulator.app.text import clean, turns_text
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.errors import ToaskError
from simulator.i18n import mark, tr, trn
from simulator.review.desk import Desk
from simulator.review.intake import Found, Ready
from simulator.review.places import title
from simulator.review.project import Coding, Reviewed
from simulator.transcripts.model import Role


class ReviewProject(ToaskScreen):
    """The first screen of `toask review`; over another it closes with who coded. One transcript opens at once."""

    NAME = mark("Review project")
    HELP = mark("The transcripts of this project. Enter opens one. Every coder has an own coding of each.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "blind", mark("Blind on, off"), id="reviews.blind",
                tooltip=mark("Code transcripts that you have not begun without seeing anybody's codes")),
        Binding("w", "who", mark("Who codes"), id="reviews.who", tooltip=mark("Somebody else codes now")),
        Binding("escape", "leave", mark("Close"), id="reviews.quit", tooltip=mark("Close; everything is kept")),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.waiting: list[Found] = []
        self.before: dict[str, Role] = {}
        self.ready = self.failed = False

    def compose(self) -> ComposeResult:
        """Title and list."""
        yield Phrase(self._title, id="review-title", classes="title")
        yield Phrase(self._lead, id="review-lead", classes="muted")
        yield OptionList(id="talks", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what was named."""
        self.query_one("#talks").focus()
        job(self, "read", self.desk.read)

    def on_unmount(self) -> None:
        """Close the project, however the screen was left."""
        self.desk.close()

    def on_screen_resume(self) -> None:
        """Somebody may have gone on."""
        if self.is_mounted and self.ready:
            self._fill()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._fill()

    def on_done(self, event: Done) -> None:
        """The files are read: who is who, then who codes."""
        event.stop()
        self.waiting = event.value
        self._ask_who()

    def on_failed(self, event: Failed) -> None:
        """Say why; what the project holds already can be gone on with."""
        super().on_failed(event)
        if self.desk.path.exists():
            self._ask_who()
        else:
            self.failed = True
            self._fill()

    def _ask_who(self) -> None:
        """Ask who codes, unless it was said."""
        try:
            names = ", ".join(map(clean, self.desk.journal.project.names))
            if self.desk.coder:
                self.desk.name(self.desk.coder)
        except ToaskError as error:
            self.toask.tell(said(str(error)), error=True)
            return
        if self.desk.coder:
            self._take_in()
            return
        question = tr("Who codes? Your name stands with every decision.")
        if names:
            question += "\n" + tr("In this project so far: {names}").format(names=names)
        self.app.push_screen(AskLine(question), self._named)

    def _named(self, name: str | None) -> None:
        if name is None:
            if not self.desk.coder:
                self.action_leave()
            return
        try:
            self.desk.name(name)
        except ToaskError as error:
            self.toask.tell(said(str(error)), error=True)
            self._ask_who()
            return
        self._take_in()

    def _take_in(self, answers: Mapping[str, Role] | None = None) -> None:
        """Take the transcripts in one by one; whoever has no role is asked for."""
        while self.waiting:
            one = self.waiting[0]
            try:
                found = self.desk.ready(one, answers)
                answers = None
                if not isinstance(found, Ready):
                    from simulator.app.screens.review_speakers import ReviewSpeakers

                    self.app.push_screen(ReviewSpeakers(one.talk, found.speakers, self.before), self._mapped)
                    return
                self.desk.add(found)
            except ToaskError as error:
                self.toask.tell(said(str(error)), error=True)
            self.waiting.pop(0)
        self._begin()

    def _mapped(self, given: dict[str, Role] | None) -> None:
        if given is None:
            left = self.waiting.pop(0)
            self.toask.tell(tr("{name} is left out.").format(name=clean(left.talk.id)))
        else:
            self.before = {**self.before, **given}
        self._take_in(given)

    def _begin(self) -> None:
        """Show the list; the only transcript opens at once."""
        first, self.ready = not self.ready, True
        self._fill()
        skipped = self.desk.journal.project.skipped
        if first and skipped:
            line = trn("{n} line of the project could not be read and is left out.",
                       "{n} lines of the project could not be read and are left out.", skipped)  # fmt: skip
            self.toask.tell(line.format(n=skipped), error=True)
        talks = self.desk.journal.project.talks
        if first and len(talks) == 1:
            self._open(next(iter(talks)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a transcript."""
        event.stop()
        self._open(event.option.id or "")

    def _open(self, talk: str) -> None:
        from simulator.app.screens.review_code import ReviewCode

        try:
            session = self.desk.session(talk)
        except ToaskError as error:
            self.toask.tell(said(str(error)), error=True)
            return
        if not session.held.trainee:
            self.toask.tell(tr("Nothing is said in this transcript by the one who asks."), error=True)
            return
        if self.desk.blind and not session.sight.own.blind:
            self.toask.tell(tr("You began this one with the codes in sight, so it is not blind."))
        self.app.push_screen(ReviewCode(session, self.desk.machines))

    def action_blind(self) -> None:
        """Blind or not, for what was not begun."""
        self.desk.blind = not self.desk.blind
        self._fill()

    def action_who(self) -> None:
        """Somebody else codes now."""
        if self.ready:
            self.desk.coder = ""
            self._ask_who()

    def action_leave(self) -> None:
        """Back to the screen below; where there is none, close the app."""
        if self.app.screen_stack[0] is self:
            self.app.exit()
        else:
            self.dismiss(self.desk.coder)

    def _title(self) -> str:
        parts = [title(self.desk.path), clean(self.desk.coder)]
        return " · ".join(part for part in parts if part)

    def _lead(self) -> str:
        if self.failed:
            return tr("Nothing could be read. Esc closes; then name another file.")
        if not self.ready:
            return tr("Reading …")
        if self.desk.blind:
            return tr("What you begin now: blind, without anybody's codes (b changes that)")
        return tr("What you begin now: with the machine's codes (b changes that)")

    def _fill(self) -> None:
        for phrase in self.query(Phrase):
            phrase.retranslate()
        if not self.ready:
            return
        try:
            self.desk.journal.read()
        except ToaskError as error:
            self.toask.tell(said(str(error)), error=True)
        talks = self.query_one("#talks", OptionList)
        place = talks.highlighted or 0
        held = self.desk.journal.project.talks
        talks.set_options([Option(row(one), id=name) for name, one in held.items()])
        talks.highlighted = min(place, len(held) - 1) if held else None


def row(held: Reviewed) -> Text:
    """Return a transcript as two lines: its name and length, and how far everybody is."""
    text = Text.assemble((clean(held.talk.id), "bold"), f" · {turns_text(len(held.trainee))}")
    states = [state(held, one) for one in held.codings.values() if one.began]
    return text.append("\n    " + (" · ".join(states) or tr("nobody has begun")), "not bold")


def state(held: Reviewed, one: Coding) -> str:
    """Return how far somebody is, in a few words that say nothing of any code."""
    done = sum(turn in one.turns and one.turns[turn].done for turn in held.trainee)
    how = tr("finished") if one.finished else tr("{n} of {all} turns").format(n=done, all=len(held.trainee))
    return f"{clean(one.name)}: {how}" + (f" ({tr('blind')})" if one.blind else "")
