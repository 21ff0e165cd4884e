"""A transcript under review as it is shown: drawn again where something changed, however long it is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from simulator.app.screens.base import ToaskScreen, plain
from simulator.app.screens.review_about import about, agreement
from simulator.app.screens.review_text import WIDE, Look, rows, turn_rows
from simulator.app.text import clean, one_line, turns_text
from simulator.app.widgets.codelegend import CodeLegend
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.app.widgets.unitlist import Row, UnitList
from simulator.coding.codebook import CODES
from simulator.i18n import tr
from simulator.review.agree import MACHINE, live, turns_of
from simulator.review.cuts import Cut, Cuts
from simulator.review.session import Session


class ReviewView(ToaskScreen):
    """Draws a session. `turn`, `unit`, `word`: what is at hand; `against`: whose codes stand beside."""

    DEFAULT_CSS = """
    ReviewView #review-status { height: 1; padding: 0 1; }
    ReviewView #review-about { height: auto; max-height: 5; padding: 0 1; border-top: solid $panel; }
    ReviewView.-short #review-about { max-height: 2; border-top: none; }
    ReviewView.-short CodeLegend { border-top: none; }
    """

    def __init__(self, session: Session, turn: int = 0) -> None:
        super().__init__()
        self.session = session
        first = next(chain(session.open_turns(), session.held.trainee), 0)
        self.turn, self.unit, self.word = turn or first, 0, 0
        self.against = ""
        self.reading = False
        self._drawn: dict[int, list[Row]] = {}

    def compose(self) -> ComposeResult:
        """What it is, how far it is, the transcript, the unit at hand, the keys."""
        yield Phrase(self._title, classes="title")
        yield Static("", markup=False, id="review-status")
        yield UnitList(id="units")
        yield Static("", markup=False, id="review-about")
        yield CodeLegend()
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw it when its size is known."""
        self.call_after_refresh(self.draw)

    def on_screen_resume(self) -> None:
        """Keys, codes or the language may have changed."""
        if self.is_mounted:
            self.draw()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the window."""
        super().on_resize(event)
        self.call_after_refresh(self.draw)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.draw()

    @property
    def cut(self) -> Cut:
        """The unit at hand."""
        cuts = self.session.cuts(self.turn)
        self.unit = min(self.unit, len(cuts) - 1)
        return cuts[self.unit]

    def beside(self) -> dict[int, Cuts]:
        """Return the units of the coding that stands beside: of nobody, where it may not be seen."""
        sight = self.session.sight
        names = self.targets()
        if self.against not in names:
            self.against = names[0] if names else ""
        if self.against == MACHINE:
            return turns_of(sight.machine)
        return turns_of(next((one for one in sight.others if one.name == self.against), None))

    def targets(self) -> list[str]:
        """Return whose codes may stand beside: colleagues who have finished, and the machine."""
        sight = self.session.sight
        return [*(one.name for one in sight.others), *([MACHINE] if sight.machine is not None else [])]

    def draw(self, only: Iterable[int] = ()) -> None:
        """Draw all, or `only` some turns again, and mark the unit at hand."""
        if not self.session.held.trainee or not self.query(UnitList):
            return
        units = self.query_one(UnitList)
        self.unit, beside = min(self.unit, len(self.session.cuts(self.turn)) - 1), self.beside()
        look = Look(units.room, (self.turn, self.unit), self.word, beside, self._unsure())
        if only and self._drawn:
            self._drawn |= {turn: turn_rows(self.session, turn, look) for turn in only}
        else:
            self._drawn = {}
            for row in rows(self.session, look):
                self._drawn.setdefault(row.turn, []).append(row)
        flat = [row for turn in sorted(self._drawn) for row in self._drawn[turn]]
        place = next((n for n, row in enumerate(flat) if (row.turn, row.unit) == (self.turn, self.unit)), 0)
        units.show(flat, place)
        width = max(20, self.app.size.width - 2)
        self.query_one("#review-about", Static).update(about(self.session, self.turn, self.unit, width))
        self.query_one("#review-status", Static).update(plain(one_line(self._status(beside), width)))
        self.query_one(CodeLegend).show(self._keys())

    def _title(self) -> str:
        held, own = self.session.held, self.session.sight.own
        parts = [clean(held.talk.id), clean(self.session.who)]
        if self.session.layer == "agreed":
            parts.append(tr("settling"))
        elif own.blind:
            parts.append(tr("blind"))
        return " · ".join(parts)

    def _status(self, beside: dict[int, Cuts]) -> str:
        session = self.session
        done = sum(session.done(turn) for turn in session.held.trainee)
        wide, all_ = self.app.size.width >= WIDE, len(session.held.trainee)
        count = tr("{n} of {turns} done").format(n=done, turns=turns_text(all_)) if wide else f"{done}/{all_}"
        parts = [("✓ " if session.layer == "own" and session.coding.finished else "") + count]
        if session.layer == "own" and not session.coding.finished and next(session.open_turns(), None) is None:
            parts.append(tr("F8 finishes it"))
        if not session.sight.open:
            parts.append(tr("others' codes show when you have finished"))
        elif self.reading:
            parts.append(tr("the machine is reading …"))
        elif self.against and session.layer == "own":
            found = live(session.held, turns_of(session.coding), beside)
            parts += [agreement(self.against, found, wide)] if found.units else []
        return " · ".join(parts)

    def _unsure(self) -> dict[int, frozenset[tuple[int, int]]]:
        machine = self.session.sight.machine
        if machine is None or self.session.layer == "agreed":
            return {}
        return {
            turn: frozenset((one.start, one.end) for one in cuts if one.unsure) for turn, cuts in machine.turns.items()
        }

    def _keys(self) -> dict[str, str]:
        names = {f"review.code.{code.lower()}": code for code in CODES}
        return {
            names[one.binding.id]: self.app.get_key_display(one.binding)
            for one in self.active_bindings.values()
            if one.binding.id in names
        }  # fmt: skip

    def go(self, turn: int, unit: int = 0) -> None:
        """Go to a unit."""
        before, self.turn, self.unit, self.word = self.turn, turn, unit, 0
        self.draw({before, turn})
