"""The conversation: read, write, be answered clause by clause."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Static

from simulator.app.jobs import Done, Failed, Stopped, job
from simulator.app.screens.base import ToaskScreen
from simulator.app.screens.confirm import Confirm
from simulator.app.talk import Snapshot, Talk, Way
from simulator.app.text import TURN_LIMIT, clean, one_line
from simulator.app.tips import rule_text, warmup_tip
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.meter import AskMeter
from simulator.app.widgets.notes import NotesPane
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.app.widgets.transcript import Transcript, TurnBlock
from simulator.i18n import mark, tr
from simulator.practice.api import Hint, Meter, View

EMPTY = Snapshot(View("", "", "nl"), Meter(None, 0, 0), (), ())


class Clause(Message):
    """A guarded clause of the answer on its way."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class ConversationScreen(ToaskScreen):
    """Talk with the school. All practice calls go through `Talk` in a worker; `busy` is the one that runs."""

    NAME = mark("Conversation")
    HELP = mark("Write your turn and press Enter. The school waits as long as you like; every step is saved.")
    BINDINGS = [  # noqa: RUF012
        Binding("f2", "hint", mark("I'm stuck"), id="hint", priority=True,
                tooltip=mark("Words worth picking up and a rule of thumb; it is counted")),
        Binding("f3", "notes", mark("Notes"), id="notes", priority=True, tooltip=mark("Guesses and notes, open or close")),
        Binding("ctrl+e", "edit", mark("Edit"), id="edit", priority=True,
                tooltip=mark("Change your last turn and send it again; the old one is kept")),
        Binding("ctrl+r", "regenerate", mark("Other words"), id="regenerate", priority=True,
                tooltip=mark("Have the school say the same thing in other words")),
        Binding("f8", "end", mark("End"), id="end", priority=True, tooltip=mark("End the conversation and see how it went")),
        Binding("escape", "stop", mark("Stop"), id="stop", show=False,
                tooltip=mark("Stop the answer and get your words back; or close what is open")),
        Binding("f4", "meter", mark("Meter"), id="meter", priority=True, show=False,
                tooltip=mark("Show or hide the meter between telling and asking")),
        Binding("ctrl+end,f9", "newest", mark("Newest"), id="newest", priority=True, show=False,
                tooltip=mark("Jump to the newest words")),
        Binding("ctrl+home", "earlier", mark("Earlier"), id="earlier", priority=True, show=False,
                tooltip=mark("Show earlier turns")),
        Binding("ctrl+up,pageup", "page(-1)", mark("Page up"), id="page.up", priority=True, show=False,
                tooltip=mark("Scroll back")),
        Binding("ctrl+down,pagedown", "page(1)", mark("Page down"), id="page.down", priority=True, show=False,
                tooltip=mark("Scroll forward")),
        Binding("ctrl+y", "copy", mark("Copy"), id="copy", priority=True, show=False,
                tooltip=mark("Copy the school's last words; with Tab you reach other turns, c copies them")),
        Binding("ctrl+o", "home", mark("Home"), id="home", priority=True, show=False,
                tooltip=mark("Back to the home screen; you can go on later")),
    ]  # fmt: skip

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self.talk = talk
        self.now = EMPTY
        self.busy: Way | None = None
        self.editing = False
        self._words = ""
        self._draft = ""
        self._coach = Text()
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Top line, turns and notes, coach, composer, keys."""
        with Horizontal(id="top"):
            yield Phrase(lambda: one_line(self.now.view.title, 200), id="title", classes="title")
            yield Phrase(self._counter_words, id="counter")
            yield AskMeter()
        with Horizontal(id="middle"):
            yield Transcript(id="transcript")
            yield NotesPane()
        with Vertical(id="bottom"):
            yield Static("", markup=False, id="coach")
            yield Composer(tr("Your turn…"), id="composer")
            yield PhraseButton(lambda: tr("The conversation has ended. To the summary"), id="to-summary")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fetch the conversation as it stands."""
        self.query_one(NotesPane).display = self.query_one("#to-summary").display = False
        self.query_one(AskMeter).display = self.toask.settings.meter
        self.coach(Text())
        self.composer.focus()
        job(self, "open", self.talk.snapshot)

    def on_unmount(self) -> None:
        """Nobody reads on: stop the answer."""
        self.talk.cancel.set()

    @property
    def composer(self) -> Composer:
        """Where the trainee writes."""
        return self.query_one("#composer", Composer)

    @property
    def transcript(self) -> Transcript:
        """The turns."""
        return self.query_one(Transcript)

    # What comes back from the workers

    def on_done(self, event: Done) -> None:
        """A call ended well."""
        event.stop()
        if event.job in ("open", "sync"):
            self._show(event.value, opening=event.job == "open")
        elif event.job == "say":
            self.busy, self.editing, self._words = None, False, ""
            self._show(event.value)
        elif event.job == "hint":
            hint, snapshot = event.value
            self.coach(hint_text(hint, snapshot.view.hints))
            self._show(snapshot, keep_coach=True)
        elif event.job == "note":
            self.query_one(NotesPane).done(event.value)
        elif event.job == "end":
            self.toask.open_summary(self.talk, event.value)

    def on_stopped(self, event: Stopped) -> None:
        """The answer was cancelled: the words go back."""
        event.stop()
        self._put_back(tr("Stopped. Your words are back; nothing of that turn counts."))

    def on_failed(self, event: Failed) -> None:
        """The words go back; the notification comes from the base class."""
        self._leaving = False
        if event.job == "say":
            self._put_back(event.detail)

    def on_clause(self, event: Clause) -> None:
        """Show a clause."""
        event.stop()
        if self.busy:
            self.transcript.clause(event.text)

    # Sending

    def on_composer_sent(self, event: Composer.Sent) -> None:
        """Take the turn, if it can be taken now."""
        event.stop()
        text = event.text
        if self.busy:
            self.coach(Text(tr("The school is still answering. Wait, or stop it with Esc; your words stay here.")))
        elif not text:
            self.coach(Text(tr("Write something first; F2 helps when you are stuck.")))
        elif len(text) > TURN_LIMIT:
            line = tr("A turn has at most {limit} characters and this has {n}. Shorten it and press Enter; nothing is lost.")
            self.coach(Text(line.format(limit=TURN_LIMIT, n=len(text)), style="bold"))
        else:
            self._say("edit" if self.editing else "turn", text)

    def _say(self, way: Way, text: str = "") -> None:
        self.busy, self._words = way, text
        self.talk.cancel.clear()
        if way != "regenerate":
            self.composer.put("")
        self.coach(Text())
        names = tuple(self.now.view.names.values())
        name = names[0] if len(names) == 1 else tr("The school")
        drop = {"turn": 0, "edit": 2, "regenerate": 1}[way]
        self.transcript.begin(text, name, tr("is thinking… (Esc stops)"), drop)
        self.refresh_bindings()
        job(self, "say", lambda: self.talk.say(way, text, lambda clause: self.post_message(Clause(clause))))

    def _put_back(self, why: str) -> None:
        way, words = self.busy, self._words
        self.busy, self._words = None, ""
        self.editing = way == "edit"
        self.transcript.undo()
        if words:
            typed = self.composer.text
            self.composer.put(words + ("\n" + typed if typed.strip() else ""))
        self.composer.focus()
        self.coach(Text(why))
        job(self, "sync", self.talk.snapshot)

    # Showing

    def coach(self, text: Text) -> None:
        """Show a line above the composer; with nothing to say, the warm-up's tip."""
        if not text and self.talk.warmup and not self.now.view.ended:
            text = Text(warmup_tip(self.now.view.trainee_turns))
        self._coach = text
        line = self.query_one("#coach", Static)
        line.display = bool(text)
        line.update(text)

    def _show(self, snapshot: Snapshot, *, opening: bool = False, keep_coach: bool = False) -> None:
        self.now = snapshot
        view = snapshot.view
        if not self.busy:
            self.transcript.sync(view.turns)
        self.query_one(AskMeter).show(snapshot.meter)
        self.query_one(NotesPane).show(snapshot.notes)
        self.composer.past = snapshot.recall
        for name in ("#title", "#counter"):
            self.query_one(name, Phrase).retranslate()
        if opening:
            self._open(view)
        if snapshot.result is not None and not keep_coach:
            self.coach(Text())
        self._ended(view.ended)
        self.refresh_bindings()

    def _open(self, view: View) -> None:
        draft = self.toask.drafts.pop(view.conversation, "")
        self.coach(Text())
        if view.pending and not view.ended:
            self.composer.put(clean(view.pending))
            self.coach(Text(tr("This turn was sent but has no answer yet. Enter sends it again.")))
        elif draft:
            self.composer.put(draft)

    def _ended(self, ended: bool) -> None:
        button = self.query_one("#to-summary")
        if ended and not button.display:
            button.display, self.composer.display = True, False
            button.focus()
            self.coach(Text())
        elif not ended and button.display:
            button.display, self.composer.display = False, True
            self.composer.focus()

    def _counter_words(self) -> str:
        view = self.now.view
        return tr("turn {n} · {left} left").format(n=view.trainee_turns, left=view.left)

    def retranslate(self) -> None:
        """Say all again; drafts stay."""
        super().retranslate()
        self.composer.placeholder = tr("Your turn…")
        self.coach(Text() if self.talk.warmup else self._coach)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done now."""
        view = self.now.view
        if action in ("edit", "regenerate"):
            return None if self.busy or view.ended or not view.trainee_turns else True
        if action == "hint":
            return None if self.busy or view.ended else True
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
        elif self._coach:
            self.coach(Text())
        self.composer.focus()

    def action_edit(self) -> None:
        """Put the last turn into the composer, to be changed and sent again."""
        last = next((t.text for t in reversed(self.now.view.turns) if t.role == "trainee"), "")
        if not self.editing:
            self._draft = self.composer.text
        self.editing = True
        self.composer.put(clean(last))
        self.composer.focus()
        self.coach(Text(tr("You are changing your last turn. Enter sends it, Esc leaves it as it was.")))

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
        self.toask.remember(meter=meter.display)

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

    def action_copy(self) -> None:
        """Copy the school's last words."""
        last = next((b.words for b in reversed(self.transcript.blocks) if b.role == "school"), "")
        self.toask.copy(last)

    def on_turn_block_copy(self, event: TurnBlock.Copy) -> None:
        """Copy one turn."""
        event.stop()
        self.toask.copy(event.text)

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
        """End, after a question."""
        if self.now.view.ended:
            self._end()
            return
        question = tr("End the conversation? What was said stays; you cannot go on with it afterwards.")
        self.app.push_screen(Confirm(question, tr("End it"), tr("Go on talking")), lambda yes: self._end() if yes else None)

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


def hint_text(hint: Hint, count: int) -> Text:
    """Return help when stuck: words worth picking up, and a rule; never content."""
    text = Text(tr("Stuck? "), style="bold")
    if hint.words:
        words = ", ".join(f"“{clean(word)}”" for word in hint.words)
        text.append(tr("Pick up: {words}. ").format(words=words), style="not bold")
    text.append(rule_text(hint.rule) + ".", style="not bold")
    text.append(" " + tr("(help {n})").format(n=count), style="not bold italic")
    return text
