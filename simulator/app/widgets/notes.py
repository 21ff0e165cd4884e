"""The notes pane: guesses and notes beside the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Static

from simulator.app.text import clean
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.i18n import mark, tr

Kind = Literal["hypothesis", "note"]


class NoteField(Composer):
    """A composer whose Enter keeps what was written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", mark("Keep"), id="note.keep", priority=True, tooltip=mark("Keep what you wrote")),
    ]


class NotesPane(Vertical):
    """Kept guesses and notes, and a field for a new one."""

    class Kept(Message):
        """The trainee wants this kept."""

        def __init__(self, kind: Kind, text: str) -> None:
            super().__init__()
            self.kind: Kind = kind
            self.text = text

    def __init__(self) -> None:
        super().__init__(id="notes")
        self.kind: Kind = "hypothesis"
        self.kept: tuple[tuple[str, str], ...] = ()

    def compose(self) -> ComposeResult:
        """Title, what was kept, the kind, the field."""
        yield Phrase(lambda: tr("Guesses and notes"), classes="title")
        with VerticalScroll(can_focus=False):
            yield Static("", markup=False, id="kept")
        yield PhraseButton(self._kind_words, id="kind")
        yield NoteField(tr("Enter keeps it"), id="note")

    def show(self, kept: Sequence[tuple[str, str]]) -> None:
        """Show what is kept, oldest first."""
        self.kept = tuple(kept)
        text = Text()
        for kind, words in self.kept:
            name = tr("Guess") if kind == "hypothesis" else tr("Note")
            text.append(("\n" if text else "") + name + ": ", style="bold").append(clean(words), style="not bold")
        self.query_one("#kept", Static).update(text or Text(tr("Nothing kept yet."), style="italic"))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Switch between guess and note."""
        event.stop()
        self.kind = "note" if self.kind == "hypothesis" else "hypothesis"
        self.query_one("#kind", PhraseButton).retranslate()
        self.query_one("#note").focus()

    def on_composer_sent(self, event: Composer.Sent) -> None:
        """Hand the words on; they leave the field only when they are kept."""
        event.stop()
        if event.text:
            self.post_message(self.Kept(self.kind, event.text))

    def done(self, kept: Sequence[tuple[str, str]]) -> None:
        """It was kept: empty the field, save for what was typed since."""
        self.query_one("#note", Composer).taken()
        self.show(kept)

    def retranslate(self) -> None:
        """Follow the language of the interface."""
        self.show(self.kept)

    def _kind_words(self) -> str:
        return tr("Keep as: guess ⇄") if self.kind == "hypothesis" else tr("Keep as: note ⇄")
