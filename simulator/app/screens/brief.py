"""The brief: who you are, what you offer, what the school asked; the model loads meanwhile."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen, paging
from simulator.app.screens.talking import Talking
from simulator.app.services import Conversation, ScenarioCard, VoiceInfo
from simulator.app.talk import Talk
from simulator.app.text import clean, language_name, level_name, turns_text
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.loadpanel import LoadPanel
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.i18n import mark, tr
from simulator.practice.api import Practice

BESIDE = 80
"""Columns from which the buttons and the line on the model stand beside each other."""


class GuessField(Composer):
    """A composer whose Enter goes on to the button."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", mark("Next"), id="guess.next", priority=True, tooltip=mark("On to the button")),
    ]

    def action_send(self) -> None:
        """Go on at once, so that a second Enter meets the button and the guess is never sent by accident."""
        self.screen.set_focus(self.screen.query_one("#begin"))


class BeginButton(PhraseButton):
    """Begins at once, so that letters right behind Enter meet the field and not the button."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.begin", priority=True, show=False)]


class BriefScreen(ToaskScreen):
    """Read, think, begin. `kept`: a conversation to go on with; `warmup`: the guided one; `assessment`: judged."""

    NAME = mark("Brief")
    HELP = mark("Read who you are and what the school asked. Write down what you think is going on, then begin.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f5",
            "begin",
            mark("Begin"),
            id="begin",
            priority=True,
            tooltip=mark("Begin the conversation, as soon as the model is ready"),
        ),
        Binding(
            "f6",
            "mode",
            mark("Assessment"),
            id="mode",
            priority=True,
            tooltip=mark("Practise, or be assessed: without going back, other words, meter or help"),
        ),
        Binding("escape", "back", mark("Back"), id="back", tooltip=mark("Back to the home screen")),
        *paging(),
    ]

    def __init__(
        self, card: ScenarioCard, kept: Conversation | None = None, *, warmup: bool = False, assessment: bool = False
    ) -> None:
        super().__init__()
        self.card, self.kept, self.warmup, self.assessment = card, kept, warmup, assessment
        self.wants = False
        self._starting = False
        self._since = 0.0
        self._begun: Practice | None = None
        self._heir: Talking | None = None
        self._late = ""

    def compose(self) -> ComposeResult:
        """The text, the field, the loading, the button."""
        yield Phrase(lambda: clean(self.card.title), classes="title")
        with VerticalScroll(id="paper", can_focus=True):
            yield Phrase(lambda: "", id="brief-text")
        yield Static("", markup=False, id="server")
        if not (self.warmup or self.kept):
            yield Phrase(lambda: tr("What do I think is going on?"), id="guess-label")
            yield GuessField(tr("Your guess; the school does not see it"), id="guess")
        yield Phrase(self._first_label, id="first-label")
        yield Composer(tr("Your turn…"), id="first")
        with Horizontal(id="start-row"):
            yield BeginButton(self._start_words, id="begin")
            if not (self.warmup or self.kept):
                yield PhraseButton(self._mode_words, id="mode")
            yield LoadPanel(self.toask.loading)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start loading and show the text."""
        self.toask.loading.start()
        self._draw()
        self.query_one("#begin" if self.warmup or self.kept else "#guess").focus()
        self._first_words(False)
        self.first.put(self.toask.drafts.pop(f"brief:{self.card.ref}", ""))
        self.set_interval(0.1, self._look)
        services = self.toask.services
        job(self, "voice", services.voice)

    def on_resize(self, event: events.Resize) -> None:
        """Stack the row where two buttons would leave no room for the line beside them."""
        self.query_one("#start-row").set_class(event.size.width < BESIDE, "-stacked")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin, or choose how it is held."""
        event.stop()
        if event.button.id == "mode":
            self.action_mode()
        else:
            self.action_begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A conversation that stands keeps its mode."""
        return not (action == "mode" and (self.warmup or self.kept or self._starting))

    def action_mode(self) -> None:
        """Practise, or be assessed."""
        self.assessment = not self.assessment
        self.query_one("#mode", PhraseButton).retranslate()
        self.refresh_bindings()

    def action_begin(self) -> None:
        """Begin now, or as soon as the model is ready; from here on the trainee can write."""
        self.wants = True
        self._first_words(True)
        if self.toask.loading.state == "failed":
            self.toask.loading.start()
        self.query_one("#begin", PhraseButton).retranslate()
        self._look()

    def action_back(self) -> None:
        """Go home; the model goes on loading for the next time, and what was written waits here."""
        self.wants = False
        if self.first.text.strip():
            self.toask.drafts[f"brief:{self.card.ref}"] = self.first.text
        self.dismiss(None)

    def on_done(self, event: Done) -> None:
        """The voice is known, or the conversation stands."""
        event.stop()
        if event.job == "voice":
            self._name_server(event.value)
        elif event.job == "begin" and self.is_attached:
            self._begun = event.value
            self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Open the conversation that stands; help or the palette may have lain over the brief."""
        if self._begun is not None and self.app.screen is self:
            # The letters that wait for the field come before those that are still under way, and those go with it.
            self.set_focus(None)
            self.first.call_later(self.call_later, self._hand_over)

    def _hand_over(self) -> None:
        if self._begun is not None and self.app.screen is self:
            talk, self._begun = Talk(self._begun, self.card.ref, warmup=self.warmup), None
            self._heir = self.toask.open_conversation(talk, self.first.text + self._late)

    def on_failed(self, event: Failed) -> None:
        """Stay here, ready to try again."""
        if event.job == "begin":
            self._starting = self.wants = False
            self._first_words(False)
            self.query_one("#begin", PhraseButton).retranslate()

    def on_composer_sent(self, event: Composer.Sent) -> None:
        """Nothing is sent before the school has spoken; the words stay."""
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """Who types after beginning wants to write, whatever has the focus."""
        character = event.character
        if not (self.wants and event.is_printable and character) or isinstance(self.focused, Composer):
            return
        event.stop()
        if self._heir is not None:
            self._heir.typed_late(character)
        elif self._begun is not None:
            self._late += character
        else:
            self.first.call_later(self.first.insert, character)

    def retranslate(self) -> None:
        """Say everything again; the guess stays."""
        super().retranslate()
        self.first.placeholder = tr("Your turn…")
        self._draw()

    def _look(self) -> None:
        if self._starting:
            self.query_one("#begin", PhraseButton).retranslate()
        failed = self.toask.loading.state == "failed"
        self.query_one("#start-row").set_class(failed, "-failed")
        if failed and self.wants:
            self.wants = False
            self._first_words(False)
            self.query_one("#begin", PhraseButton).retranslate()
        if self.wants and not self._starting and self.toask.loading.state == "ready":
            self._starting, self._since = True, monotonic()
            self.query_one("#begin", PhraseButton).retranslate()
            guess = "" if self.warmup or self.kept else clean(self.query_one("#guess", Composer).text).strip()
            job(self, "begin", lambda: self._begin(guess))

    @property
    def first(self) -> Composer:
        """Where the trainee can write while the conversation is made ready."""
        return self.query_one("#first", Composer)

    def _first_words(self, shown: bool) -> None:
        """Put the field for the first words in the place of the guess, or back."""
        for name in ("#first", "#first-label"):
            self.query_one(name).display = shown
        for field in self.query("#guess, #guess-label"):
            field.display = not shown
        if shown:
            self.set_focus(self.first)
        elif self.focused is None:
            self.query_one("#begin").focus()

    def _begin(self, guess: str) -> Practice:
        services = self.toask.services
        if self.kept:
            return services.resume(self.kept.id)
        if self.warmup:
            practice = services.warmup(self.card.language)
        else:
            practice = services.start(self.card.ref, assessment=self.assessment)
        if guess:
            practice.note("hypothesis", guess[:4000])
        return practice

    def _first_label(self) -> str:
        if self.kept:
            return tr("Write already if you like.")
        return tr("Write already if you like; the school begins.")

    def key_words(self, binding: Binding) -> str:
        """Name what F6 would change to."""
        return tr("Practise") if binding.id == "mode" and self.assessment else super().key_words(binding)

    def _mode_words(self) -> str:
        return tr("Assessment, no help ⇄") if self.assessment else tr("Practice conversation ⇄")

    def _start_words(self) -> str:
        if self._starting:
            return tr("Reading the scenario… ({seconds} s)").format(seconds=int(monotonic() - self._since))
        if self.wants:
            return tr("Begins as soon as the model is ready…")
        return tr("Go on with the conversation") if self.kept else tr("Begin the conversation")

    def _name_server(self, voice: VoiceInfo) -> None:
        if voice.server:
            line = tr("⚠ What you write is sent to a server: {server} ({name}).")
            self.query_one("#server", Static).update(
                Text(line.format(server=clean(voice.server), name=clean(voice.name)), style="bold")
            )
        self.query_one("#server").display = bool(voice.server)

    def _draw(self) -> None:
        self.query_one("#brief-text", Static).update(brief_text(self.card, self.kept))


def brief_text(card: ScenarioCard, kept: Conversation | None = None) -> Text:
    """Return the whole brief as text."""
    text = Text(clean(card.brief))
    for label, words in ((tr("You are"), card.role), (tr("What you have to offer"), card.offer)):
        if words:
            text.append("\n\n" + label + ": ", style="bold").append(clean(words), style="not bold")
    if card.goals:
        text.append("\n\n" + tr("Goals"), style="bold")
        for goal in card.goals:
            text.append("\n· " + clean(goal), style="not bold")
    facts = [language_name(card.language), level_name(card.level)]
    if card.patience:
        facts.append(tr("the school has time for {turns}").format(turns=turns_text(card.patience)))
    if kept:
        facts.append(tr("{turns} so far").format(turns=turns_text(kept.turns)))
    text.append("\n\n" + " · ".join(facts), style="not bold italic")
    return text
