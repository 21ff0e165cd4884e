"""I disagree: another code for something I said, with my reason; what the program found stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskScreen, paging
from simulator.app.text import clean, day_text, one_line
from simulator.app.tips import code_name
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.coding.codebook import CODES, VALUES
from simulator.debrief.model import Coded, Line
from simulator.i18n import mark, tr
from simulator.practice.api import TRAINEE
from simulator.report.words import value_text

if TYPE_CHECKING:
    from simulator.practice.corrections import Correction


class ReasonField(Composer):
    """A composer whose Enter keeps the correction."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", mark("Keep"), id="reason.keep", priority=True, tooltip=mark("Keep what you wrote")),
    ]


class DisagreeScreen(ToaskScreen):
    """Three steps: which thought, which code, why. Closes with True once it is kept."""

    NAME = mark("I disagree")
    HELP = mark("Choose the code that you find right and write why. The debrief is made again with your code.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "back", mark("Back"), id="disagree.back", tooltip=mark("One step back, or leave it as it is")
        ),
        *paging(),
    ]

    def __init__(self, conversation: str, line: Line) -> None:
        super().__init__()
        self.conversation, self.line = conversation, line
        self.unit: int | None = 0 if len(line.units) == 1 else None
        self.code = ""
        self.earlier: tuple[Correction, ...] = ()

    def compose(self) -> ComposeResult:
        """What it is about, then a list or the field for the reason."""
        yield Phrase(self._title, id="disagree-title", classes="title")
        with VerticalScroll(id="paper", can_focus=False):
            yield Static("", markup=False, id="about")
        yield Phrase(self._question, id="question", classes="muted")
        yield OptionList(id="choices", markup=False)
        yield ReasonField(tr("What do you see in this line?"), id="reason")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fetch what was said of it before."""
        services, conversation = self.toask.services, self.conversation
        job(self, "earlier", lambda: tuple(services.corrections(conversation)))
        self.draw()

    @property
    def chosen(self) -> Coded | None:
        """The thought that it is about."""
        return None if self.unit is None else self.line.units[self.unit]

    def draw(self) -> None:
        """Show the step that comes now."""
        writing = bool(self.code)
        choices, reason = self.query_one("#choices", OptionList), self.query_one("#reason", Composer)
        choices.display, reason.display = not writing, writing
        for name in ("#disagree-title", "#question"):
            self.query_one(name, Phrase).retranslate()
        self.query_one("#about", Static).update(self.about())
        if not writing:
            choices.set_options(self._units() if self.chosen is None else self._codes(self.chosen))
            choices.highlighted = 0
        (reason if writing else choices).focus()

    def about(self) -> Text:
        """Return the words, the codes so far, and every earlier correction."""
        text, one = Text(), self.chosen
        if one is None or self.unit is None:
            return text.append("“" + clean(self.line.text).strip() + "”", style="bold")
        text.append("“" + clean(one.unit.text).strip() + "”\n", style="bold")
        machine = tr("The program found: {code}.").format(code=code_name(one.was or one.unit.code))
        text.append(machine + "\n", style="not bold")
        for line in history(self.earlier, self.line.row, self.unit):
            text.append(line + "\n", style="italic")
        if self.code:
            text.append(tr("You find: {code}.").format(code=code_name(self.code)) + "\n", style="bold")
        return text

    def on_done(self, event: Done) -> None:
        """Earlier corrections are there, or this one is kept."""
        event.stop()
        if event.job == "earlier":
            self.earlier = event.value
            self.query_one("#about", Static).update(self.about())
        elif event.job == "correct":
            self.toask.tell(tr("Kept. The debrief is made again with your code."))
            self.dismiss(True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """On to the next step."""
        event.stop()
        if self.unit is None:
            self.unit = event.option_index
        else:
            self.code = event.option.id or ""
        self.draw()

    def on_composer_sent(self, event: Composer.Sent) -> None:
        """Keep it; the words stay until it is kept."""
        event.stop()
        one, unit, row, code = self.chosen, self.unit, self.line.row, self.code
        if not event.text:
            self.toask.tell(tr("A few words are enough, but a reason is needed."), error=True)
        elif one is not None and unit is not None:
            services, was, why = self.toask.services, one.unit.code, event.text
            job(self, "correct", lambda: services.correct(row, unit, was, code, why))

    def action_back(self) -> None:
        """One step back."""
        if self.code:
            self.code = ""
        elif self.unit is not None and len(self.line.units) > 1:
            self.unit = None
        else:
            self.dismiss(False)
            return
        self.draw()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.draw()

    def _units(self) -> list[Option]:
        names = [Text.assemble((code_name(one.unit.code), "bold"), ": ", one_line(one.unit.text, 200))
                 for one in self.line.units]  # fmt: skip
        return [Option(name) for name in names]

    def _codes(self, now: Coded) -> list[Option]:
        """The other thirteen codes, from asking to telling, with the value of each."""
        numbers = self.toask.settings.numbers
        rows = []
        for code in CODES:
            value = value_text(VALUES[code])
            words = Text.assemble((f"{value:>2}  " if numbers else ""), code_name(code), (f"  {code}", "italic"))
            rows.append(Option(words, id=code, disabled=code == now.unit.code))
        return rows

    def _title(self) -> str:
        return tr("I disagree") + " · " + tr("Turn {n}").format(n=self.line.number)

    def _question(self) -> str:
        if self.code:
            return tr("Why? Enter keeps it.")
        return tr("Which part?") if self.unit is None else tr("What is it in your eyes?")


def history(found: Sequence[Correction], row: int, unit: int) -> list[str]:
    """Return every earlier correction of a unit in words, oldest first."""
    lines = []
    for one in found:
        if (one.turn, one.unit) == (row, unit):
            who = tr("you") if one.who == TRAINEE else clean(one.who)
            codes = f"{code_name(one.was)} → {code_name(one.code)}"
            lines.append(f"* {day_text(one.created)}, {who}: {codes} (“{one_line(one.reason, 300)}”)")
    return lines
