"""The versions of a reflection report: look at each, and take an older one up again as the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskModal
from simulator.app.text import clean, day_text
from simulator.i18n import language, mark, tr

if TYPE_CHECKING:
    from simulator.growth.reflection import Reflection


class VersionsScreen(ToaskModal["Reflection"]):
    """Versions above, the chosen one's text below; closes with the report when one was taken up again."""

    NAME = mark("Versions")
    HELP = mark("Each time that you save something new, the version before it stays. Nothing here is ever overwritten.")
    DEFAULT_CSS = """
    VersionsScreen .dialog OptionList { height: auto; max-height: 40%; }
    VersionsScreen #version { height: 1fr; border-top: solid $border; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "restore", mark("Take up again"), id="version.restore",
                tooltip=mark("Keep this version once more, as the newest")),
    ]  # fmt: skip

    def __init__(self, report: str) -> None:
        super().__init__()
        self.report = report
        self.versions: tuple[Reflection, ...] = ()

    def compose(self) -> ComposeResult:
        """List, text, keys."""
        with Vertical(classes="dialog tall"):
            yield OptionList(id="versions", markup=False)
            with VerticalScroll(id="version", can_focus=True):
                yield Static("", markup=False, id="version-text")
            yield Static(tr("r: take up again · Tab: read · Esc: close"), markup=False, classes="muted")

    def on_mount(self) -> None:
        """Read them."""
        from simulator.growth.reflection import versions

        services, report = self.toask.services, self.report
        self.query_one("#versions").focus()
        job(self, "versions", lambda: tuple(versions(services.store(), report)))

    def on_done(self, event: Done) -> None:
        """Show them, or close with the one taken up again."""
        event.stop()
        if event.job == "restored":
            self.dismiss(event.value)
            return
        self.versions = event.value
        rows = self.query_one("#versions", OptionList)
        rows.set_options(
            [Option(self._row(place, one), id=f"v:{one.version}") for place, one in enumerate(self.versions)]
        )
        rows.highlighted = 0 if self.versions else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the version's text."""
        event.stop()
        chosen = self.chosen
        if chosen is not None:
            self.query_one("#version-text", Static).update(report_text(chosen))
            self.query_one("#version", VerticalScroll).scroll_home(animate=False)

    @property
    def chosen(self) -> Reflection | None:
        """The highlighted version."""
        place = self.query_one("#versions", OptionList).highlighted
        return self.versions[place] if place is not None and place < len(self.versions) else None

    def action_restore(self) -> None:
        """Keep it as the newest."""
        from simulator.growth.reflection import restore

        services, report, chosen = self.toask.services, self.report, self.chosen
        if chosen is not None:
            job(self, "restored", lambda: restore(services.store(), report, chosen.version))

    def _row(self, place: int, one: Reflection) -> Text:
        name = tr("version {n}").format(n=len(self.versions) - place)
        return Text(" · ".join((name, day_text(one.created), answered_text(one))))


def answered_text(one: Reflection) -> str:
    """Return how many of the questions have an answer."""
    from simulator.growth.reflection import KEYS

    return tr("{n} of {all} answered").format(n=one.answered, all=len(KEYS))


def report_text(one: Reflection) -> Text:
    """Return a report to be read."""
    from simulator.growth.reflection import asked
    from simulator.report.words import Words

    text = Text(clean(one.title) + "\n", style="bold")
    for number, (key, question, _helps) in enumerate(asked(Words(language())), 1):
        text.append(f"\n{number}. {question}\n", style="bold")
        text.append((clean(one.answers.get(key, "")).strip() or "–") + "\n", style="not bold")
    return text
