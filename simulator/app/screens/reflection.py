"""Writing a reflection report: one question at a time, kept as a new version on Ctrl+S and on leaving."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.errors import said
from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen
from simulator.app.screens.confirm import AskLine, Confirm
from simulator.app.text import clean, one_line
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.app.widgets.writing import Writing
from simulator.i18n import language, mark, tr
from simulator.practice.api import PracticeError

if TYPE_CHECKING:
    from simulator.growth.quoting import Quote
    from simulator.growth.reflection import Reflection

DRAFT_SECONDS = 10.0


class ReflectionScreen(ToaskScreen):
    """One report. `kept`: as it was kept last; `answers`: as they stand, but for the field that is open."""

    NAME = mark("Reflection")
    HELP = mark(
        "Five questions help you look back; answer them in any order, in your own words. What you write is kept when "
        "you leave, and every version stays."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "go(1)", mark("Next question"), id="question.next", priority=True,
                tooltip=mark("On to the next question")),
        Binding("f2", "quote", mark("Quote"), id="quote", priority=True,
                tooltip=mark("Put words from one of your conversations here, with their source")),
        Binding("ctrl+s", "save", mark("Save"), id="save", priority=True,
                tooltip=mark("Keep what you wrote as a new version")),
        Binding("f8", "editor", mark("Editor"), id="editor", priority=True,
                tooltip=mark("Write in your own editor ($VISUAL or $EDITOR)")),
        Binding("f9", "versions", mark("Versions"), id="versions", priority=True,
                tooltip=mark("Look at earlier versions, or take one up again")),
        Binding("f3", "go(-1)", mark("Question before"), id="question.before", priority=True, show=False,
                tooltip=mark("Back to the question before")),
        Binding("f5", "rename", mark("Rename"), id="reflection.rename", priority=True, show=False,
                tooltip=mark("Give the report another title")),
        Binding("escape", "back", mark("Back"), id="reflection.back",
                tooltip=mark("Back to the list; what you wrote is kept")),
    ]  # fmt: skip

    def __init__(self, report: Reflection) -> None:
        super().__init__()
        self.kept = report
        self.title_words = report.title
        self.answers: dict[str, str] = dict(report.answers)
        self.conversations: tuple[str, ...] = report.conversations
        self.place = 0
        self.field = Writing(id="answer")
        self._drafted: Reflection | None = None
        self._quoted: tuple[str, int] | None = None
        self._after: Callable[[], object] | None = None
        self._keeping = self._gone = False

    def compose(self) -> ComposeResult:
        """Title, question, what helps, the field, keys."""
        yield Phrase(lambda: one_line(self.title_words, 200), id="report-title", classes="title")
        yield Static("", markup=False, id="asked")
        yield Static("", markup=False, id="helps")
        yield self.field
        yield KeyBar()

    def on_mount(self) -> None:
        """Write at once; look whether something was cut off."""
        from simulator.growth.reflection import draft

        services, report = self.toask.services, self.kept.id
        self._show()
        self.field.focus()
        self.set_interval(DRAFT_SECONDS, self._draft)
        job(self, "draft", lambda: draft(services.store(), report))

    @property
    def now(self) -> Reflection:
        """The report as it stands."""
        self.answers[self._key] = self.field.text
        return replace(self.kept, title=self.title_words, answers=dict(self.answers), conversations=self.conversations)

    @property
    def _key(self) -> str:
        from simulator.growth.reflection import KEYS

        return KEYS[self.place]

    # Between questions

    def action_go(self, way: int) -> None:
        """To another question; after the last comes the first."""
        from simulator.growth.reflection import KEYS

        self.answers[self._key] = self.field.text
        self.place = (self.place + way) % len(KEYS)
        self._show()

    def _show(self) -> None:
        self._ask()
        self.field.put(self.answers.get(self._key, ""))

    def _ask(self) -> None:
        from simulator.growth.reflection import asked
        from simulator.report.words import Words

        questions = asked(Words(language()))
        _key, question, helps = questions[self.place]
        self.query_one("#asked", Static).update(Text(f"{self.place + 1}/{len(questions)}  {question}"))
        self.query_one("#helps", Static).update(Text(helps))

    def take(self, report: Reflection) -> None:
        """Show another state of the report; the field gets its words."""
        self.title_words, self.answers = report.title, dict(report.answers)
        self.conversations = report.conversations
        self.query_one("#report-title", Phrase).retranslate()
        self._show()

    # Keeping

    def action_save(self) -> None:
        """Keep a new version, if anything changed."""
        self._save(lambda: self.toask.tell(tr("Kept.")))

    def action_back(self) -> None:
        """Keep and leave."""
        self._save(self._leave)

    def _save(self, after: Callable[[], object]) -> None:
        """Keep, one at a time, and go on with `after`."""
        self._after = after
        if not self._keeping:
            self._keep()

    def _keep(self) -> None:
        from simulator.growth.reflection import keep

        services, report = self.toask.services, self.now
        self._keeping = True
        job(self, "kept", lambda: keep(services.store(), report), group="keep")

    def _leave(self) -> None:
        self._gone = True
        self.dismiss(None)

    def _draft(self) -> None:
        """Keep a draft beside the versions, so that being cut off loses little."""
        from simulator.growth.reflection import keep_draft

        services, report = self.toask.services, self.now
        if not self._keeping and not report.same_as(self._drafted or self.kept):
            self._drafted, self._keeping = report, True
            job(self, "drafted", lambda: keep_draft(services.store(), report), group="keep")

    def on_unmount(self) -> None:
        """The app closes while this is open: keep it now."""
        from simulator.growth.reflection import keep

        if not self._gone:
            with suppress(PracticeError):
                keep(self.toask.services.store(), self.now)

    # Answers

    def on_done(self, event: Done) -> None:
        """Kept, or a draft was found."""
        event.stop()
        if event.job == "draft":
            self._found(event.value)
            return
        self._keeping = False
        if event.job == "kept":
            self.kept, self._drafted = event.value, None
        after = self._after
        if after is not None and (event.job == "drafted" or not self.now.same_as(self.kept)):
            # Asked for while a draft was being kept, or written on meanwhile.
            self._keep()
        elif after is not None:
            self._after = None
            after()

    def _found(self, draft: Reflection | None) -> None:
        """Take up a draft; what was typed while it was looked for stands behind it."""
        if draft is None or draft.same_as(self.now):
            return
        typed = "" if self.now.same_as(self.kept) else self.field.text
        self.take(draft)
        self.field.insert(typed)
        self.toask.tell(tr("What you had written and not kept yet is back."))

    def on_failed(self, event: Failed) -> None:
        """Say what went wrong; what was written stays in the field. Who wanted to leave may do so without it."""
        leaving = self._after == self._leave
        self._keeping, self._after = False, None
        if not leaving:
            super().on_failed(event)
            return
        event.stop()
        question = tr("It could not be kept: {why} Leave all the same, without what you wrote?").format(
            why=event.detail
        )
        self.app.push_screen(Confirm(question, tr("Leave"), tr("Stay")), lambda yes: self._leave() if yes else None)

    # Words from elsewhere

    def action_quote(self) -> None:
        """Pick words from the talk that was quoted last, else from the one that it is about."""
        from simulator.app.screens.quote import PickQuote, PickTalk

        talk, last = self._quoted or (self.conversations[0] if self.conversations else "", 0)
        if talk:
            picker = PickQuote(talk, last)
            self.app.push_screen(picker, lambda quote: self._insert(picker, quote))
        else:
            self.app.push_screen(
                PickTalk(tr("Quote from which conversation?")), lambda chosen: self._from(chosen[0] if chosen else "")
            )

    def _from(self, talk: str) -> None:
        if talk:
            self._quoted = (talk, 0)
            self.action_quote()

    def _insert(self, picker: object, quote: Quote | None) -> None:
        from simulator.app.screens.quote import PickQuote
        from simulator.growth.quoting import quoted
        from simulator.report.words import Words

        if quote is None or not isinstance(picker, PickQuote):
            return
        self._quoted = (picker.talk, picker.last)
        if picker.talk not in self.conversations:
            self.conversations = (*self.conversations, picker.talk)
        self.field.add_block(clean(quoted(quote, Words(language()))))
        self.field.focus()

    def action_editor(self) -> None:
        """Hand all answers to the user's editor and take them back."""
        from simulator.app.editing import edited
        from simulator.growth.reflection_files import from_file, to_file
        from simulator.report.words import Words

        report = self.now
        try:
            text = edited(self.app, to_file(report, Words(language())))
        except PracticeError as error:
            self.toask.tell(said(str(error)), error=True)
            return
        self.take(replace(report, answers=from_file(clean(text))))
        self.refresh()

    def action_versions(self) -> None:
        """Keep what stands here, then show the versions."""
        self._save(self._versions)

    def _versions(self) -> None:
        from simulator.app.screens.versions import VersionsScreen

        if self.kept.id is None:
            self.toask.tell(tr("There is no version yet: write something first."))
            return
        self.app.push_screen(VersionsScreen(self.kept.id), self._restored)

    def _restored(self, report: Reflection | None) -> None:
        if report is not None:
            self.kept = report
            self.take(report)
            self.toask.tell(tr("The older version is the newest now; the others stay."))

    def action_rename(self) -> None:
        """Ask for another title."""
        self.app.push_screen(AskLine(tr("New name"), self.title_words), self._named)

    def _named(self, title: str | None) -> None:
        if title:
            self.title_words = title
            self.query_one("#report-title", Phrase).retranslate()

    def retranslate(self) -> None:
        """Say everything again; the answer stays."""
        super().retranslate()
        self._ask()
