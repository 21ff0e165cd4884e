"""The conversation so far: the last turns as plain text, earlier ones on demand, following only near the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from simulator.app.text import clean
from simulator.app.widgets.phrase import PhraseButton
from simulator.i18n import mark, tr
from simulator.practice.api import Shown

PAGE = 20
NEAR = 2


class TurnBlock(Static, can_focus=True):
    """One turn: who and what. Plain text only; Enter copies it when it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "copy", mark("Copy"), id="copy.turn", tooltip=mark("Copy this turn"))
    ]

    class Copy(Message):
        """This turn is to be copied."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, role: str, name: str, text: str, turn_id: int = 0) -> None:
        super().__init__("", markup=False, classes=f"turn {role}")
        self.role, self.name_shown, self.words, self.turn_id = role, clean(name), clean(text), turn_id
        self.waiting = ""
        self.draw()

    def draw(self) -> None:
        """Write name and words anew."""
        who = tr("You") if self.role == "trainee" else self.name_shown
        sign = "▸ " if self.role == "trainee" else ""
        text = Text(sign + who + "\n", style="bold")
        text.append(self.words, style="not bold")
        if self.waiting:
            text.append((" " if self.words else "") + self.waiting, style="not bold italic dim")
        self.update(text)

    def add(self, clause: str) -> None:
        """Append a clause that the guard has passed."""
        clause = clean(clause)
        glue = "" if not self.words or self.words[-1].isspace() or clause[:1].isspace() else " "
        self.words += glue + clause
        self.draw()

    def settle(self, shown: Shown) -> None:
        """Become the turn as it was saved."""
        self.turn_id, self.name_shown, self.words, self.waiting = shown.id, clean(shown.name), clean(shown.text), ""
        self.draw()

    def action_copy(self) -> None:
        """Ask the screen to copy these words."""
        self.post_message(self.Copy(self.words))

    def retranslate(self) -> None:
        """Say `You` in the language in use."""
        self.draw()


class Turns(VerticalScroll):
    """The part that scrolls; tells when it or what is in it has another size."""

    class Resized(Message):
        """The end may be elsewhere now."""

    def on_resize(self) -> None:
        """Pass it on."""
        self.post_message(self.Resized())


class Transcript(Vertical):
    """All turns of the current branch."""

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self.turns: tuple[Shown, ...] = ()
        self._first = 0
        self._live: TurnBlock | None = None
        self._fresh: list[TurnBlock] = []
        self._stay = True

    def compose(self) -> ComposeResult:
        """The scroll with its button for earlier turns, and the button to the newest."""
        with Turns(id="scroll", can_focus=False):
            yield PhraseButton(self._earlier_words, id="earlier")
        yield PhraseButton(lambda: tr("↓ new"), id="newest")

    @property
    def scroll(self) -> VerticalScroll:
        """The scrolling part."""
        return self.query_one("#scroll", VerticalScroll)

    @property
    def near_end(self) -> bool:
        """Whether the end is at most two rows away."""
        return self.scroll.max_scroll_y - self.scroll.scroll_y <= NEAR

    @property
    def blocks(self) -> list[TurnBlock]:
        """The mounted turns, oldest first."""
        return list(self.query(TurnBlock))

    def on_mount(self) -> None:
        """Hide what is not needed yet, and watch the scrolling."""
        self.query_one("#earlier").display = self.query_one("#newest").display = False
        self.watch(self.scroll, "scroll_y", self._scrolled, init=False)

    def sync(self, turns: Sequence[Shown]) -> None:
        """Show these turns: unchanged ones stay mounted, others go or come."""
        follow = self.near_end
        self.turns = tuple(turns)
        self._adopt()
        wanted = {turn.id for turn in self.turns}
        for block in self.blocks:
            if block.turn_id not in wanted:
                block.remove()
        mounted = [block.turn_id for block in self.blocks if block.turn_id in wanted]
        if not mounted:
            self._first = max(0, len(self.turns) - PAGE)
        shown = set(mounted)
        fresh = [t for t in self.turns[self._first :] if t.id not in shown]
        self.scroll.mount_all([TurnBlock(t.role, t.name, t.text, t.id) for t in fresh])
        self._earlier_button()
        self._follow(follow or not mounted)

    def begin(self, text: str, name: str, waiting: str, drop: int = 0) -> None:
        """Show a turn on its way: the trainee's words, if any, and the answer. `drop`: last turns replaced."""
        for block in self.blocks[len(self.blocks) - drop :]:
            block.add_class("replaced")
        self._fresh = [TurnBlock("trainee", "", text)] if text else []
        self._live = TurnBlock("school", name, "")
        self._live.waiting = waiting
        self._live.draw()
        self._fresh.append(self._live)
        self.scroll.mount_all(self._fresh)
        self._follow(True)

    def clause(self, text: str) -> None:
        """Add a guarded clause to the answer on its way."""
        if self._live is not None:
            follow = self.near_end
            self._live.waiting = ""
            self._live.add(text)
            self._follow(follow)

    def undo(self) -> None:
        """Take back a turn on its way."""
        for block in self._fresh:
            block.remove()
        for old in self.query(".replaced"):
            old.remove_class("replaced")
        self._fresh, self._live = [], None

    def to_end(self) -> None:
        """Jump to the newest words."""
        self._follow(True)

    def earlier(self) -> None:
        """Mount the page of turns before those shown, keeping the place."""
        start = max(0, self._first - PAGE)
        older = self.turns[start : self._first]
        if not older:
            return
        self._first = start
        before = self.scroll.max_scroll_y
        self.scroll.mount_all([TurnBlock(t.role, t.name, t.text, t.id) for t in older], after=0)
        self._earlier_button()
        self.call_after_refresh(lambda: self.scroll.scroll_relative(y=self.scroll.max_scroll_y - before, animate=False))

    def retranslate(self) -> None:
        """Follow the language of the interface."""
        for block in self.blocks:
            block.retranslate()

    def _adopt(self) -> None:
        for block, turn in zip(reversed(self._fresh), reversed(self.turns), strict=False):
            if block.role == turn.role:
                block.settle(turn)
        self._fresh, self._live = [], None

    def _earlier_words(self) -> str:
        return tr("↑ {n} earlier").format(n=getattr(self, "_first", 0))

    def _earlier_button(self) -> None:
        button = self.query_one("#earlier", PhraseButton)
        button.display = self._first > 0
        button.retranslate()

    def _scrolled(self) -> None:
        self._stay = self.near_end
        if self._stay:
            self.query_one("#newest").display = False

    def on_turns_resized(self, event: Turns.Resized) -> None:
        """Stay at the end: another size (a larger composer, another window) moves it away without scrolling."""
        event.stop()
        if self._stay:
            self.scroll.scroll_end(animate=False)

    def _follow(self, follow: bool) -> None:
        if follow:
            self._stay = True
            self.query_one("#newest").display = False
            self.scroll.scroll_end(animate=False)
        else:
            self.query_one("#newest").display = True
