"""What one thinks oneself, before any figure is seen: that is when it teaches most."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button

from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen
from simulator.app.talk import Closing, Talk
from simulator.app.text import clean
from simulator.app.widgets.composer import Composer
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.app.widgets.picker import Picker
from simulator.debrief.model import SelfView
from simulator.i18n import mark, tr
from simulator.report.labels import DEPTH_NAMES, DEPTHS

REACHED = DEPTHS[1:]
SHARES = tuple(range(0, 101, 10))
FIELDS: tuple[tuple[str, str], ...] = (
    ("well", mark("What went well?")),
    ("other", mark("What would you do differently?")),
    ("guess", mark("What do you think is going on, now?")),
)
LONGEST = 4000


class OwnWords(Composer):
    """A field whose Enter goes on to the next one."""

    DEFAULT_CSS = "OwnWords { max-height: 6; border-title-style: bold; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", mark("Next"), id="own.next", priority=True, tooltip=mark("On to the next question")),
    ]

    def __init__(self, question: str, *, id: str) -> None:
        super().__init__(id=id)
        self._question = question
        self.retranslate()

    def retranslate(self) -> None:
        """Ask it in the language in use; the words stay."""
        self.border_title = Content(tr(self._question))

    def action_send(self) -> None:
        """Go on at once: nothing is sent here."""
        self.screen.focus_next()


class SelfViewScreen(ToaskScreen):
    """Five questions; all may stay empty."""

    NAME = mark("Your own view")
    HELP = mark("What do you think of it yourself? Nothing has to be filled in; the debrief comes next.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f5", "keep", mark("Debrief"), id="self.keep", priority=True, tooltip=mark("Keep this and see the debrief")
        ),
        Binding(
            "escape",
            "skip",
            mark("Skip"),
            id="self.skip",
            tooltip=mark("On to the debrief; what you filled in is kept"),
        ),
    ]

    def __init__(self, talk: Talk, closing: Closing) -> None:
        super().__init__()
        self.talk, self.closing = talk, closing
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Questions under each other, the way on at the end."""
        yield Phrase(lambda: tr("First your own view"), classes="title")
        yield Phrase(lambda: tr("Before you see any figure: how was it? Leave empty what you like."), classes="muted")
        with VerticalScroll(id="questions", can_focus=False):
            yield Picker(mark("How much of what you did was asking?"), len(SHARES), share_words, start=5, id="share")
            yield Picker(mark("How deep did you come?"), len(REACHED), depth_words, id="depth")
            for name, question in FIELDS:
                yield OwnWords(question, id=name)
            with Horizontal(classes="buttons", id="self-buttons"):
                yield PhraseButton(lambda: tr("To the debrief"), id="keep")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first question."""
        self.query_one("#share").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The one button keeps."""
        event.stop()
        self.action_keep()

    def view(self) -> SelfView:
        """Return what was filled in."""
        share, depth = (self.query_one(name, Picker).index for name in ("#share", "#depth"))
        return SelfView(
            share=None if share is None else SHARES[share],
            layer="" if depth is None else REACHED[depth],
            well=self._words("well"),
            other=self._words("other"),
        )

    def action_keep(self) -> None:
        """Keep what there is and go on; with nothing filled in, it was skipped."""
        from simulator.debrief.selfview import to_text

        if self._leaving:
            return
        self._leaving = True
        view, guess = self.view(), self._words("guess")
        kept = "" if view == SelfView() else to_text(view)
        job(self, "keep", lambda: self.talk.own_view(kept, guess))

    def action_skip(self) -> None:
        """Go on; what was filled in so far is kept."""
        self.action_keep()

    def on_done(self, event: Done) -> None:
        """It is kept: now the figures."""
        from simulator.app.screens.debrief import DebriefScreen

        event.stop()
        self.toask.switch_screen(DebriefScreen(self.talk, self.closing))

    def on_failed(self, event: Failed) -> None:
        """What was written stays, to be kept once more; the base class says what went wrong."""
        self._leaving = False

    def _words(self, name: str) -> str:
        return clean(self.query_one(f"#{name}", Composer).text).strip()[:LONGEST]


def share_words(index: int) -> str:
    """Return a share of asking as a figure and a bar, so many cells of ten."""
    return f"{SHARES[index]:>3}% " + "█" * index + "░" * (len(SHARES) - 1 - index)


def depth_words(index: int) -> str:
    """Return how deep one came, in words."""
    return tr(DEPTH_NAMES[REACHED[index]])
