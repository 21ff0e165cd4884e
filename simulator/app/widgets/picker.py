"""A question with one answer out of a row, chosen with ← and →; nothing is chosen at first."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.i18n import mark, tr


class Picker(Static, can_focus=True):
    """`‹ answer ›` under its question. `index`: of the answer chosen; None: none yet.

    Args:
        question: its words in English.
        answers: how many there are.
        say: an answer's words, by index, in the language in use.
        start: where the first press begins.
    """

    DEFAULT_CSS = """
    Picker { height: auto; width: 1fr; padding: 0 1; }
    Picker:focus { border-left: thick $border; padding: 0 1 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", mark("Less"), id="pick.less", tooltip=mark("The answer before this one")),
        Binding("right", "step(1)", mark("More"), id="pick.more", tooltip=mark("The next answer")),
        Binding("enter,down", "app.focus_next", mark("Next"), id="pick.next", tooltip=mark("On to the next question")),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self, question: str, answers: int, say: Callable[[int], str], *, start: int = 0, id: str | None = None
    ) -> None:
        super().__init__("", markup=False, id=id)
        self._question, self._answers, self._say, self._start = question, answers, say, start
        self.index: int | None = None

    def on_mount(self) -> None:
        """Draw it."""
        self.retranslate()

    def action_step(self, way: int) -> None:
        """Choose the answer before or after; the first press chooses where to begin."""
        now = self.index
        self.index = self._start if now is None else min(self._answers - 1, max(0, now + way))
        self.retranslate()

    def on_click(self, event: events.Click) -> None:
        """Left of the middle of the answer is less, right of it more."""
        event.stop()
        self.action_step(-1 if event.x <= len(self.answer()) // 2 else 1)

    def retranslate(self) -> None:
        """Draw it in the language in use."""
        self.update(self.drawn())

    def drawn(self) -> Text:
        """Return both lines."""
        return Text.assemble((tr(self._question), "bold"), "\n", self.answer())

    def answer(self) -> str:
        """Return the line of the answer."""
        words = tr("choose with ← and →") if self.index is None else self._say(self.index)
        return f"‹ {words} ›"
