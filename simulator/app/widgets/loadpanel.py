"""How far the model is: named steps with elapsed time, and what can be done when it cannot be used."""

from __future__ import annotations

from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from simulator.app.errors import step_name
from simulator.app.loading import Loading
from simulator.app.services import Remedy
from simulator.app.text import before_text, clean
from simulator.app.widgets.phrase import PhraseButton
from simulator.i18n import tr

REMEDIES: tuple[Remedy, ...] = ("retry", "pull", "scripted")


def remedy_words(remedy: Remedy) -> str:
    """Return what a remedy is called on its button."""
    return {
        "retry": tr("Try again"),
        "pull": tr("Fetch the model again"),
        "scripted": tr("Practise without a model"),
    }[remedy]


class LoadPanel(Vertical):
    """Watches the app's loading; buttons appear only when something went wrong."""

    DEFAULT_CSS = (
        "LoadPanel { height: auto; } LoadPanel Horizontal { height: auto; } LoadPanel Static { height: auto; }"
    )

    def __init__(self, models: Loading) -> None:
        super().__init__(id="load")
        self.models = models

    def compose(self) -> ComposeResult:
        """A line, and a row of remedies."""
        yield Static("", markup=False, id="load-line")
        with Horizontal(id="remedies"):
            for remedy in REMEDIES:
                yield PhraseButton(partial(remedy_words, remedy), id=f"remedy-{remedy}")

    def on_mount(self) -> None:
        """Look four times a second; loading takes seconds."""
        self.set_interval(0.25, self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say where loading is now."""
        loading = self.models
        for remedy in REMEDIES:
            self.query_one(f"#remedy-{remedy}").display = loading.state == "failed" and remedy in loading.remedies
        self.query_one("#load-line", Static).update(load_text(loading))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Try the remedy that was chosen."""
        event.stop()
        remedy = (event.button.id or "").removeprefix("remedy-")
        for known in REMEDIES:
            if remedy == known:
                self.models.start(known)
        self.retranslate()


def load_text(loading: Loading) -> Text:
    """Return one or two lines about the loading."""
    if loading.state == "ready":
        return Text(tr("✓ The model is ready."))
    if loading.state == "failed":
        return Text("✗ " + clean(loading.problem), style="bold")
    step = clean(step_name(loading.step)) or tr("getting ready")
    line = tr("… {step} ({seconds} s)").format(step=step, seconds=int(loading.elapsed))
    return Text(" · ".join(part for part in (line, before_text(loading.place)) if part))
