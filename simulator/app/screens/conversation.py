"""The conversation: read, write, be answered clause by clause."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from simulator.app.jobs import job
from simulator.app.screens.confirm import Confirm
from simulator.app.screens.conversation_keys import KEYS
from simulator.app.screens.talking import Talking
from simulator.app.text import clean, one_line
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.meter import AskMeter
from simulator.app.widgets.notes import NotesPane
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.app.widgets.transcript import Transcript, TurnBlock
from simulator.i18n import mark, tr
from simulator.practice.api import ASSESSMENT


class ConversationScreen(Talking):
    """Layout and keys of the conversation."""

    NAME = mark("Conversation")
    HELP = mark("Write your turn and press Enter. The school waits as long as you like; every step is saved.")
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def compose(self) -> ComposeResult:
        """Top line, turns and notes, coach, composer, keys."""
        with Horizontal(id="top"):
            yield Phrase(self._title_words, id="title", classes="title")
            yield Phrase(self._counter_words, id="counter")
            yield AskMeter()
        with Horizontal(id="middle"):
            yield Transcript()
            yield NotesPane()
        with Vertical(id="bottom"):
            yield Static("", markup=False, id="coach")
            yield Composer(tr("Your turn…"), id="composer")
            yield PhraseButton(lambda: tr("The conversation has ended. Look back on it"), id="to-summary")
        yield KeyBar()

    def _title_words(self) -> str:
        view = self.now.view
        return (tr("Assessment") + ": " if view.mode == ASSESSMENT else "") + one_line(view.title, 200)

    def on_mount(self) -> None:
        """Fetch the conversation as it stands."""
        self.query_one(NotesPane).display = self.query_one("#to-summary").display = False
        self.query_one(AskMeter).display = False  # until it is known that this is no assessment
        self.coach(Text())
        self.composer.put(self.typed)
        self.call_later(self.call_later, self._write)  # behind the letters that wait for the screen
        job(self, "open", self.talk.snapshot)

    def _write(self) -> None:
        if self.focused is None:
            self.set_focus(self.composer)

    def on_unmount(self) -> None:
        """Nobody reads on: stop the answer."""
        self.talk.cancel.set()

    def retranslate(self) -> None:
        """Say all again; drafts stay."""
        super().retranslate()
        self.composer.placeholder = tr("Your turn…")
        self.coach(Text() if self.talk.warmup else self._coach)

    def on_key(self, event: events.Key) -> None:
        """Who types while a turn has the focus, after a click, or nothing has it yet, wants to write."""
        character, focused = event.character, self.focused
        nowhere = focused in (None, self.composer) or isinstance(focused, TurnBlock)
        if nowhere and event.is_printable and character and self.composer.display:
            event.stop()
            self.composer.focus()
            self.composer.insert(character)

    # Keys

    def focus_next(self, selector: str | type = "*") -> Widget | None:
        """Tab goes from the composer to the newest turn first, and on to older ones."""
        return super().focus_previous(selector) if self._upwards else super().focus_next(selector)

    def focus_previous(self, selector: str | type = "*") -> Widget | None:
        """Shift+Tab goes the other way."""
        return super().focus_next(selector) if self._upwards else super().focus_previous(selector)

    @property
    def _upwards(self) -> bool:
        free = not self.query_one(NotesPane).display
        return free and (self.focused is self.composer or isinstance(self.focused, TurnBlock))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what cannot be done any more, grey out what cannot be done now."""
        view = self.now.view
        if action in ("edit", "regenerate", "hint", "meter") and view.mode == ASSESSMENT:
            return False
        if action in ("edit", "regenerate", "hint"):
            if view.ended and (action != "edit" or not view.trainee_turns):
                return False
            if view.ended:
                return None if self.busy else True
            return None if self.busy or (action != "hint" and (view.pending or not view.trainee_turns)) else True
        return True

    def action_stop(self) -> None:
        """Stop the answer; else close what is open, one thing at a time."""
        notes = self.query_one(NotesPane)
        if self.busy:
            self.talk.cancel.set()
        elif notes.has_focus_within:
            self.action_notes()
        elif self.editing:
            self.editing = False
            self.composer.put(self._draft)
            self.coach(Text())
            self.close_or_open(self.now.view.ended)
        elif self.now.view.ended:
            self.dismiss(None)
        elif self.talk.forked is not None:
            self._back()
        elif self._coach:
            self.coach(Text())
        if self.composer.display:
            self.composer.focus()

    def _back(self) -> None:
        """Nothing was sent on the new branch: back to the debrief of the old one."""
        if not self._leaving:
            self._leaving = True
            job(self, "end", self.talk.back)

    def action_edit(self) -> None:
        """Put the last turn into the composer, to be changed and sent again."""
        last = next((t.text for t in reversed(self.now.view.turns) if t.role == "trainee"), "")
        if not self.editing:
            self._draft = self.composer.text
        self.editing = True
        self.composer.put(clean(last))
        self.close_or_open(False)
        self.composer.focus()
        self.coach(Text(tr("You are changing your last turn. Enter sends it, Esc leaves it as it was.")))
        if self.now.view.ended:
            # Read from the history it may have no models yet, and nobody was told where words go.
            self.toask.loading.start()
            job(self, "voice", self.toask.services.voice)

    def action_regenerate(self) -> None:
        """Have the last act said in other words."""
        self._say("regenerate")

    def action_hint(self) -> None:
        """Ask for help."""
        job(self, "hint", self.talk.hint)

    def action_notes(self) -> None:
        """Open or close the notes."""
        notes = self.query_one(NotesPane)
        notes.display = not notes.display
        self.set_class(notes.display, "-notes")
        (notes.query_one("#note") if notes.display else self.composer).focus()

    def on_notes_pane_kept(self, event: NotesPane.Kept) -> None:
        """Keep a guess or note."""
        event.stop()
        job(self, "note", lambda: self.talk.note(event.kind, event.text))

    def action_meter(self) -> None:
        """Show or hide the meter; remembered."""
        meter = self.query_one(AskMeter)
        meter.display = not meter.display
        self.toask.remember(replace(self.toask.settings, meter=meter.display))

    def action_newest(self) -> None:
        """Jump to the newest words."""
        self.transcript.to_end()

    def action_earlier(self) -> None:
        """Show earlier turns."""
        self.transcript.earlier()

    def action_page(self, way: int) -> None:
        """Scroll a page."""
        scroll = self.transcript.scroll
        (scroll.scroll_page_down if way > 0 else scroll.scroll_page_up)(animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons of the transcript, and the way to the summary."""
        event.stop()
        name = event.button.id
        if name == "earlier":
            self.transcript.earlier()
        elif name == "newest":
            self.transcript.to_end()
            self.composer.focus()
        elif name == "to-summary":
            self._end()

    def action_end(self) -> None:
        """End, after a question; before the first turn there is nothing to look back on."""
        if self.now.view.ended:
            self._end()
            return
        if not self.now.view.trainee_turns and not self.busy and not self.now.view.pending:
            self.action_home()
            return
        once = self.talk.warmup or self.now.view.mode == ASSESSMENT
        question = (
            tr("End the conversation? What was said stays.")
            if once
            else (tr("End the conversation? What was said stays; from the debrief you can try again from any turn."))
        )
        self.app.push_screen(
            Confirm(question, tr("End it"), tr("Go on talking")), lambda yes: self._end() if yes else None
        )

    def _end(self) -> None:
        if not self._leaving:
            self._leaving = True
            self.talk.cancel.set()
            job(self, "end", self.talk.summary if self.now.view.ended else self.talk.end)

    def action_home(self) -> None:
        """Back to the home screen; the conversation can be resumed."""
        if self.busy:
            self.coach(Text(tr("The school is still answering. Stop it with Esc first.")))
            return
        if self.composer.text.strip():
            self.toask.drafts[self.now.view.conversation] = self.composer.text
        self.toask.go_home()
