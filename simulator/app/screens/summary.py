"""Afterwards: how much was asked, what opened; what stayed closed only after trying again was offered."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from simulator.app.screens.base import ToaskScreen, paging
from simulator.app.screens.debrief_text import quote
from simulator.app.talk import Closing, Talk
from simulator.app.text import clean
from simulator.app.tips import code_name
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase, PhraseButton
from simulator.i18n import mark, tr, trn
from simulator.practice.api import Opened, Summary
from simulator.report.labels import LAYER_NAMES, UNKNOWN
from simulator.report.words import percent

FIGURES_FROM = 5
"""Trainee turns below which the codebook gives no figure."""


class SummaryScreen(ToaskScreen):
    """`held`: something is held back and the trainee has not yet asked to see what stayed closed."""

    NAME = mark("Summary")
    HELP = mark("How the conversation went. If the school's own question stayed hidden, you can first try again.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "r", "again", mark("Try again"), id="again", tooltip=mark("The same school once more, from the beginning")
        ),
        Binding(
            "s",
            "reveal",
            mark("Show what stayed closed"),
            id="reveal",
            tooltip=mark("Show what you did not get to hear"),
        ),
        Binding("escape", "home", mark("Home"), id="summary.home", tooltip=mark("Back to the home screen")),
        *paging(),
    ]

    def __init__(self, talk: Talk, closing: Closing) -> None:
        super().__init__()
        self.talk, self.closing = talk, closing
        self.held = holds_back(closing.summary) and not talk.warmup

    def compose(self) -> ComposeResult:
        """One scrolling text and three buttons."""
        yield Phrase(lambda: tr("How it went"), classes="title")
        with VerticalScroll(id="paper", can_focus=True):
            yield Static(self.text(), markup=False, id="summary-text")
        with Horizontal(classes="buttons", id="summary-buttons"):
            yield PhraseButton(lambda: tr("Try again"), id="again")
            yield PhraseButton(lambda: tr("Show what stayed closed"), id="reveal")
            yield PhraseButton(lambda: tr("Home"), id="home")
        yield KeyBar()

    def on_mount(self) -> None:
        """Trying again has the focus when there is something left to find."""
        self.query_one("#reveal").display = self.held
        self.query_one("#again").display = bool(self.talk.ref) or self.talk.warmup
        self.query_one("#again" if self.held and self.talk.ref else "#home").focus()
        if self.talk.warmup:
            self.toask.remember(replace(self.toask.settings, warmed_up=True))

    def text(self) -> Text:
        """Return the whole summary as it may be shown now."""
        return summary_text(self.closing, held=self.held, warmup=self.talk.warmup)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.query_one("#summary-text", Static).update(self.text())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to reveal twice."""
        if action == "reveal":
            return self.held
        if action == "again":
            return bool(self.talk.ref) or self.talk.warmup
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons are the keys."""
        event.stop()
        {"again": self.action_again, "reveal": self.action_reveal, "home": self.action_home}[
            event.button.id or "home"
        ]()

    def action_again(self) -> None:
        """The same school once more."""
        self.toask.again(self.talk)

    def action_reveal(self) -> None:
        """Show what stayed closed."""
        self.held = False
        self.query_one("#reveal").display = False
        self.query_one("#home").focus()
        self.query_one("#summary-text", Static).update(self.text())
        self.refresh_bindings()

    def action_home(self) -> None:
        """Back to the home screen."""
        self.toask.go_home()


def summary_text(closing: Closing, *, held: bool, warmup: bool = False) -> Text:
    """Return the summary; `held` leaves out everything that the school did not say, the author's notes too."""
    summary, text = closing.summary, Text()
    _need(text, summary, held=held, warmup=warmup)
    _figures(text, summary)
    if summary.opened:
        _head(text, tr("What opened"))
        for item in summary.opened:
            _item(text, item)
    if not held and summary.closed:
        _head(text, tr("What stayed closed"))
        for item in summary.closed:
            _item(text, item)
    if summary.hypotheses:
        _head(text, tr("What you thought was going on"))
        for guess in summary.hypotheses:
            text.append("· " + clean(guess) + "\n")
    if closing.notes:
        _head(text, tr("Your notes"))
        for note in closing.notes:
            text.append("· " + clean(note) + "\n")
    if not held and summary.notes.strip():
        _head(text, tr("About this conversation"))
        text.append(clean(summary.notes) + "\n")
    if held:
        text.append(
            "\n" + tr("There is more to find at this school. Try again first, or look at what stayed closed.") + "\n",
            style="bold",
        )
    return text


def holds_back(summary: Summary) -> bool:
    """Return whether trying again comes first: the need was not reached, or there is none and nothing opened."""
    return summary.reached is False or (summary.reached is None and not summary.opened and bool(summary.closed))


def _head(text: Text, words: str) -> None:
    text.append("\n" + words + "\n", style="bold underline")


def _need(text: Text, summary: Summary, *, held: bool, warmup: bool) -> None:
    if warmup:
        text.append(tr("That was the warm-up. The schools on the home screen are harder to open.") + "\n", style="bold")
    elif held and not summary.opened:
        text.append(tr(UNKNOWN) + "\n", style="bold")
    elif summary.reached is None:
        text.append(tr("Nothing was hidden at this school: it really wanted what it asked for.") + "\n", style="bold")
    elif summary.reached:
        text.append(tr("✓ The school said its own question aloud:") + "\n", style="bold")
        text.append("  “" + clean(summary.own_question or summary.need) + "”\n")
    elif held:
        text.append(tr("The question behind the question was not said this time.") + "\n", style="bold")
    else:
        text.append(tr("The question behind the question was not said this time. This was it:") + "\n", style="bold")
        text.append("  " + clean(summary.need) + "\n")


def _figures(text: Text, summary: Summary) -> None:
    text.append("\n" + tr("Your turns: {n}").format(n=summary.turns) + "\n")
    if summary.ask_share is None or summary.turns < FIGURES_FROM:
        text.append(tr("Fewer than five turns: too little for a figure.") + "\n")
    else:
        cells = round(min(1.0, max(0.0, summary.ask_share)) * 20)
        text.append(tr("Asking: {share}").format(share=percent(summary.ask_share)) + "  ")
        text.append("█" * cells + "░" * (20 - cells) + "\n")
        counts = sorted(((n, code) for code, n in summary.codes.items() if n), reverse=True)
        if counts:
            text.append(tr("What you did") + ": " + ", ".join(f"{code_name(code)} {n}×" for n, code in counts) + "\n")
    if summary.deepest in LAYER_NAMES:
        text.append(tr("How deep you came: {layer}").format(layer=tr(LAYER_NAMES[summary.deepest])) + "\n")
    if summary.hints:
        times = trn("You asked for help {n} time.", "You asked for help {n} times.", summary.hints)
        text.append(times.format(n=summary.hints) + "\n")


def _item(text: Text, item: Opened) -> None:
    text.append("· " + clean(item.content))
    if item.layer in LAYER_NAMES:
        text.append(" (" + tr(LAYER_NAMES[item.layer]) + ")", style="italic")
    text.append("\n")
    if item.by:
        text.append("    " + tr("opened by: {words}").format(words=quote(item.by)) + "\n", style="italic")
