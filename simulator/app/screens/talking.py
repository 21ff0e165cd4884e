"""The flow of a conversation screen: send, be answered clause by clause, stop, put words back. No keys, no layout."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from simulator.app.jobs import Done, Failed, Stopped, job
from simulator.app.screens.base import ToaskScreen
from simulator.app.talk import Snapshot, Talk, Way
from simulator.app.text import TURN_LIMIT, clean
from simulator.app.tips import rule_text, warmup_tip
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.meter import AskMeter
from simulator.app.widgets.notes import NotesPane
from simulator.app.widgets.phrase import Phrase
from simulator.app.widgets.transcript import Transcript, TurnBlock
from simulator.i18n import tr, trn
from simulator.practice.api import ASSESSMENT, Hint, Meter, View

LOOKS_S = 0.25
"""Seconds between two looks at the place in the queue; who waits that long is told it."""
EMPTY = Snapshot(View("", "", "nl"), Meter(None, 0, 0), (), ())


class Clause(Message):
    """A guarded clause of the answer on its way."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Talking(ToaskScreen):
    """All practice calls go through `Talk` in a worker; `busy` is the one that runs."""

    def __init__(self, talk: Talk, typed: str = "") -> None:
        super().__init__()
        self.talk, self.typed = talk, typed
        self.now = EMPTY
        self.busy: Way | None = None
        self.editing = False
        self._words = ""
        self._draft = ""
        self._coach = Text()
        self._refused = ""
        self._waits = ""
        self._leaving = False
        self._looking: Timer | None = None

    def on_mount(self) -> None:
        """Be ready to look at the place in the queue while a turn waits."""
        self._looking = self.set_interval(LOOKS_S, self.look, pause=True)

    def typed_late(self, character: str) -> None:
        """Take a letter that was under way to the brief when this screen was opened."""
        if self.is_mounted:
            self.composer.insert(character)
        else:
            self.typed += character

    @property
    def composer(self) -> Composer:
        """Where the trainee writes."""
        return self.query_one("#composer", Composer)

    @property
    def transcript(self) -> Transcript:
        """The turns."""
        return self.query_one(Transcript)

    def on_resize(self, event: events.Resize) -> None:
        """Longer or shorter words in the top line."""
        self.query_one("#counter", Phrase).retranslate()
        self.query_one(AskMeter).retranslate()

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
        elif event.job == "voice" and event.value.server and (self.editing or self.talk.forked is not None):
            line = tr("⚠ What you write is sent to a server: {server} ({name}).")
            where = line.format(server=clean(event.value.server), name=clean(event.value.name))
            self.coach(Text.assemble((where, "bold"), "\n", self._coach))

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
            self._refuse(Text(tr("Write something first; F2 helps when you are stuck.")))
        elif len(text) > TURN_LIMIT:
            line = tr(
                "A turn has at most {limit} characters and this has {n}. Shorten it, or clear it with Ctrl+A and "
                "Backspace, and press Enter again."
            )
            self._refuse(Text(line.format(limit=TURN_LIMIT, n=len(text)), style="bold"))
        else:
            self._say("edit" if self.editing else "turn", text)

    def _refuse(self, why: Text) -> None:
        self.coach(why)
        self._refused = why.plain

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Why a turn was refused holds no longer once other words stand there."""
        if self._refused and event.text_area is self.composer and len(event.text_area.text) <= TURN_LIMIT:
            if self._coach.plain == self._refused:
                self.coach(Text())
            self._refused = ""

    def _say(self, way: Way, text: str = "") -> None:
        self.busy, self._words = way, text
        self.talk.cancel.clear()
        if way != "regenerate":
            self.composer.taken()
        self.coach(Text())
        if self._looking is not None:
            self._looking.resume()
        names = tuple(self.now.view.names.values())
        name = names[0] if len(names) == 1 else tr("The school")
        drop = {"turn": 0, "edit": self._last_pair(), "regenerate": 1}[way]
        self.transcript.begin(text, name, tr("is thinking… (Esc stops)"), drop)
        self.refresh_bindings()
        job(self, "say", lambda: self.talk.say(way, text, self._on_voiced))

    def look(self) -> None:
        """Say how many are before us where several share the models, unless the line says something else."""
        before = self.toask.services.place() if self.busy else 0
        words = trn("{n} before you; your turn is kept.", "{n} before you; your turn is kept.", before)
        line = words.format(n=before) if before else ""
        free = self._coach.plain in ("", self._waits, self._tip())
        if free and line != self._waits:
            self.coach(Text(line))
        self._waits = line if free else ""
        if not self.busy and self._looking is not None:
            self._looking.pause()

    def _last_pair(self) -> int:
        """Return how many of the turns on screen an edit replaces: the last of the trainee and what answers it."""
        view = self.now.view
        return 2 if not view.pending else 1 if view.ended else 0

    def _on_voiced(self, clause: str) -> None:
        self.post_message(Clause(clause))

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

    def action_copy(self) -> None:
        """Copy the school's last words."""
        last = next((b.words for b in reversed(self.transcript.blocks) if b.role == "school"), "")
        self.toask.copy(last)

    def on_turn_block_copy(self, event: TurnBlock.Copy) -> None:
        """Copy one turn."""
        event.stop()
        self.toask.copy(event.text)

    # Showing

    def coach(self, text: Text) -> None:
        """Show a line above the composer; with nothing to say, the warm-up's tip."""
        text = text or Text(self._tip())
        self._coach = text
        line = self.query_one("#coach", Static)
        follow = self.transcript.near_end
        line.display = bool(text)
        line.update(text)
        if follow:
            self.call_after_refresh(self.transcript.to_end)

    def _tip(self) -> str:
        """Return the tip that a warm-up has for this turn; elsewhere nothing."""
        view = self.now.view
        return warmup_tip(view.trainee_turns) if self.talk.warmup and not view.ended else ""

    def _show(self, snapshot: Snapshot, *, opening: bool = False, keep_coach: bool = False) -> None:
        self.now = snapshot
        view = snapshot.view
        if not self.busy:
            # A turn without an answer stands in the composer, to be sent again; not twice on the screen.
            waiting = view.pending and not view.ended
            self.transcript.sync(view.turns[:-1] if waiting else view.turns)
        meter = self.query_one(AskMeter)
        meter.show(snapshot.meter)
        meter.display = self.toask.settings.meter and view.mode != ASSESSMENT
        self.query_one(NotesPane).show(snapshot.notes)
        self.composer.past = snapshot.recall
        for name in ("#title", "#counter"):
            self.query_one(name, Phrase).retranslate()
        if opening:
            self._open(view)
        if snapshot.result is not None and not keep_coach:
            self.coach(Text(self._halfway(view)))
        self.close_or_open(view.ended and not self.editing)
        self.refresh_bindings()

    def _open(self, view: View) -> None:
        draft = self.toask.drafts.pop(view.conversation, "")
        self.coach(Text(self._again_words()))
        kept, typed = draft, self.composer.text
        if view.pending and not view.ended:
            kept = clean(view.pending)
            self.coach(Text(tr("This turn was sent but has no answer yet. Enter sends it again.")))
        if kept:
            self.composer.put(kept + ("\n\n" + typed if typed.strip() else ""))

    def _again_words(self) -> str:
        if self.talk.forked is None:
            return ""
        # Read from the history nobody was told where words go.
        job(self, "voice", self.toask.services.voice)
        return tr("From here you try it another way. Change your words and press Enter; Esc goes back to the debrief.")

    def _halfway(self, view: View) -> str:
        """Return the invitation to write a guess, at the one turn at which half of the patience is used."""
        if self.talk.warmup or view.ended or view.trainee_turns - view.left not in (0, 1):
            return ""
        return tr("Half of the time is used. What do you think is going on? F3 opens your notes, if you like.")

    def close_or_open(self, ended: bool) -> None:
        """Show the way to the summary in the composer's place, or the composer."""
        button = self.query_one("#to-summary")
        if ended and not button.display:
            button.display, self.composer.display = True, False
            button.focus()
            again = tr("Ctrl+E goes back to your last turn, to try it another way.")
            self.coach(Text(again if self.now.view.trainee_turns and self.now.view.mode != ASSESSMENT else ""))
        elif not ended and button.display:
            button.display, self.composer.display = False, True
            self.composer.focus()

    def _counter_words(self) -> str:
        view = self.now.view
        words = tr("turn {n} · {left} left") if self.app.size.width >= 60 else tr("{n} · {left} left")
        return words.format(n=view.trainee_turns, left=view.left)


def hint_text(hint: Hint, count: int) -> Text:
    """Return help when stuck: words worth picking up, and a rule; never content."""
    text = Text(tr("Stuck? "), style="bold")
    if hint.words:
        words = ", ".join(f"“{clean(word)}”" for word in hint.words)
        text.append(tr("Pick up: {words}. ").format(words=words), style="not bold")
    text.append(rule_text(hint.rule) + ".", style="not bold")
    text.append(" " + tr("(help {n})").format(n=count), style="not bold italic")
    return text
