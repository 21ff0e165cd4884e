"""The brief: who you are, what you offer, what the school asked; the model loads meanwhile."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen, paging
from simulator.app.services import Conversation, ScenarioCard, VoiceInfo
from simulator.app.talk import Talk
from simulator.app.text import clean, language_name, level_name, turns_text
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.loadpanel import LoadPanel
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.i18n import mark, tr
from simulator.practice.api import Practice


class GuessField(Composer):
    """A composer whose Enter goes on to the button."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", mark("Next"), id="guess.next", priority=True, tooltip=mark("On to the button")),
    ]

    def action_send(self) -> None:
        """Go on at once, so that a second Enter meets the button and the guess is never sent by accident."""
        self.screen.set_focus(self.screen.query_one("#begin"))


class BriefScreen(ToaskScreen):
    """Read, think, begin. `kept`: a conversation to go on with; `warmup`: the guided one."""

    NAME = mark("Brief")
    HELP = mark("Read who you are and what the school asked. Write down what you think is going on, then begin.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f5",
            "begin",
            mark("Begin"),
            id="begin",
            tooltip=mark("Begin the conversation, as soon as the model is ready"),
        ),
        Binding("escape", "back", mark("Back"), id="back", tooltip=mark("Back to the home screen")),
        *paging(),
    ]

    def __init__(self, card: ScenarioCard, kept: Conversation | None = None, *, warmup: bool = False) -> None:
        super().__init__()
        self.card, self.kept, self.warmup = card, kept, warmup
        self.wants = False
        self._starting = False
        self._since = 0.0
        self._begun: Practice | None = None

    def compose(self) -> ComposeResult:
        """The text, the field, the loading, the button."""
        yield Phrase(lambda: clean(self.card.title), classes="title")
        with VerticalScroll(id="paper", can_focus=True):
            yield Phrase(lambda: "", id="brief-text")
        yield Static("", markup=False, id="server")
        if not (self.warmup or self.kept):
            yield Phrase(lambda: tr("What do I think is going on?"), id="guess-label")
            yield GuessField(tr("Your guess; only you see it"), id="guess")
        with Horizontal(id="start-row"):
            yield PhraseButton(self._start_words, id="begin")
            yield LoadPanel(self.toask.loading)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start loading and show the text."""
        self.toask.loading.start()
        self._draw()
        self.query_one("#begin" if self.warmup or self.kept else "#guess").focus()
        self.set_interval(0.1, self._look)
        services = self.toask.services
        job(self, "voice", services.voice)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The one button begins."""
        event.stop()
        self.action_begin()

    def action_begin(self) -> None:
        """Begin now, or as soon as the model is ready."""
        self.wants = True
        if self.toask.loading.state == "failed":
            self.toask.loading.start()
        self.query_one("#begin", PhraseButton).retranslate()
        self._look()

    def action_back(self) -> None:
        """Go home; the model goes on loading for the next time."""
        self.wants = False
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
            self.toask.open_conversation(Talk(self._begun, self.card.ref, warmup=self.warmup))

    def on_failed(self, event: Failed) -> None:
        """Stay here, ready to try again."""
        if event.job == "begin":
            self._starting = self.wants = False
            self.query_one("#begin", PhraseButton).retranslate()

    def retranslate(self) -> None:
        """Say everything again; the guess stays."""
        super().retranslate()
        self._draw()

    def _look(self) -> None:
        if self._starting:
            self.query_one("#begin", PhraseButton).retranslate()
        failed = self.toask.loading.state == "failed"
        self.query_one("#start-row").set_class(failed, "-failed")
        if failed and self.wants:
            self.wants = False
            self.query_one("#begin", PhraseButton).retranslate()
        if self.wants and not self._starting and self.toask.loading.state == "ready":
            self._starting, self._since = True, monotonic()
            self.query_one("#begin", PhraseButton).retranslate()
            guess = "" if self.warmup or self.kept else clean(self.query_one("#guess", Composer).text).strip()
            job(self, "begin", lambda: self._begin(guess))

    def _begin(self, guess: str) -> Practice:
        services = self.toask.services
        if self.kept:
            return services.resume(self.kept.id)
        practice = services.warmup(self.card.language) if self.warmup else services.start(self.card.ref)
        if guess:
            practice.note("hypothesis", guess[:4000])
        return practice

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
