"""Before the sheet: who asks, who plays the school, who observes; and the sheets that are there already."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskScreen
from simulator.app.screens.confirm import Confirm
from simulator.app.text import clean, day_text
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.i18n import language, mark, tr, trn
from simulator.observing.observed_says import clock
from simulator.observing.sheet import LONGEST_NAME, Observation
from simulator.observing.sheet_says import names
from simulator.observing.sheets import Desk
from simulator.observing.ticking import Sheet

FIELDS: dict[str, str] = {
    "asks": mark("Who asks"),
    "school": mark("Who is the school"),
    "observer": mark("Who observes"),
}
_LISTED = 20


class NameField(Input):
    """A name; Enter goes on at once, so that letters right behind it meet the next field."""

    async def action_submit(self) -> None:
        """Go on to the next field, and behind the last one to the button."""
        self.screen.focus_next()


class ObserveBegin(ToaskScreen):
    """Names may be left out; a sheet that was not finished stands on top."""

    DEFAULT_CSS = """
    ObserveBegin .name { height: 1; padding: 0 1; }
    ObserveBegin .name-label { width: 20; }
    ObserveBegin .name Input { width: 1fr; }
    ObserveBegin #begin { margin: 0 1; }
    ObserveBegin #sheets { margin: 0; }
    """
    NAME = mark("Practise in threes")
    HELP = mark(
        "One asks, one plays the school, one observes and ticks codes. Fill in names if you like and begin, or go on "
        "with a sheet below."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "begin", mark("Begin"), id="begin", priority=True, tooltip=mark("Begin a new sheet")),
        Binding("escape", "back", mark("Back"), id="back", tooltip=mark("Back to the home screen")),
        Binding(
            "delete",
            "discard",
            mark("Throw away"),
            id="observe.discard",
            tooltip=mark("Throw an unfinished sheet away"),
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.left: tuple[Observation, ...] = ()
        self.kept: tuple[Observation, ...] = ()

    def compose(self) -> ComposeResult:
        """Three names, a button, the sheets."""
        yield Phrase(lambda: tr("Practise in threes"), classes="title")
        for name, words in FIELDS.items():
            with Horizontal(classes="name"):
                yield Phrase(partial(tr, words), classes="name-label")
                yield NameField(max_length=LONGEST_NAME, id=name, compact=True)
        yield PhraseButton(lambda: tr("Begin a new sheet"), id="begin")
        yield OptionList(id="sheets", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Type the first name at once; look for sheets meanwhile."""
        self.query_one("#asks").focus()
        self._look()

    def on_screen_resume(self) -> None:
        """Look again after a sheet."""
        if self.is_mounted:
            self._look()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The one button begins."""
        event.stop()
        self.action_begin()

    def action_begin(self) -> None:
        """Begin a new sheet."""
        given = {name: clean(self.query_one(f"#{name}", Input).value) for name in FIELDS}
        desk, spoken = self.desk, language()
        job(self, "sheet", lambda: desk.new(spoken, **given))

    def action_back(self) -> None:
        """Back to the home screen."""
        self.dismiss(None)

    def action_discard(self) -> None:
        """Throw the marked unfinished sheet away, after asking."""
        seen = self._marked()
        if seen is not None and seen in self.left:
            question = tr("Throw this sheet away? Its ticks are gone for good.")
            asked = Confirm(question, tr("Throw away"), tr("Keep"))
            self.app.push_screen(asked, lambda yes: self._discard(seen.id) if yes else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only an unfinished sheet can be thrown away here."""
        return self._marked() in self.left if action == "discard" else True

    def on_option_list_option_highlighted(self) -> None:
        """What can be thrown away follows the mark."""
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with an unfinished sheet, or read a finished one."""
        event.stop()
        seen = self._marked()
        if seen is None:
            return
        if seen in self.left:
            desk = self.desk
            job(self, "sheet", lambda: desk.open(seen.id))
        else:
            from simulator.app.screens.observed import ObservedScreen

            self.app.push_screen(ObservedScreen(seen))

    def on_done(self, event: Done) -> None:
        """Sheets were found, thrown away, or one is open."""
        event.stop()
        if event.job == "look":
            self.left, self.kept = event.value
            self._fill()
        elif event.job == "discard":
            self._look()
        elif isinstance(event.value, Sheet):
            from simulator.app.screens.observe import ObserveScreen

            self.app.push_screen(ObserveScreen(self.desk, event.value))

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._fill()

    def _look(self) -> None:
        desk = self.desk
        job(self, "look", lambda: (tuple(desk.unfinished()), tuple(desk.kept()[:_LISTED])), group="look")

    def _discard(self, sheet: str) -> None:
        desk = self.desk
        job(self, "discard", lambda: desk.discard(sheet))

    def _marked(self) -> Observation | None:
        sheets = self.query("#sheets").results(OptionList)
        option = next((one.highlighted_option for one in sheets), None)
        return next((seen for seen in (*self.left, *self.kept) if option and seen.id == option.id), None)

    def _fill(self) -> None:
        options = []
        for heading, held in ((tr("Not finished: go on"), self.left), (tr("Finished"), self.kept)):
            if held:
                options.append(Option(Text(heading, style="bold underline"), disabled=True))
                options += [Option(sheet_text(seen), id=seen.id) for seen in held]
        sheets = self.query_one("#sheets", OptionList)
        sheets.set_options(options)
        sheets.highlighted = 1 if options else None
        sheets.display = bool(options)
        self.refresh_bindings()


def sheet_text(seen: Observation) -> Text:
    """Return a sheet as one line of a list."""
    ticks = trn("{n} tick", "{n} ticks", len(seen.ticks)).format(n=len(seen.ticks))
    parts = (day_text(seen.created), f"{ticks}, {clock(seen.seconds)}", clean(names(seen, language())))
    return Text(" · ".join(part for part in parts if part))
