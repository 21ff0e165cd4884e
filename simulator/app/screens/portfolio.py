"""The portfolio: what the training asks, what is met and missing, and the bundle to hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.app import terminal
from simulator.app.errors import said
from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen, paging
from simulator.app.screens.confirm import AskLine, Choose
from simulator.app.settings import Settings
from simulator.app.text import clean
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.files import exports_folder
from simulator.i18n import language, mark, tr

if TYPE_CHECKING:
    from simulator.portfolio.own import Chosen, Files
    from simulator.practice.store import Store

OTHER = "other"
LONGEST_PATH = 4000


class PortfolioScreen(ToaskScreen):
    """One scrolling text; `found` is the portfolio that it shows, None as long as it is read or cannot be."""

    NAME = mark("Portfolio")
    HELP = mark(
        "What your training asks for its certificate, what you have of it, and what is missing. Choose the criteria "
        "file that you got from your training; then write the bundle and hand it in."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "criteria", mark("Criteria"), id="portfolio.criteria",
                tooltip=mark("Choose the criteria file of your training; remembered")),
        Binding("n", "name", mark("Your name"), id="portfolio.name",
                tooltip=mark("Your name as it stands in the attendance; remembered")),
        Binding("a", "attendance", mark("Attendance"), id="portfolio.attendance",
                tooltip=mark("Name the attendance that your trainer signed; remembered")),
        Binding("w", "write", mark("Write the bundle"), id="portfolio.write",
                tooltip=mark("Write everything into one file to hand in, with a page, a PDF and the data beside it")),
        Binding("escape", "back", mark("Back"), id="portfolio.back", tooltip=mark("Back to where you came from")),
        *paging(),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.found: Mapping[str, Any] | None = None
        self.files: Files | None = None
        self._problem = ""
        self._asked = 0

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        yield Phrase(lambda: tr("Portfolio"), classes="title")
        with VerticalScroll(id="paper", can_focus=True):
            yield Static("", markup=False, id="portfolio-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame first, then read."""
        self.query_one("#paper").focus()
        self.fetch()

    def on_screen_resume(self) -> None:
        """Look again after a conversation or a report."""
        if self.found is not None:
            self.fetch()

    @property
    def chosen(self) -> Chosen | None:
        """What was chosen; None: no criteria file yet."""
        from simulator.portfolio.own import Chosen

        held = self.toask.settings
        attendance = Path(held.attendance) if held.attendance else None
        return Chosen(Path(held.criteria), held.name, attendance) if held.criteria else None

    def fetch(self) -> None:
        """Read the practice log against the criteria, off the event loop; an older reading is forgotten."""
        chosen, services, reader = self.chosen, self.toask.services, language()
        self._asked += 1
        if chosen is not None:
            job(self, f"read {self._asked}", lambda: _standing(services.store(), chosen, reader), group="portfolio")
        self._draw()

    def on_done(self, event: Done) -> None:
        """Show what was read, or say where it was written."""
        event.stop()
        if event.job == f"read {self._asked}":
            self.found, self._problem = event.value, ""
        elif event.job == "write":
            self.files = event.value
            self.toask.tell(terminal.where(self.files.bundle), title=tr("Written to"))
        self._draw()

    def on_failed(self, event: Failed) -> None:
        """What cannot be read stands in the place of the text; the rest is told."""
        if event.job == "write":
            return
        event.stop()
        event.prevent_default()
        if event.job == f"read {self._asked}":
            self.found, self._problem = None, event.detail
            self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to write before it is read; a tab is given no files by name."""
        if action == "write":
            return self.found is not None
        return not terminal.served() if action == "attendance" else True

    # Keys

    def action_criteria(self) -> None:
        """Choose among the files of the training and the example, or name one; in a tab only among them."""
        from simulator.portfolio.own import example, offered

        shown = {str(at): _file_words(path, example()) for at, path in enumerate(offered())}
        if not terminal.served():
            shown = {OTHER: tr("Another file: type where it is"), **shown}
        self.app.push_screen(Choose(tr("Which criteria file?"), shown), self._picked)

    def _picked(self, name: str | None) -> None:
        from simulator.portfolio.own import offered

        if name == OTHER:
            self._ask_file("criteria", tr("Where is the criteria file of your training?"))
        elif name:
            self._remember(criteria=str(offered()[int(name)]))

    def action_attendance(self) -> None:
        """Name the signed attendance; an empty line takes it away."""
        self._ask_file("attendance", tr("Where is the attendance that your trainer signed?"))

    def action_name(self) -> None:
        """Ask for the name that stands on the portfolio."""
        question = tr("Your name, as it stands in the attendance")
        self.app.push_screen(
            AskLine(question, self.toask.settings.name),
            lambda name: self._remember(name=name) if name is not None else None,
        )

    def _ask_file(self, key: str, question: str) -> None:
        now = str(getattr(self.toask.settings, key))
        self.app.push_screen(
            AskLine(question, now, LONGEST_PATH),
            lambda typed: self._remember(**{key: _path(typed)}) if typed is not None else None,
        )

    def _remember(self, **changes: str) -> None:
        settings: Settings = replace(self.toask.settings, **changes)  # type: ignore[arg-type]
        self.toask.remember(settings)
        self.found, self.files, self._problem = None, None, ""
        self.fetch()

    def action_write(self) -> None:
        """Write the bundle with all that stands beside it."""
        from simulator.portfolio.own import write

        found, chosen, services, reader = self.found, self.chosen, self.toask.services, language()
        if found is not None and chosen is not None:
            # Read anew: the pages are in the language that is in use now, and nothing newer is left out.
            job(self, "write", lambda: write(exports_folder(), _standing(services.store(), chosen, reader)))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._draw()

    def _draw(self) -> None:
        text = self.query_one("#portfolio-text", Static)
        if not self.toask.settings.criteria:
            text.update(unchosen_text())
        elif self.found is None:
            text.update(Text(clean(self._problem) or tr("… reading your conversations"), style="italic"))
        else:
            text.update(portfolio_text(self.found, self.files))
        self.refresh_bindings()


def _standing(store: Store, chosen: Chosen, reader: str) -> dict[str, Any]:
    from simulator.portfolio.own import standing

    return standing(store, chosen, reader)


def _path(typed: str) -> str:
    """Return a typed path in full; quotes that came along from a file manager go."""
    bare = typed.strip().strip("'\"")
    return str(Path(bare).expanduser().absolute()) if bare else ""


def _file_words(path: Path, example: Path) -> str:
    shown = path.name if terminal.served() else path  # where files lie on a server is nobody's business
    return tr("The example that came with toask: {path}").format(path=shown) if path == example else str(shown)


def unchosen_text() -> Text:
    """Return what is said as long as there is no criteria file."""
    from simulator.portfolio.own import example

    text = Text(tr("No criteria file is chosen yet. Your training gives you one; press c and choose it.") + "\n")
    if terminal.served():
        return text  # the example is among those to choose; its path leads nowhere here
    return text.append("\n" + tr("To see what it looks like: {path}").format(path=example()) + "\n")


def portfolio_text(found: Mapping[str, Any], files: Files | None) -> Text:
    """Return where a portfolio stands, where it was written, and how an assessor judges it."""
    from simulator.portfolio.told import lines_of
    from simulator.report.words import Words

    head, *lines = lines_of(found, Words(language()))
    text = Text.assemble((clean(head) + "\n", "bold"))
    for line in lines:
        text.append(clean(line) + "\n")
    if files is not None:
        _written(text, files)
    _assessor(text, files.bundle if files is not None else None)
    return text


def _written(text: Text, files: Files) -> None:
    text.append("\n" + tr("Written to") + "\n", style="bold underline")
    text.append(tr("To hand in: {path}").format(path=terminal.where(files.bundle)) + "\n")
    for path in files.beside:
        text.append(tr("To read: {path}").format(path=terminal.where(path)) + "\n")
    if files.notice:
        text.append(clean(said(files.notice)) + "\n")


def _assessor(text: Text, bundle: Path | None) -> None:
    """Add what an assessor does; judging needs a key of one's own, so it stays on the command line."""
    name = tr("BUNDLE") if bundle is None else quote(bundle.name if terminal.served() else str(bundle))
    text.append("\n" + tr("For the assessor") + "\n", style="bold underline")
    text.append(tr("Judging and signing are done on the command line, with a key of one's own:") + "\n")
    key, verdict, signed = tr("KEY"), tr("verdict"), tr("signed")
    text.append(f"  toask portfolio review {name} --out {verdict}.yaml\n")
    text.append(f"  toask portfolio sign {name} --key {key} --verdict {verdict}.yaml --out {signed}.zip\n")
