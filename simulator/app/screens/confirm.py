"""Small dialogs: a yes-or-no question, a line to fill in, one of a few."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.screens.base import ToaskModal
from simulator.app.text import clean
from simulator.app.widgets.phrase import PhraseButton
from simulator.i18n import mark, tr


class Confirm(ToaskModal[bool]):
    """Asks before something that cannot be undone in one step; closes with True only on yes."""

    NAME = mark("Question")
    HELP = mark("Choose with Tab and Enter, or leave with Esc.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"app.{way}", mark("Other answer"), id=f"confirm.{key}", show=False)
        for key, way in (("left", "focus_previous"), ("right", "focus_next"))
    ]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._words = (question, yes, no)

    def compose(self) -> ComposeResult:
        """The question and two buttons; the safe one has the focus."""
        question, yes, no = self._words
        with Vertical(classes="dialog"):
            yield Static(question, markup=False, classes="question")
            with Horizontal(classes="buttons"):
                yield PhraseButton(lambda: no, id="no")
                yield PhraseButton(lambda: yes, id="yes")
            yield Static(tr("Tab: other answer · Enter: choose · Esc: leave"), markup=False, classes="muted")

    def on_mount(self) -> None:
        """Start on the safe answer."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the answer."""
        self.dismiss(event.button.id == "yes")


class AskLine(ToaskModal[str]):
    """Asks for one line of text; closes with it on Enter."""

    NAME = mark("One line")
    HELP = mark("Type and press Enter, or leave with Esc.")

    def __init__(self, question: str, value: str = "", longest: int = 200) -> None:
        super().__init__()
        self._question, self._value, self._longest = question, value, longest

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False, classes="question")
            yield Input(self._value, max_length=self._longest, id="line")
            yield Static(tr("Enter: keep · Esc: leave"), markup=False, classes="muted")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#line").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close with the line."""
        self.dismiss(" ".join(clean(event.value).split()))


class Choose(ToaskModal[str]):
    """Asks for one of a few; closes with its name."""

    NAME = mark("Choice")
    HELP = mark("Choose with ↑ and ↓ and press Enter, or leave with Esc.")

    def __init__(self, question: str, choices: dict[str, str]) -> None:
        super().__init__()
        self._question, self._choices = question, choices

    def compose(self) -> ComposeResult:
        """The question and the choices."""
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False, classes="question")
            options = [Option(Text(words), id=f"choice:{name}") for name, words in self._choices.items()]
            yield OptionList(*options, id="options", markup=False)

    def on_mount(self) -> None:
        """Choose at once."""
        self.query_one("#options").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the name."""
        event.stop()
        self.dismiss((event.option.id or "").partition(":")[2])
