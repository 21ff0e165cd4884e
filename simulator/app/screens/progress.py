"""Progress: how the conversations go, drawn with text; goals of one's own; a school to talk to next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.app import terminal
from simulator.app.growth import Growth, growth
from simulator.app.jobs import Done, Failed, job
from simulator.app.openings import open_reflections
from simulator.app.screens.base import ToaskScreen, paging
from simulator.app.text import clean
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.files import exports_folder
from simulator.i18n import language, mark, tr

WIDEST = 90


class ProgressScreen(ToaskScreen):
    """One scrolling text; `seen` is what it shows, None as long as it is read."""

    NAME = mark("Progress")
    HELP = mark(
        "How your finished conversations go, from the first to the last. Conversations that you put away, and the "
        "warm-up, do not count. Figures are there to think about, not a mark."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "goals", mark("My goals"), id="goals", tooltip=mark("Your own goals: add, tick off, remove")),
        Binding("s", "start", mark("Next conversation"), id="start", tooltip=mark("Open the school that is suggested")),
        Binding("r", "reflections", mark("Reflection"), id="reflections", tooltip=mark("Your reflection reports")),
        Binding(
            "n", "numbers", mark("Figures"), id="debrief.numbers", tooltip=mark("Show or hide figures; remembered")
        ),
        Binding("e", "export", mark("Export"), id="progress.export", tooltip=mark("Write it as a page, with charts")),
        Binding("escape", "back", mark("Back"), id="progress.back", tooltip=mark("Back to the home screen")),
        *paging(),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.seen: Growth | None = None
        self._problem = ""

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        yield Phrase(lambda: tr("Progress"), classes="title")
        with VerticalScroll(id="paper", can_focus=True):
            yield Static("", markup=False, id="progress-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame first, then read."""
        self.query_one("#paper").focus()
        self._draw()
        self.fetch()

    def on_screen_resume(self) -> None:
        """Look again after goals were changed or a conversation was held."""
        if self.seen is not None:
            self.fetch()

    def fetch(self) -> None:
        """Read the practice log, off the event loop."""
        services, reader = self.toask.services, language()
        job(self, "progress", lambda: growth(services, reader), group="progress")

    def on_done(self, event: Done) -> None:
        """Show what was read, or say where it was written."""
        event.stop()
        if event.job == "progress":
            self.seen = event.value
            self._draw()
            self.refresh_bindings()
        elif event.job == "card":
            self.toask.open_brief(event.value)
        else:
            self.toask.tell(terminal.where(event.value), title=tr("Written to"))

    def on_failed(self, event: Failed) -> None:
        """Say what went wrong, also in the place of the text when there is none."""
        super().on_failed(event)
        if self.seen is None:
            self._problem = clean(event.detail)
            self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Draw to the new width."""
        super().on_resize(event)
        self.call_after_refresh(self._draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to start without a suggestion; nothing to write before it is read."""
        if action == "start":
            return self.seen is not None and self.seen.suggestion is not None
        return self.seen is not None if action in ("goals", "export") else True

    def action_goals(self) -> None:
        """Open the goals over this screen."""
        from simulator.app.screens.goals import GoalsScreen

        if self.seen is not None:
            self.app.push_screen(GoalsScreen(self.seen.goals), lambda _: self.fetch())

    def action_start(self) -> None:
        """Open the brief of the suggested school."""
        services, seen = self.toask.services, self.seen
        if seen is not None and seen.suggestion is not None:
            ref = seen.suggestion.school.ref
            job(self, "card", lambda: services.scenario(ref))

    def action_reflections(self) -> None:
        """Open the reflection reports."""
        open_reflections(self.app)

    def action_numbers(self) -> None:
        """Show figures, or words in their place; remembered."""
        self.toask.remember(replace(self.toask.settings, numbers=not self.toask.settings.numbers))
        self._draw()

    def action_export(self) -> None:
        """Write the page."""
        seen, reader, numbers = self.seen, language(), self.toask.settings.numbers
        if seen is not None:
            job(self, "export", lambda: page_of(seen, reader, numbers))

    def action_back(self) -> None:
        """Go home."""
        self.dismiss(None)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._draw()

    def _draw(self) -> None:
        paper, text = self.query_one("#paper"), self.query_one("#progress-text", Static)
        width = min(WIDEST, (paper.size.width or self.app.size.width) - 4)
        if self.seen is None:
            text.update(Text(self._problem or tr("… reading your conversations"), style="italic"))
        else:
            text.update(progress_text(self.seen, max(30, width), self.toask.settings.numbers))


def progress_text(seen: Growth, width: int, numbers: bool) -> Text:
    """Return all of it as text; plots are at most `width` cells wide."""
    from simulator.growth.progress_text import sections
    from simulator.report.words import Words

    text = Text()
    for section in sections(*seen, Words(language()), width, numbers):
        if section.head:
            text.append("\n" + clean(section.head) + "\n", style="bold underline")
        for line in (*section.plot, *section.lines):
            text.append(clean(line) + "\n")
    return text


def page_of(seen: Growth, reader: str, numbers: bool) -> Path:
    """Write the page in the documents folder and return where it is. Raises PracticeError."""
    from datetime import date

    from simulator.growth import progress_page
    from simulator.report.words import Words

    words = Words(reader)
    name = words.tr("progress")
    path = exports_folder() / f"{date.today().isoformat()}-{name}.html"
    progress_page.write(path, *seen, words, numbers)
    return path
