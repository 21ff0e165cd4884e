"""The debrief: how it went, turn by turn and in sections; from each turn one can disagree or try again."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.jobs import Done, Failed, job
from simulator.app.screens import debrief_map
from simulator.app.screens.base import ToaskScreen
from simulator.app.screens.debrief_keys import KEYS
from simulator.app.screens.debrief_text import SECTIONS, Look
from simulator.app.talk import Closing, Talk
from simulator.app.text import one_line
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.app.widgets.sections import Sections
from simulator.debrief.model import Debrief, Line
from simulator.i18n import mark, tr
from simulator.practice.api import ASSESSMENT, Branch

MAP = next(number for number, (name, _, _) in enumerate(SECTIONS) if name == "map")


class DebriefScreen(ToaskScreen):
    """`revealed`: the trainee asked to see what stayed closed, after another try was offered."""

    NAME = mark("Debrief")
    HELP = mark(
        "Page with ← and →, or with the digits. On the map, choose a turn with ↑ and ↓: "
        "try again from there, or disagree."
    )
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, talk: Talk, closing: Closing) -> None:
        super().__init__()
        self.talk, self.closing = talk, closing
        self.found: Debrief | None = None
        self.branches: tuple[Branch, ...] = ()
        self.revealed = False
        self.section = 0
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Headings, the rows of the map, the text, the way on."""
        yield Phrase(self._title, id="debrief-title", classes="title")
        yield Sections([name for _, name, _ in SECTIONS], id="sections")
        yield Phrase(lambda: debrief_map.legend(), id="legend", classes="muted")
        yield OptionList(id="map", markup=False)
        with VerticalScroll(id="paper", can_focus=True):
            yield Static(Text(tr("Making the debrief…")), markup=False, id="debrief-text")
        with Horizontal(classes="buttons", id="debrief-buttons"):
            yield PhraseButton(lambda: tr("Try again"), id="again")
            yield PhraseButton(lambda: tr("Show what stayed closed"), id="reveal")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fetch it."""
        self.draw()
        self.fetch()

    def fetch(self) -> None:
        """Build the debrief, also anew after a code was changed or in another language."""
        services, of = self.toask.services, (self.closing.conversation, self.closing.head)
        job(self, "debrief", lambda: (services.debrief(*of), tuple(services.branches(*of))))

    # What is so now

    @property
    def look(self) -> Look:
        """How it is looked at now."""
        held = (self.found is None or self.found.held) and not self.revealed
        return Look(held, self.toask.settings.numbers)

    @property
    def line(self) -> Line | None:
        """The turn chosen on the map; None elsewhere."""
        place = self.query_one("#map", OptionList).highlighted
        if self.found is None or self.section != MAP or place is None or place >= len(self.found.lines):
            return None
        return self.found.lines[place]

    @property
    def others(self) -> tuple[Branch, ...]:
        """The other ways that the conversation went."""
        return tuple(one for one in self.branches if not one.shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what cannot be done here."""
        found = self.found
        if action == "fork":
            return self.line is not None and self.closing.mode != ASSESSMENT
        if action == "disagree":
            return self.line is not None and bool(self.line.units)
        if action == "compare":
            return bool(self.others)
        if action == "reveal":
            return found is not None and self.look.held
        if action == "again":
            return bool(self.talk.ref)
        return True

    # Showing

    def draw(self) -> None:
        """Show the section chosen."""
        on_map = self.section == MAP and self.found is not None and bool(self.found.lines)
        self.set_class(on_map, "-map")
        self.query_one("#debrief-buttons").display = self.found is not None and self.look.held and self.section == 0
        self.query_one("#again").display = bool(self.talk.ref)
        self.query_one(Sections).choose(self.section)
        self.query_one("#debrief-title", Phrase).retranslate()
        if on_map:
            self._rows()
        self.write()
        self.refresh_bindings()

    def write(self) -> None:
        """Write the text of the section, or of the turn that is chosen."""
        if self.found is not None:
            self.query_one("#debrief-text", Static).update(self.text())
            self.query_one("#paper", VerticalScroll).scroll_home(animate=False)

    def text(self) -> Text:
        """Return the text that is shown now."""
        if self.found is None:
            return Text(tr("Making the debrief…"))
        build, line = SECTIONS[self.section][2], self.line
        if build is not None:
            return build(self.found, self.look)
        if line is None:
            return Text(tr("You said nothing yet that was answered; there is nothing to draw."))
        return debrief_map.detail(self.found, line, numbers=self.look.numbers)

    def _rows(self) -> None:
        rows, found = self.query_one("#map", OptionList), self.found
        assert found is not None
        width, kept = self.app.size.width - 4, rows.highlighted or 0
        lines = [debrief_map.row(found, one, numbers=self.look.numbers, width=width) for one in found.lines]
        with self.prevent(OptionList.OptionHighlighted):
            rows.set_options([Option(line) for line in lines])
            rows.highlighted = min(kept, len(lines) - 1)

    def _title(self) -> str:
        return tr("Debrief") + (": " + one_line(self.found.title, 100) if self.found else "")

    def on_resize(self, event: events.Resize) -> None:
        """Longer or shorter rows."""
        if self.found is not None and self.section == MAP:
            self.call_after_refresh(self.draw)

    def retranslate(self) -> None:
        """Its sentences are made in the language in use."""
        super().retranslate()
        self.fetch()

    # What comes back

    def on_done(self, event: Done) -> None:
        """The debrief is there, or the talk stands before the turn chosen."""
        event.stop()
        if event.job == "debrief":
            first = self.found is None
            self.found, self.branches = event.value
            self.draw()
            if first:
                self.focus_section()
        elif event.job == "fork":
            self.toask.loading.start()  # read from the history it may have no models yet
            self.toask.open_conversation(self.talk, event.value)

    def on_failed(self, event: Failed) -> None:
        """Without a debrief there is still the summary; the base class says what went wrong."""
        self._leaving = False
        if event.job == "debrief" and self.found is None:
            from simulator.app.screens.summary import SummaryScreen

            self.toask.switch_screen(SummaryScreen(self.talk, self.closing))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another turn."""
        event.stop()
        self.write()
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """On to the text of the turn, so that the arrows scroll it."""
        event.stop()
        self.query_one("#paper").focus()

    def on_sections_chosen(self, event: Sections.Chosen) -> None:
        """A heading was clicked."""
        event.stop()
        self.action_section(event.index)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons are the keys."""
        event.stop()
        {"again": self.action_again, "reveal": self.action_reveal}[event.button.id or "again"]()

    # Keys

    def focus_section(self) -> None:
        """The arrows go through the turns on the map; trying again comes first where there is more to find."""
        names = {MAP: "#map", 0: "#again" if self.look.held and self.talk.ref else "#paper"}
        widget = self.query_one(names.get(self.section, "#paper"))
        (widget if widget.display else self.query_one("#paper")).focus()

    def action_section(self, index: int) -> None:
        """Go to a section."""
        self.section = index
        self.draw()
        self.focus_section()

    def action_turn_page(self, way: int) -> None:
        """The section before or after."""
        self.action_section((self.section + way) % len(SECTIONS))

    def action_numbers(self) -> None:
        """Show or hide figures; remembered."""
        settings = self.toask.settings
        self.toask.remember(replace(settings, numbers=not settings.numbers))
        self.draw()

    def action_reveal(self) -> None:
        """Show what stayed closed, in every section."""
        self.revealed = True
        self.draw()
        self.focus_section()

    def action_again(self) -> None:
        """The same school once more."""
        self.toask.again(self.talk)

    def action_home(self) -> None:
        """Back to the home screen."""
        self.toask.go_home()

    def action_fork(self) -> None:
        """Go back to before the turn chosen."""
        line = self.line
        if line is not None and not self._leaving:
            self._leaving = True
            job(self, "fork", lambda: self.talk.fork(line.row))

    def action_disagree(self) -> None:
        """Give something in the turn chosen another code."""
        from simulator.app.screens.disagree import DisagreeScreen

        if self.line is not None:
            screen = DisagreeScreen(self.closing.conversation, self.line)
            self.app.push_screen(screen, lambda changed: self.fetch() if changed else None)

    def action_compare(self) -> None:
        """Lay another way beside this one."""
        from simulator.app.screens.compare import ChooseBranch, CompareScreen

        found, others = self.found, self.others
        if found is None or not others:
            return

        def show(branch: Branch | None) -> None:
            if branch is not None:
                self.app.push_screen(CompareScreen(found, branch))

        if len(others) == 1:
            show(others[0])
        else:
            self.app.push_screen(ChooseBranch(others), show)
