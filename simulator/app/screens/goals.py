"""Goals of one's own: a list over the progress screen, to add to, tick off and remove from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.errors import said
from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskModal
from simulator.app.screens.confirm import AskLine, Choose, Confirm
from simulator.app.text import clean
from simulator.i18n import language, mark, tr
from simulator.practice.api import PracticeError

if TYPE_CHECKING:
    from simulator.growth.goals import Goal
    from simulator.growth.progress import Measure

KINDS: dict[str, str] = {
    "": mark("In words only"),
    "ask_share": mark("Ask share of at least so many percent"),
    "uptake": mark("Taking up the school's words in at least so many percent of the turns"),
    "deepest": mark("Coming at least so deep"),
}


class GoalsScreen(ToaskModal[None]):
    """The list; closing it brings the progress screen up to date."""

    NAME = mark("My goals")
    HELP = mark(
        "Goals are yours: say them in your own words. With a figure, your last conversations are held against it."
    )
    DEFAULT_CSS = "GoalsScreen .dialog OptionList { max-height: 12; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", mark("Add"), id="goal.add", tooltip=mark("Add a goal")),
        Binding("d", "done", mark("Done"), id="goal.done", tooltip=mark("Tick it off, or take that back")),
        Binding("x,delete", "remove", mark("Remove"), id="goal.remove", tooltip=mark("Take the goal out of the list")),
    ]

    def __init__(self, goals: tuple[Goal, ...] = ()) -> None:
        super().__init__()
        self.goals = goals

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        with Vertical(classes="dialog"):
            yield Static(tr("My goals"), markup=False, classes="question")
            yield OptionList(id="goals", markup=False)
            yield Static(tr("a: add · d: done · x: remove · Esc: close"), markup=False, classes="muted")

    def on_mount(self) -> None:
        """Show what is there."""
        self.query_one("#goals").focus()
        self._fill()

    def on_done(self, event: Done) -> None:
        """The list as it is now."""
        event.stop()
        self.goals = event.value
        self._fill()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter ticks off."""
        event.stop()
        self.action_done()

    @property
    def goal(self) -> Goal | None:
        """The chosen goal."""
        option = self.query_one("#goals", OptionList).highlighted_option
        return next((one for one in self.goals if option is not None and option.id == f"goal:{one.id}"), None)

    def action_done(self) -> None:
        """Tick off or back."""
        from simulator.growth import goals

        chosen, services = self.goal, self.toask.services
        if chosen is not None:
            self._change(lambda: goals.mark_done(services.store(), chosen.id, not chosen.done))

    def action_remove(self) -> None:
        """Remove, after asking."""
        from simulator.growth import goals

        chosen, services = self.goal, self.toask.services
        if chosen is not None:
            question = tr("Remove this goal? {goal}").format(goal=clean(chosen.text))
            self.app.push_screen(
                Confirm(question, tr("Remove"), tr("Keep")),
                lambda yes: self._change(lambda: goals.remove(services.store(), chosen.id)) if yes else None,
            )

    def action_add(self) -> None:
        """Ask for the words, then how it is measured, then for the figure."""
        self.app.push_screen(
            AskLine(tr("What do you want to do in your next conversations?")),
            lambda text: self._measured(text) if text else None,
        )

    def _measured(self, text: str) -> None:
        kinds = {name: tr(words) for name, words in KINDS.items()}
        self.app.push_screen(Choose(tr("How will you see it?"), kinds), lambda kind: self._target(text, kind))

    def _target(self, text: str, kind: str | None) -> None:
        if kind == "deepest":
            from simulator.growth.progress_words import SHORT_NAMES

            layers = {name: tr(words) for name, words in SHORT_NAMES.items() if name}
            self.app.push_screen(Choose(tr("At least how deep?"), layers), lambda typed: self._add(text, kind, typed))
        elif kind:
            self.app.push_screen(
                AskLine(tr("At least how many percent?"), "60"), lambda typed: self._add(text, kind, typed)
            )
        elif kind is not None:
            self._add(text, "", "")

    def _add(self, text: str, kind: str, typed: str | None) -> None:
        """Keep the goal; a figure that is none is asked for again, and the words stay."""
        from simulator.growth import goals

        if typed is None:
            return
        measure: Measure | None = next((name for name in goals.MEASURED if name == kind), None)
        try:
            target = goals.target_of(measure, typed) if measure else None
        except PracticeError as error:
            self.toask.tell(said(str(error)), error=True)
            self._target(text, kind)
            return
        services = self.toask.services
        self._change(lambda: goals.add(services.store(), text, language(), measure, target))

    def _change(self, work: Callable[[], object]) -> None:
        from simulator.growth import goals, progress

        services = self.toask.services

        def changed() -> tuple[Goal, ...]:
            work()
            return goals.goals(services.store(), progress.past(services.store()))

        job(self, "goals", changed, group="goals")

    def _fill(self) -> None:
        rows = self.query_one("#goals", OptionList)
        kept = rows.highlighted or 0
        if self.goals:
            rows.set_options([Option(self._row(one), id=f"goal:{one.id}") for one in self.goals])
            rows.highlighted = min(kept, len(self.goals) - 1)
        else:
            rows.set_options([Option(Text(tr("No goals yet."), style="italic"), disabled=True)])

    def _row(self, goal: Goal) -> Text:
        from simulator.growth.progress_words import goal_says
        from simulator.report.words import Words

        text = Text.assemble("✓ " if goal.done else "○ ", (clean(goal.text), "bold"))
        compared = goal_says(goal, Words(language()), self.toask.settings.numbers)
        return text.append("\n  " + compared, style="not bold") if compared else text
