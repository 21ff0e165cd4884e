"""What can be coded: transcripts that are under review, and one's own conversations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.app import terminal
from simulator.app.errors import said
from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen
from simulator.app.services import Conversation
from simulator.app.text import clean, day_text, language_name, one_line, turns_text
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.i18n import mark, tr

if TYPE_CHECKING:
    from simulator.app.services import Services
    from simulator.review.underway import Underway


class ReviewsScreen(ToaskScreen):
    """Two lists in one: projects first. `coder`: who coded last, so that nobody is asked twice."""

    NAME = mark("Review")
    HELP = mark(
        "Give each part of what was said its code, by yourself or beside the machine. Enter opens a transcript; what "
        "is under review stands on top."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), id="reviews.back", tooltip=mark("Back to where you came from")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.projects: tuple[Underway, ...] = ()
        self.rows: tuple[Conversation, ...] = ()
        self.read = False
        self.coder = ""

    def compose(self) -> ComposeResult:
        """Title, a line on what else can be coded, list, keys."""
        yield Phrase(lambda: tr("Review"), classes="title")
        yield Phrase(_lead, id="reviews-lead", classes="muted")
        yield OptionList(id="reviews", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame first, then look."""
        self.query_one("#reviews").focus()
        self._fill()
        self.fetch()

    def on_screen_resume(self) -> None:
        """Look again after coding."""
        if self.read:
            self.fetch()

    def fetch(self) -> None:
        """Read projects and conversations, off the event loop."""
        services, known = self.toask.services, self.toask.settings.reviews
        job(self, "reviews", lambda: _found(services, known), group="reviews")

    def on_done(self, event: Done) -> None:
        """Fill the list."""
        event.stop()
        (self.projects, self.rows), self.read = event.value, True
        self._fill()

    def on_failed(self, event: Failed) -> None:
        """Say why; what was read before stays."""
        super().on_failed(event)
        self.read = True
        self._fill()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a project, or begin one with a conversation."""
        event.stop()
        kind, _, rest = (event.option.id or "").partition(":")
        if kind == "talk":
            self._open(f"conversation:{rest}")
        elif kind == "project":
            one = self.projects[int(rest)]
            if one.problem:
                self.toask.tell(said(one.problem), error=True)
            else:
                self._open(str(one.path))

    def _open(self, name: str) -> None:
        from simulator.app.screens.review import ReviewProject
        from simulator.review.desk import Desk

        self.app.push_screen(ReviewProject(Desk([name], coder=self.coder)), self._left)

    def _left(self, coder: str | None) -> None:
        self.coder = coder or self.coder

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._fill()

    def _fill(self) -> None:
        choices = self.query_one("#reviews", OptionList)
        kept = choices.highlighted_option.id if choices.highlighted_option else None
        options = self._options()
        choices.set_options(options)
        ids = [option.id for option in options]
        first = next((index for index, option in enumerate(options) if not option.disabled), None)
        choices.highlighted = ids.index(kept) if kept is not None and kept in ids else first

    def _options(self) -> list[Option]:
        if not self.read:
            return [Option(Text(tr("Reading …"), style="italic"), disabled=True)]
        options: list[Option] = []
        if self.projects:
            options.append(_heading(tr("Under review")))
            options += [Option(project_text(one), id=f"project:{at}") for at, one in enumerate(self.projects)]
        if self.rows:
            options.append(_heading(tr("Your own conversations")))
            options += [Option(_talk_text(row), id=f"talk:{row.id}") for row in self.rows]
        nothing = tr("There is nothing to code yet: hold a conversation first.")
        return options or [Option(Text(nothing, style="italic"), disabled=True)]


def _found(services: Services, known: Sequence[str]) -> tuple[tuple[Underway, ...], tuple[Conversation, ...]]:
    """Return the projects, and the conversations that are in none of them yet; blocks.

    In a browser tab only what lies in the account's own data folder is looked at: whatever else can be read there is
    the server's, or somebody else's.
    """
    from simulator.review.underway import practised, underway

    alone = terminal.served()
    projects = tuple(underway([] if alone else [Path()], () if alone else known))
    taken = practised(projects)
    rows = tuple(row for row in services.history() if row.ended and row.id not in taken)
    return projects, rows


def _lead() -> str:
    if terminal.served():
        return tr("Choose a conversation; your codes are kept beside it.")
    return tr("Another transcript, such as a file: toask review FILE")


def _heading(words: str) -> Option:
    return Option(Text(words, style="bold underline"), disabled=True)


def project_text(one: Underway) -> Text:
    """Return a project as a line each for its name, where it lies, and how far everybody is."""
    from simulator.app.screens.review import state

    names = [held.talk.id for held in one.talks]
    if one.problem:
        return Text.assemble((f"✗ {one_line(one.path.name)}", "bold"), "\n  ", tr("cannot be opened: Enter says why"))
    name = names[0] if len(names) == 1 else tr("{name} and {n} more").format(name=names[0], n=len(names) - 1)
    states = [state(held, own) for held in one.talks for own in held.codings.values() if own.began]
    text = Text.assemble((one_line(name, 70), "bold"), "\n  ", one_line(str(one.path), 70))
    return text.append("\n  " + (one_line(" · ".join(states), 200) or tr("nobody has begun")), "not bold")


def _talk_text(row: Conversation) -> Text:
    about = (day_text(row.updated), turns_text(row.turns), language_name(row.language))
    return Text.assemble((clean(row.title), "bold"), "\n  ", " · ".join(about))
