"""Picks a talk, and words from it: dialogs of the reflection report."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskModal
from simulator.app.text import clean, day_text, one_line
from simulator.i18n import mark, tr

if TYPE_CHECKING:
    from simulator.growth.quoting import Quote
    from simulator.practice.lookup import Head

NONE = ""
"""No talk in particular."""


class PickTalk(ToaskModal["tuple[str, str]"]):
    """Asks for a talk; closes with its id and title. `none`: offers none in particular, as ("", "")."""

    NAME = mark("Choose a conversation")
    HELP = mark("Choose with ↑ and ↓ and press Enter, or leave with Esc.")
    DEFAULT_CSS = "PickTalk .dialog OptionList { max-height: 14; }"

    def __init__(self, question: str, *, none: bool = False) -> None:
        super().__init__()
        self._question, self._none = question, none
        self.talks: tuple[Head, ...] = ()
        self.read = False

    def compose(self) -> ComposeResult:
        """The question and the talks, latest first."""
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False, classes="question")
            yield OptionList(id="talks", markup=False)

    def on_mount(self) -> None:
        """Read them."""
        from simulator.practice.lookup import talked

        services = self.toask.services
        self.query_one("#talks").focus()
        job(self, "talks", lambda: tuple(talked(services.store())))

    def on_done(self, event: Done) -> None:
        """Show them."""
        event.stop()
        self.talks, self.read = event.value, True
        options = [
            Option(Text.assemble((one_line(one.title, 70), "bold"), "\n  ", day_text(one.created)), id=f"talk:{one.id}")
            for one in self.talks
        ]
        if self._none:
            options.append(Option(Text(tr("No conversation in particular"), style="italic"), id="talk:"))
        if not options:
            options.append(Option(Text(tr("There is no conversation yet."), style="italic"), disabled=True))
        rows = self.query_one("#talks", OptionList)
        rows.set_options(options)
        rows.highlighted = 0 if self.talks or self._none else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the talk."""
        event.stop()
        chosen = (event.option.id or "").partition(":")[2]
        self.dismiss((chosen, next((one.title for one in self.talks if one.id == chosen), "")))


class PickQuote(ToaskModal["Quote"]):
    """Shows what was said in a talk; closes with the turn that was chosen. `last`: where to begin."""

    NAME = mark("Quote")
    HELP = mark("Choose words of yours or of the school and press Enter: they are put where you were writing.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "other", mark("Other conversation"), id="quote.other", tooltip=mark("Quote from another one")),
    ]

    def __init__(self, talk: str, last: int = 0) -> None:
        super().__init__()
        self.talk, self.last = talk, last
        self.quotes: tuple[Quote, ...] = ()

    def compose(self) -> ComposeResult:
        """The turns."""
        with Vertical(classes="dialog tall"):
            yield Static(tr("Choose what to quote"), markup=False, classes="question")
            yield OptionList(id="quotes", markup=False)
            yield Static(tr("Enter: quote · o: other conversation · Esc: close"), markup=False, classes="muted")

    def on_mount(self) -> None:
        """Read the talk."""
        self.query_one("#quotes").focus()
        self._fetch()

    def _fetch(self) -> None:
        from simulator.growth.quoting import quotes

        services, talk = self.toask.services, self.talk
        job(self, "quotes", lambda: tuple(quotes(services.store(), talk)), group="quotes")

    def on_done(self, event: Done) -> None:
        """Show the turns."""
        event.stop()
        self.quotes = event.value
        rows = self.query_one("#quotes", OptionList)
        rows.set_options([Option(_turn(one), id=f"turn:{number}") for number, one in enumerate(self.quotes)])
        if self.quotes:
            rows.highlighted = min(self.last, len(self.quotes) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the turn."""
        event.stop()
        self.last = int((event.option.id or "turn:0").partition(":")[2])
        self.dismiss(self.quotes[self.last])

    def action_other(self) -> None:
        """Ask for another talk."""
        self.app.push_screen(PickTalk(tr("Quote from which conversation?")), self._from)

    def _from(self, chosen: tuple[str, str] | None) -> None:
        if chosen is not None and chosen[0]:
            self.talk, self.last = chosen[0], 0
            self._fetch()


def _turn(one: Quote) -> Text:
    who = " · ".join((str(one.turn), tr("me"))) if one.mine else clean(one.who) or tr("the school")
    return Text.assemble((f"{who}: ", "bold"), clean(one.text).strip())
