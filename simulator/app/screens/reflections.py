"""The reflection reports: begin one, go on with one, write one to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.app import terminal
from simulator.app.jobs import Done, job
from simulator.app.openings import open_reflection
from simulator.app.screens.base import ToaskScreen
from simulator.app.screens.confirm import Choose, Confirm
from simulator.app.screens.quote import PickTalk
from simulator.app.screens.versions import answered_text
from simulator.app.text import clean, day_text, one_line
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.files import exports_folder
from simulator.i18n import language, mark, tr

if TYPE_CHECKING:
    from simulator.app.services import Services
    from simulator.growth.reflection import Reflection

FORMS: dict[str, str] = {
    "html": mark("A page, to read or print"),
    "markdown": mark("Markdown, to read or print"),
}


class ReflectionsScreen(ToaskScreen):
    """A list, latest first."""

    NAME = mark("Reflection reports")
    HELP = mark(
        "Looking back in your own words, with five questions and quotes from your conversations. Enter opens one."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", mark("New"), id="reflection.new", tooltip=mark("Begin a report on a conversation")),
        Binding("e", "export", mark("Export"), id="reflection.export",
                tooltip=mark("Write it to a file: page or Markdown")),
        Binding("x,delete", "remove", mark("Remove"), id="reflection.remove",
                tooltip=mark("Remove the report with all its versions")),
        Binding("escape", "back", mark("Back"), id="reflections.back", tooltip=mark("Back to where you came from")),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.reports: tuple[Reflection, ...] = ()
        self.read = False

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        yield Phrase(lambda: tr("Reflection reports"), classes="title")
        yield OptionList(id="reports", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read them."""
        self.query_one("#reports").focus()
        self.fetch()

    def on_screen_resume(self) -> None:
        """Look again after writing."""
        if self.read:
            self.fetch()

    def fetch(self) -> None:
        """Read the reports, off the event loop."""
        from simulator.growth.reflection import reflections

        services = self.toask.services
        job(self, "reports", lambda: tuple(reflections(services.store())), group="reports")

    def on_done(self, event: Done) -> None:
        """Answers from the store."""
        event.stop()
        if event.job == "reports":
            self.reports, self.read = event.value, True
            self._fill()
        elif event.job == "removed":
            self.fetch()
        elif event.job == "export":
            self.toask.tell(terminal.where(event.value), title=tr("Written to"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open it, or begin the first one."""
        event.stop()
        if self.chosen is None:
            self.action_new()
        else:
            open_reflection(self.app, self.chosen)

    @property
    def chosen(self) -> Reflection | None:
        """The highlighted report."""
        option = self.query_one("#reports", OptionList).highlighted_option
        return next((one for one in self.reports if option is not None and option.id == f"report:{one.id}"), None)

    def action_new(self) -> None:
        """Ask for the conversation, then write."""
        self.app.push_screen(PickTalk(tr("On which conversation do you look back?"), none=True), self._begin)

    def _begin(self, talk: tuple[str, str] | None) -> None:
        if talk is not None:
            open_reflection(self.app, begun(*talk))

    def action_export(self) -> None:
        """Ask for the form and write the file."""
        chosen, services, reader = self.chosen, self.toask.services, language()
        if chosen is not None:
            forms = {name: tr(words) for name, words in FORMS.items()}
            self.app.push_screen(
                Choose(tr("Export as"), forms),
                lambda form: job(self, "export", lambda: _written(services, chosen, form, reader)) if form else None,
            )

    def action_remove(self) -> None:
        """Remove, after asking."""
        from simulator.growth.reflection import remove

        chosen, services = self.chosen, self.toask.services
        if chosen is not None and chosen.id:
            name = chosen.id
            question = tr("Remove this report with all its versions? {title}").format(title=clean(chosen.title))
            self.app.push_screen(
                Confirm(question, tr("Remove"), tr("Keep")),
                lambda yes: job(self, "removed", lambda: remove(services.store(), name)) if yes else None,
            )

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._fill()

    def _fill(self) -> None:
        rows = self.query_one("#reports", OptionList)
        kept = rows.highlighted or 0
        if self.reports:
            rows.set_options([Option(_row(one), id=f"report:{one.id}") for one in self.reports])
            rows.highlighted = min(kept, len(self.reports) - 1)
        elif self.read:
            rows.set_options([Option(Text(tr("No report yet. Press Enter to begin one.")), id="begin")])
            rows.highlighted = 0


def begun(conversation: str = "", title: str = "") -> Reflection:
    """Return a new report on a talk; nothing of it is kept before something is written."""
    from simulator.growth.reflection import Reflection

    name = tr("Reflection: {title}").format(title=title) if title else tr("Reflection")
    return Reflection(name, language(), conversations=(conversation,) if conversation else ())


def _row(one: Reflection) -> Text:
    return Text.assemble((one_line(one.title, 70), "bold"), "\n  ", f"{day_text(one.created)} · {answered_text(one)}")


def _written(services: Services, report: Reflection, form: str, reader: str) -> Path:
    from simulator.growth.reflection_files import Form, export
    from simulator.report.words import Words

    wanted: Form = "html" if form == "html" else "markdown"
    return export(services.store(), report, wanted, exports_folder(), Words(reader))
