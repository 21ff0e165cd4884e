"""All kept conversations: read or go on, rename, search, put away, export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Checkbox, Input, OptionList, Static
from textual.widgets.option_list import Option

from simulator.app import terminal
from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskModal, ToaskScreen
from simulator.app.screens.confirm import AskLine, Choose
from simulator.app.screens.erase import ChooseErase
from simulator.app.services import FORMS, Conversation, Form
from simulator.app.talk import Talk
from simulator.app.text import clean, day_text, language_name, one_line, result_text, turns_text
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.i18n import mark, tr

if TYPE_CHECKING:
    from simulator.practice.documents import Document
    from simulator.review.erase import Holding

FORM_NAMES: dict[str, str] = {
    "markdown": mark("Markdown, to read or print"),
    "jsonl": mark("JSONL, one turn a line, for programs"),
    "csv": mark("CSV, for a spreadsheet"),
}


class ChooseForm(ToaskModal[tuple[Form, bool]]):
    """Asks in which form a conversation is written to a file, and whether names are replaced in it."""

    NAME = mark("Export")

    def compose(self) -> ComposeResult:
        """Three choices, and one beside them."""
        with Vertical(classes="dialog"):
            yield Static(tr("Export as"), markup=False, classes="question")
            yield OptionList(*[Option(Text(tr(FORM_NAMES[form])), id=form) for form in FORMS], id="forms", markup=False)
            yield Checkbox(nameless_text(False), id="nameless", compact=True)
            line = tr("E-mail addresses and numbers too. No rule finds every name: read it before you give it away.")
            yield Static(line, markup=False, classes="muted")

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """Say in words whether it is on."""
        event.checkbox.label = nameless_text(event.value)

    def on_mount(self) -> None:
        """Choose at once."""
        self.query_one("#forms").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the form."""
        event.stop()
        self.dismiss((cast(Form, event.option.id), self.query_one("#nameless", Checkbox).value))


