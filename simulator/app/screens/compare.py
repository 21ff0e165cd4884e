"""Two ways that a conversation went: what they share once, then side by side; in a narrow window under each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskModal, ToaskScreen, paging
from simulator.app.screens.debrief_map import bar, trust
from simulator.app.screens.debrief_text import asking
from simulator.app.text import clean, day_text, one_line, turns_text
from simulator.app.tips import code_name
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.debrief.model import Debrief, Line
from simulator.i18n import mark, tr
from simulator.practice.api import Branch

WIDE = 80


class ChooseBranch(ToaskModal[Branch]):
    """Asks which other way."""

    NAME = mark("Compare")
    HELP = mark("Choose the way to lay beside this one, or leave with Esc.")

    def __init__(self, branches: Sequence[Branch]) -> None:
        super().__init__()
        self._branches = tuple(branches)

    def compose(self) -> ComposeResult:
        """A list, the latest first."""
        self._branches = self._branches[::-1]
        with Vertical(classes="dialog"):
            yield Static(tr("Compare with"), markup=False, classes="question")
            yield OptionList(*[Option(branch_text(one)) for one in self._branches], id="branches", markup=False)

    def on_mount(self) -> None:
        """Choose at once."""
        self.query_one("#branches").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the branch."""
        event.stop()
        self.dismiss(self._branches[event.option_index])


class CompareScreen(ToaskScreen):
    """`now`: the debrief of the way that is shown; the other one is fetched."""

    NAME = mark("Compare")
    HELP = mark("Two ways that this conversation went: what you said, what it was, and what it did at the school.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", mark("Back"), id="compare.back", tooltip=mark("Back to the debrief")),
        *paging(),
    ]

    def __init__(self, now: Debrief, branch: Branch) -> None:
        super().__init__()
        self.now, self.branch = now, branch
        self.other: Debrief | None = None

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        yield Phrase(lambda: tr("Two ways beside each other"), classes="title")
        with VerticalScroll(id="paper", can_focus=True):
            yield Static(tr("Making the debrief…"), markup=False, id="compare-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fetch the other way."""
        services, conversation, head = self.toask.services, self.now.conversation, self.branch.head
        job(self, "other", lambda: services.debrief(conversation, head))
        self.query_one("#paper").focus()

    def on_done(self, event: Done) -> None:
        """It is there."""
        event.stop()
        self.other = event.value
        self.draw()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or under each other."""
        self.call_after_refresh(self.draw)

    def retranslate(self) -> None:
        """Follow the language of the interface."""
        super().retranslate()
        self.draw()

    def draw(self) -> None:
        """Draw both ways."""
        if self.other is not None:
            wide, numbers = self.app.size.width >= WIDE, self.toask.settings.numbers
            both = compared(self.now, self.other, wide=wide, numbers=numbers)
            self.query_one("#compare-text", Static).update(both)

    def action_leave(self) -> None:
        """Back to the debrief."""
        self.dismiss(None)


def branch_text(one: Branch) -> Text:
    """Return a branch as two lines: when, how long, and the words with which it leaves the shown way."""
    head = f"{day_text(one.created)} · {turns_text(one.turns)}"
    if not one.leaves:
        return Text(head)
    line = tr("from turn {n}, the school: “{words}”") if one.answer else tr("from turn {n}: “{words}”")
    said = line.format(n=one.leaves, words=one_line(one.words, 90))
    return Text.assemble((head, "bold"), "\n  ", said)


def common(now: Debrief, other: Debrief) -> int:
    """Return how many turns two ways share, from the first."""
    pairs = zip(now.lines, other.lines, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if (a.row, a.reply) != (b.row, b.reply)),
        min(len(now.lines), len(other.lines)),
    )


def compared(now: Debrief, other: Debrief, *, wide: bool, numbers: bool) -> RenderableType:
    """Return both ways: the turns that they share once, then each from where they part."""
    shared = common(now, other)
    parts: list[RenderableType] = []
    if shared:
        title = tr("The same up to and with turn {n}").format(n=shared)
        parts.append(Text(title, style="bold underline"))
        parts += [short_line(one) for one in now.lines[:shared]]
        parts.append(Text())
    left = [_head(tr("This way"), now, numbers), *(line_text(one, numbers) for one in now.lines[shared:])]
    right = [_head(tr("The other way"), other, numbers), *(line_text(one, numbers) for one in other.lines[shared:])]
    if not wide:
        return Group(*parts, *left, *right)
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    for one, two in zip_longest(left, right, fillvalue=Text()):
        grid.add_row(one, two)
    return Group(*parts, grid)


def _head(title: str, found: Debrief, numbers: bool) -> Text:
    text = Text(title + "\n", style="bold underline")
    if found.ask_share is not None:
        share = asking(found.ask_share, numbers).split("  ")[0]
        text.append(tr("Asking: {share}").format(share=share) + "\n", style="not bold not underline")
    if found.reached:
        text.append("✓ " + tr("the school said its own question") + "\n", style="not underline")
    return text


def short_line(one: Line) -> Text:
    """Return a turn on one line."""
    return Text(f"{one.number:>2} {bar(one.weight)} {one_line(one.text, 200)}", no_wrap=True, overflow="ellipsis")


def line_text(one: Line, numbers: bool) -> Text:
    """Return a turn with its codes, the answer, and what it did."""
    start = f"{one.number:>2} {bar(one.weight)} {trust(one, numbers)}"
    text = Text(start.rstrip() + "\n", style="bold")
    text.append("“" + clean(one.text).strip() + "”\n", style="not bold")
    codes = list(dict.fromkeys(code_name(unit.unit.code) for unit in one.units))
    if codes:
        text.append("→ " + ", ".join(codes) + "\n", style="italic not bold")
    if one.reply:
        text.append(clean(one.who) + ": ", style="italic not bold")
        text.append("“" + clean(one.reply).strip() + "”\n", style="not bold")
    text.append(clean(one.effect) + "\n", style="not bold")
    if one.opened:
        text.append("✓ " + tr("It opened: {what}").format(what=clean(one.opened)) + "\n")
    return text
