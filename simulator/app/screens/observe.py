"""The observer's sheet: one key ticks one code, live, while two others talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.app.errors import said
from simulator.app.jobs import Done, Failed, job
from simulator.app.screens.base import ToaskScreen, plain
from simulator.app.screens.confirm import AskLine, Confirm
from simulator.app.text import one_line
from simulator.app.tips import CODES
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.app.widgets.tickboard import TickBoard
from simulator.coding.codebook import VALUES
from simulator.i18n import language, mark, tr, trn
from simulator.observing.keys import KEYS
from simulator.observing.observed_says import clock
from simulator.observing.sheet import OWN, share_of, sides
from simulator.observing.sheet_says import label, names
from simulator.observing.sheets import Desk
from simulator.observing.ticking import Sheet
from simulator.practice.api import PracticeError
from simulator.report.words import percent, value_text


def tick_keys() -> list[BindingType]:
    """Return a binding for each code; they stand in the help and can be given other keys."""
    return [
        Binding(
            key,
            f"tick('{code}')",
            CODES[code],
            id=f"tick.{code.lower()}",
            show=False,
            tooltip=f"({code}, {value_text(VALUES[code])})",
        )
        for code, key in KEYS.items()
    ]


class ObserveScreen(ToaskScreen):
    """One sheet. What is shown as ticked is on the disk already."""

    NAME = mark("Observer sheet")
    HELP = mark(
        "Tick what the one who asks does: the left hand for asking, the right hand for telling. One tick for each "
        "different thing in a turn. Every tick is kept at once."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *tick_keys(),
        Binding(
            "v",
            "own",
            mark("Own question"),
            id="observe.own",
            tooltip=mark("The school says its own question"),
        ),
        Binding(
            "z,backspace", "undo", mark("Undo"), id="observe.undo", tooltip=mark("Take back the last tick")
        ),
        Binding("n", "note", mark("Note"), id="observe.note", tooltip=mark("A note with the last tick")),
        Binding("f8", "finish", mark("Finish"), id="observe.finish", tooltip=mark("Finish it and see what it says")),
        Binding("p", "pause", mark("Pause"), id="observe.pause", tooltip=mark("Let the time stand still, or go on")),
        Binding("f4", "count", mark("Count"), id="observe.count", tooltip=mark("Show or hide the running count")),
        Binding(
            "escape", "later", mark("Later"), id="observe.later", tooltip=mark("Leave the sheet; it waits for you")
        ),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ObserveScreen #observe-status, ObserveScreen #observe-last { height: 1; padding: 0 1; }
    """

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        super().__init__()
        self.desk, self.sheet = desk, sheet
        self.counting = True

    def compose(self) -> ComposeResult:
        """Who, the time and the count, the board, what was ticked last, the keys."""
        yield Phrase(self._who, classes="title")
        yield Static("", markup=False, id="observe-status")
        yield TickBoard()
        yield Static("", markup=False, id="observe-last")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the sheet as it stands, and let the time be seen."""
        self._draw()
        self.set_interval(0.5, self._draw_status)
        self.call_after_refresh(self._draw)

    def on_unmount(self) -> None:
        """Close the file; what is on it waits."""
        self.sheet.close()

    def on_screen_resume(self) -> None:
        """Keys may have been changed."""
        if self.is_mounted:
            self._draw()

    def action_tick(self, code: str) -> None:
        """Tick a code."""
        self._keep(lambda: self.sheet.tick(code))

    def action_own(self) -> None:
        """The school said its own question."""
        self._keep(lambda: self.sheet.tick(OWN))

    def action_undo(self) -> None:
        """Take back the last tick."""
        self._keep(self.sheet.undo)

    def action_pause(self) -> None:
        """Let the time stand still, or go on."""
        self._keep(self.sheet.go_on if self.sheet.paused else self.sheet.pause)

    def action_count(self) -> None:
        """Show or hide how much was ticked: who counts while ticking may tick towards a count."""
        self.counting = not self.counting
        self._draw()

    def action_note(self) -> None:
        """Write a note with the last tick; the time goes on."""
        marks = self.sheet.seen.marks
        question = tr("Note with “{what}”").format(what=label(marks[-1], language())) if marks else tr("Note")
        self.app.push_screen(AskLine(question), self._noted)

    def action_later(self) -> None:
        """Leave; the sheet is offered again, unless nothing stands on it."""
        self.sheet.close()
        if self.sheet.seen.empty:
            self._keep(lambda: self.desk.discard(self.sheet.seen.id))
        else:
            self.toask.tell(tr("The sheet is kept; you find it under “Practise in threes”."))
        self.dismiss(None)

    def action_finish(self) -> None:
        """Ask, then finish; where nothing stands on the sheet there is nothing to finish."""
        if self.sheet.seen.empty:
            self.toask.tell(tr("Nothing was ticked yet; Esc leaves the sheet."))
            return
        asked = Confirm(tr("Finish the sheet? Then nothing can be ticked on it any more."), tr("Finish"), tr("Go on"))
        self.app.push_screen(asked, lambda yes: self._finish() if yes else None)

    def on_tick_board_ticked(self, event: TickBoard.Ticked) -> None:
        """A press on the board is a tick."""
        event.stop()
        self.action_tick(event.code)

    def on_done(self, event: Done) -> None:
        """The sheet is kept as a document."""
        event.stop()
        from simulator.app.screens.observed import ObservedScreen

        self.app.switch_screen(ObservedScreen(event.value))

    def on_failed(self, event: Failed) -> None:
        """It could not be kept: its file still lies there, so open it again and go on."""
        super().on_failed(event)
        try:
            self.sheet = self.desk.open(self.sheet.seen.id)
        except PracticeError as error:
            self.toask.tell(said(str(error)), error=True)
        self._draw()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._draw()

    def _finish(self) -> None:
        job(self, "finish", lambda: self.desk.finish(self.sheet))

    def _noted(self, text: str | None) -> None:
        if text:
            self._keep(lambda: self.sheet.note(text))

    def _keep(self, work: Callable[[], object]) -> None:
        """Do something with the sheet; when it could not be kept say so, for then it is not on the sheet."""
        try:
            work()
        except PracticeError as error:
            self.toask.tell(said(str(error)), error=True)
        self._draw()

    def _who(self) -> str:
        return " · ".join(part for part in (tr("Observer sheet"), names(self.sheet.seen, language())) if part)

    def _draw(self) -> None:
        seen = self.sheet.seen
        last = seen.marks[-1] if seen.marks else None
        keys = {
            active.binding.id.removeprefix("tick.").upper(): self.app.get_key_display(active.binding)
            for active in self.active_bindings.values()
            if active.binding.id and active.binding.id.startswith("tick.")
        }
        self.query_one(TickBoard).show(keys, seen.counted if self.counting else None, last.code if last else "")
        if last is None:
            words = tr("Nothing ticked yet. F1 shows all keys.")
        else:
            words = tr("Last: {time} {what}").format(time=clock(last.at), what=label(last, language()))
            words += f" · {last.note}" if last.note else ""
        self.query_one("#observe-last", Static).update(plain(one_line(words, max(20, self.app.size.width - 2))))
        self._draw_status()

    def _draw_status(self) -> None:
        seen = self.sheet.seen
        parts = [("❚❚ " if self.sheet.paused else "● ") + clock(self.sheet.elapsed())]
        if self.sheet.paused:
            parts.append(tr("paused"))
        if self.counting:
            ask, tell = sides(seen.ticks)
            parts.append(trn("{n} tick", "{n} ticks", len(seen.ticks)).format(n=len(seen.ticks)))
            parts.append(tr("asking {ask}, telling {tell}").format(ask=ask, tell=tell))
            share = share_of(seen)
            parts += [percent(share)] if share is not None else []
        if seen.own_question is not None:
            parts.append(tr("own question {time}").format(time=clock(seen.own_question)))
        self.query_one("#observe-status", Static).update(plain(one_line(" · ".join(parts), self.app.size.width - 2)))