class HistoryScreen(ToaskScreen):
    """A search line and a list."""

    NAME = mark("Earlier conversations")
    HELP = mark("Enter opens a conversation: an unfinished one goes on, a finished one can be read with its summary.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash", "search", mark("Search"), id="search", tooltip=mark("Search in everything that was said and noted")
        ),
        Binding("r", "rename", mark("Rename"), id="rename", tooltip=mark("Give the conversation a name of your own")),
        Binding("e", "export", mark("Export"), id="export", tooltip=mark("Write it to a file: Markdown, JSONL or CSV")),
        Binding(
            "a",
            "archive",
            mark("Put away"),
            id="archive",
            tooltip=mark("Out of the list, or back into it; nothing is deleted"),
        ),
        Binding("d", "erase", mark("Delete"), id="erase", tooltip=mark("Delete a conversation for good; asks first")),
        Binding(
            "v", "archived", mark("Put-away ones"), id="archived", tooltip=mark("Show what was put away, or go back")
        ),
        Binding(
            "escape",
            "back",
            mark("Back"),
            id="history.back",
            tooltip=mark("Empty the search, or back to the home screen"),
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Conversation, ...] = ()
        self.archived = False

    def compose(self) -> ComposeResult:
        """Title, search, list, keys."""
        yield Phrase(
            lambda: tr("Put away") if self.archived else tr("Earlier conversations"),
            id="history-title",
            classes="title",
        )
        yield Input(placeholder=tr("Search ( / )"), id="find", max_length=200, compact=True)
        yield OptionList(id="rows", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fetch the list."""
        self.query_one("#rows").focus()
        self.fetch()

    def on_screen_resume(self) -> None:
        """Look again after a conversation was read or continued."""
        self.fetch()

    def fetch(self) -> None:
        """Fetch what the search asks for; an older search that is still running is forgotten."""
        words, archived, services = (
            clean(self.query_one("#find", Input).value).strip(),
            self.archived,
            self.toask.services,
        )
        job(self, "rows", lambda: (words, archived, tuple(services.history(words, archived))), group="rows")

    def on_input_changed(self) -> None:
        """Search while typing."""
        self.fetch()

    def on_input_submitted(self) -> None:
        """Go to the list."""
        self.query_one("#rows").focus()

    def on_done(self, event: Done) -> None:
        """Answers from the store."""
        event.stop()
        if event.job == "rows":
            words, archived, rows = event.value
            if words == clean(self.query_one("#find", Input).value).strip() and archived == self.archived:
                self.rows = rows
                self._fill()
        elif event.job == "changed":
            self.fetch()
        elif event.job == "export":
            self.toask.tell(terminal.where(event.value), title=tr("Written to"), error=False)
        elif event.job == "about":
            self._ask_to_erase(*event.value)
        elif event.job == "erased":
            later = tr("Another toask window is open: the last traces go when you close it.")
            self.toask.tell(tr("Deleted for good.") if event.value else later, error=False)
            self.fetch()
        elif event.job == "read":
            self.toask.read(event.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open: go on, or read."""
        event.stop()
        row, services = self.row, self.toask.services
        if row is None:
            return
        if row.ended:
            job(self, "read", lambda: Talk(services.resume(row.id), row.ref))
        elif row.retrying:
            self._ask_which(row)
        else:
            self.toask.open_kept(row)

    def _ask_which(self, row: Conversation) -> None:
        """Ask which of two is meant: the way that was finished, or the one that is under way."""
        services = self.toask.services

        def go(which: str | None) -> None:
            if which == "read":
                job(self, "read", lambda: Talk(services.resume(row.id, finished=True), row.ref))
            elif which == "on":
                self.toask.open_kept(row)

        ways = {"read": tr("Read the finished conversation, with its debrief"), "on": tr("Go on with the other way")}
        question = tr("You finished this conversation, and are trying it another way. Which one do you want?")
        self.app.push_screen(Choose(question, ways), go)

    @property
    def row(self) -> Conversation | None:
        """The chosen conversation."""
        option = self.query_one("#rows", OptionList).highlighted_option
        return next((row for row in self.rows if option is not None and row.id == option.id), None)

    def action_search(self) -> None:
        """To the search line."""
        self.query_one("#find").focus()

    def action_rename(self) -> None:
        """Ask for another name."""
        row, services = self.row, self.toask.services
        if row is not None:
            self.app.push_screen(
                AskLine(tr("New name"), row.title),
                lambda title: job(self, "changed", lambda: services.rename(row.id, title)) if title else None,
            )

    def action_archive(self) -> None:
        """Put away or take back."""
        row, services = self.row, self.toask.services
        if row is not None:
            job(self, "changed", lambda: services.archive(row.id, not row.archived))

    def action_archived(self) -> None:
        """Switch between the list and what was put away."""
        self.archived = not self.archived
        self.query_one("#history-title", Phrase).retranslate()
        self.fetch()

    def action_export(self) -> None:
        """Ask for the form and write the file."""
        row, services = self.row, self.toask.services
        if row is not None:
            self.app.push_screen(
                ChooseForm(), lambda how: job(self, "export", lambda: services.export(row.id, *how)) if how else None
            )

    def action_erase(self) -> None:
        """Look what quotes the conversation and who coded it, then ask."""
        row, services, known = self.row, self.toask.services, self.toask.settings.reviews
        if row is not None:
            job(self, "about", lambda: (row, services.quoted_in(row.id), *services.reviewed_in(row.id, known)))

    def _ask_to_erase(
        self, row: Conversation, about: Sequence[Document], going: Sequence[Holding], staying: Sequence[Holding]
    ) -> None:
        services = self.toask.services

        def go(also: tuple[str, ...] | None) -> None:
            if also is not None:
                self.toask.drafts.pop(row.id, None)
                job(self, "erased", lambda: services.erase(row.id, also))

        self.app.push_screen(ChooseErase(row.title, about, going, staying), go)

    def action_back(self) -> None:
        """Empty the search first, then go home."""
        find = self.query_one("#find", Input)
        if find.value:
            find.value = ""
            self.query_one("#rows").focus()
        else:
            self.dismiss(None)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.query_one("#find", Input).placeholder = tr("Search ( / )")
        self._fill()

    def _fill(self) -> None:
        rows = self.query_one("#rows", OptionList)
        kept = rows.highlighted or 0
        if self.rows:
            rows.set_options([Option(row_text(row), id=row.id) for row in self.rows])
            rows.highlighted = min(kept, len(self.rows) - 1)
        else:
            searching = bool(self.query_one("#find", Input).value)
            words = tr("Nothing found.") if searching else tr("Nothing here yet.")
            rows.set_options([Option(Text(words, style="italic"), disabled=True)])


def nameless_text(on: bool) -> Text:
    """Return whether names are replaced."""
    return Text(tr("Replace names: yes") if on else tr("Replace names: no"))


def row_text(row: Conversation) -> Text:
    """Return a conversation as two lines, three with what was found."""
    state = tr("finished") if row.ended else tr("not finished")
    if row.retrying:
        state = tr("finished; another way is under way")
    parts = [day_text(row.updated), state, turns_text(row.turns), language_name(row.language)]
    result = result_text(row.ask_share, row.reached) if row.ended or row.retrying else ""
    text = Text.assemble((clean(row.title), "bold"), "\n  ", " · ".join(p for p in [*parts, result] if p))
    if row.snippet:
        text.append("\n  “" + one_line(row.snippet, 100) + "”", style="italic")
    return text
