"""`toask scenario preview`: the conversation on the left, its x-ray on the right; an edit of the file shows at once."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, get_args

from rich.text import Text
from textual import events, on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from simulator.app.errors import said
from simulator.app.preview import panes
from simulator.app.preview.watching import Seen, Watch
from simulator.app.widgets.keybar import KeyBar
from simulator.coding.errors import CoderError
from simulator.i18n import mark, tr
from simulator.models.card import CardError
from simulator.models.folder import WeightsError
from simulator.practice.session import Minds
from simulator.practice.xray import Xray
from simulator.scenario.model import Scenario
from simulator.school.acts import Stage
from simulator.voice.types import VoiceError

EVERY = 0.05
"""Seconds between looks at the file: no more than a glance at its time and size."""
HELP = mark("/rapport N   /said ID ID   /stage S   /reset   /back   or what a trainee says")
STAGES: dict[str, Stage] = {name: name for name in get_args(Stage)}
FAILURES = (VoiceError, CoderError, CardError, WeightsError)
"""What a model, its files or a server may raise, each with a sentence."""
Makes = Callable[[Scenario], Minds]


class PreviewApp(App[None]):
    """Plays a scenario that is being written.

    Args:
        path: of the file.
        makes: gives coder, topics and voice for a scenario.
        turns: trainee turns to play first, such as those of a stored conversation.
        acts: what the school did then, in the words of `xray.summary`, to mark what differs.
        seed: the same seed and turns give the same talk.
    """

    CSS = """
    #left { width: 1fr; border-right: solid $panel; }
    #right { width: 1fr; }
    #talk, #state, #turn, #prompt, #problems { padding: 0 1; height: auto; }
    #broken { height: auto; max-height: 8; background: $error; color: $text; padding: 0 1; display: none; }
    #broken.on { display: block; }
    #gates { height: 1fr; border: none; }
    .-narrow #main { layout: vertical; }
    .-narrow #left, .-narrow #right { width: 100%; height: 1fr; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-wide")]  # noqa: RUF012 - declared so by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", mark("Take back"), id="preview.back"),
        Binding("ctrl+r", "reset", mark("From the start"), id="preview.reset"),
        Binding("ctrl+t", "tab", mark("Next pane"), id="preview.tab", priority=True),
        Binding("ctrl+q", "quit", mark("Quit"), id="preview.quit", priority=True),
    ]

    def __init__(
        self, path: Path, makes: Makes, turns: Sequence[str] = (), acts: Sequence[str] = (), seed: int = 0
    ) -> None:
        super().__init__()
        self.path, self._makes, self._seed = path, makes, seed
        self._first, self._acts = list(turns), list(acts)
        self._watch = Watch(path)
        self._lines: Mapping[str, int] = {}
        self.xray: Xray | None = None
        self.busy = False

    def compose(self) -> ComposeResult:
        """Lay out the two halves."""
        yield Static(id="broken", markup=False)
        with Horizontal(id="main"):
            with Vertical(id="left"):
                with VerticalScroll(id="paper"):
                    yield Static("…", id="talk", markup=False)
                yield Input(placeholder=tr(HELP), id="say")
            with TabbedContent(id="right"):
                with TabPane(tr("Items"), id="tab-items"):
                    yield Static(id="state", markup=False)
                    yield OptionList(id="gates", markup=False)
                with TabPane(tr("Turn"), id="tab-turn"), VerticalScroll():
                    yield Static(id="turn", markup=False)
                with TabPane(tr("Prompt"), id="tab-prompt"), VerticalScroll():
                    yield Static(id="prompt", markup=False)
                with TabPane(tr("Check"), id="tab-check"), VerticalScroll():
                    yield Static(id="problems", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Look at the file from now on."""
        self.title = tr("preview {file}").format(file=self.path.name)
        self.query_one("#say", Input).focus()
        self.set_interval(EVERY, self._look)
        self._look()

    def _look(self) -> None:
        if not self.busy and self._watch.changed():
            self.busy = True
            self._reload()

    @work(thread=True, exclusive=True, group="play")
    def _reload(self) -> None:
        """Read the file and play the turns again; the last good version stays while it is broken."""
        seen = self._watch.read()
        try:
            if seen.scenario is not None:
                self._played(seen.scenario)
                self._lines = seen.lines
        except FAILURES as error:
            self.call_from_thread(self._failed, said(str(error)))
            return
        self.call_from_thread(self._shown, seen)

    def _played(self, scenario: Scenario) -> None:
        minds = self._makes(scenario)
        if self.xray is not None:
            self.xray.again(scenario, minds)
            return
        self.xray = Xray(scenario, minds, self._seed)
        self.xray.play([(text, self._acts[n] if n < len(self._acts) else "") for n, text in enumerate(self._first)])

    def _failed(self, told: str) -> None:
        """Say what a model or a server could not do; the view stays."""
        self.busy = False
        if self.xray is not None:
            self.notify(told, severity="error", markup=False)
            return
        broken = self.query_one("#broken", Static)
        broken.set_class(True, "on")
        broken.update(Text(told))

    def _shown(self, seen: Seen) -> None:
        self.busy = False
        broken = self.query_one("#broken", Static)
        broken.set_class(seen.scenario is None, "on")
        if seen.scenario is None:
            kept = (
                tr("The last good version is still played.") if self.xray is not None else tr("Mend the file to begin.")
            )
            errors = tuple(one for one in seen.problems if one.severity == "error")
            broken.update(panes.problems(errors, 4).append(kept))
        self.query_one("#problems", Static).update(panes.problems(seen.problems))
        self.show()

    def show(self) -> None:
        """Show the talk and its x-ray as they are now."""
        if self.xray is None:
            return
        last = self.xray.exchanges[-1] if self.xray.exchanges else None
        paper = self.query_one("#paper", VerticalScroll)
        at_end = paper.max_scroll_y - paper.scroll_y <= 2
        self.query_one("#talk", Static).update(panes.talk(self.xray))
        self.query_one("#state", Static).update(panes.state(self.xray))
        self.query_one("#turn", Static).update(panes.turn(last))
        self.query_one("#prompt", Static).update(panes.prompt(last))
        gates = self.query_one("#gates", OptionList)
        place = gates.highlighted
        gates.clear_options()
        gates.add_options(
            Option(panes.gate_line(one, self._lines.get(one.item.id)), one.item.id) for one in self.xray.gates()
        )
        gates.highlighted = place
        if at_end:
            paper.call_after_refresh(paper.scroll_end, animate=False)

    @on(Input.Submitted, "#say")
    def _submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text or self.xray is None or self.busy:
            return
        event.input.value = ""
        if text.startswith("/"):
            self._command(text[1:].split())
        elif self.xray.state.ended:
            self.notify(tr("The talk is over; /back or /reset goes on."), markup=False)
        else:
            self.busy = True
            self._say(text)

    @work(thread=True, exclusive=True, group="play")
    def _say(self, text: str) -> None:
        assert self.xray is not None
        try:
            self.xray.say(text)
        except FAILURES as error:
            self.call_from_thread(self._failed, said(str(error)))
            return
        self.call_from_thread(self._said)

    def _said(self) -> None:
        self.busy = False
        self.show()

    def _command(self, words: list[str]) -> None:
        assert self.xray is not None
        name, rest = (words[0] if words else ""), words[1:]
        known = {item.id for item in self.xray.scenario.items}
        if name == "rapport" and len(rest) == 1 and rest[0].isdigit():
            self.xray.set_out(rapport=int(rest[0]), said=self.xray.start.said)
        elif name == "said" and set(rest) <= known:
            self.xray.set_out(rapport=max(self.xray.start.rapport.values()), said=rest)
        elif name == "stage" and len(rest) == 1 and (stage := STAGES.get(rest[0])):
            self.xray.set_out(max(self.xray.start.rapport.values()), self.xray.start.said, stage)
        elif name == "reset":
            self.xray.set_out()
        elif name == "back":
            self.xray.back()
        else:
            wrong = next((one for one in rest if one not in known), "") if name == "said" else ""
            told = tr("There is no item '{id}'.").format(id=wrong) if wrong else tr(HELP)
            self.notify(told, severity="warning", markup=False)
        self.show()

    def action_undo(self) -> None:
        """Take the last turn back."""
        if self.xray is not None and not self.busy:
            self._command(["back"])

    def action_reset(self) -> None:
        """Begin anew."""
        if self.xray is not None and not self.busy:
            self._command(["reset"])

    def action_tab(self) -> None:
        """Show the next pane of the x-ray."""
        tabs = self.query_one(TabbedContent)
        names = [pane.id or "" for pane in tabs.query(TabPane)]
        tabs.active = names[(names.index(tabs.active) + 1) % len(names)]

    @on(OptionList.OptionSelected, "#gates")
    def _jump(self, event: OptionList.OptionSelected) -> None:
        """Open the editor at the item's line; without an editor, say which line it is."""
        line = self._lines.get(event.option.id or "", 1)
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self.notify(tr("{place}  (set EDITOR to open it there)").format(place=f"{self.path}:{line}"), markup=False)
            return
        try:
            with self.suspend():
                subprocess.run([*shlex.split(editor), f"+{line}", str(self.path)], check=False)
        except (OSError, ValueError) as error:
            self.notify(
                tr("{editor} cannot be started ({error}); set EDITOR to another.").format(editor=editor, error=error),
                severity="error",
                markup=False,
            )

    def on_key(self, event: events.Key) -> None:
        """Leave the list of items with Esc."""
        if event.key == "escape":
            self.query_one("#say", Input).focus()
