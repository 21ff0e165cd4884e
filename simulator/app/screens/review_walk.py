"""Going through a transcript under review: part by part, and to what is open, differs or is in doubt."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.app.screens.review_about import beside_name
from simulator.app.screens.review_view import ReviewView
from simulator.app.widgets.unitlist import UnitList
from simulator.i18n import tr
from simulator.review.agree import differing, turns_of
from simulator.review.cuts import begins


class ReviewWalk(ReviewView):
    """Moves; what needs codes of others says so while they are hidden."""

    def action_step(self, way: int) -> None:
        """The unit before or after; turns of the school are passed by."""
        turns, unit = self.session.held.trainee, self.unit + way
        place = turns.index(self.turn)
        if 0 <= unit < len(self.session.cuts(self.turn)):
            self.go(self.turn, unit)
        elif 0 <= place + way < len(turns):
            turn = turns[place + way]
            self.go(turn, 0 if way > 0 else len(self.session.cuts(turn)) - 1)

    def action_edge(self, way: int) -> None:
        """The first or the last turn."""
        self.go(self.session.held.trainee[0 if way < 0 else -1])

    def action_scroll(self, way: int) -> None:
        """Scroll, and stay."""
        self.query_one(UnitList).page(way)

    def action_word(self, way: int) -> None:
        """The cursor a word back or on, inside the unit."""
        self.word = min(max(0, self.word + way), max(0, len(self._places()) - 1))
        self.draw({self.turn})

    def action_open(self) -> None:
        """The next turn that is not done or wants a reason."""
        self._next(self.session.open_turns(), tr("Nothing is left to do; F8 finishes this transcript."))

    def action_differing(self) -> None:
        """The next turn that differs."""
        if self._blind():
            return
        session = self.session
        turns = differing(turns_of(session.coding), self.beside())
        if session.layer == "agreed":
            turns = [turn for turn in session.held.trainee if not session.done(turn)]
        self._next(turns, tr("No more differences."))

    def action_unsure(self) -> None:
        """The next turn of which the machine is unsure and that is not done."""
        if self._blind():
            return
        turns = [turn for turn, places in self._unsure().items() if places and not self.session.done(turn)]
        self._next(turns, tr("The machine is unsure of nothing that is left."))

    def action_against(self) -> None:
        """Lay the next coding beside."""
        if self._blind():
            return
        names = self.targets()
        if names:
            self.against = names[(names.index(self.against) + 1) % len(names)] if self.against in names else names[0]
            self.toask.tell(tr("Beside yours: {name}").format(name=beside_name(self.against)))
        self.draw()

    def _next(self, turns: Iterable[int], none: str) -> None:
        """Go to the first of these turns behind the one at hand, else to the first of all."""
        held = sorted(turns)
        if not held:
            self.toask.tell(none)
            return
        self.go(next((turn for turn in held if turn > self.turn), held[0]))

    def _blind(self) -> bool:
        """Say so, when codes of others may not be seen yet."""
        if not self.session.sight.open:
            self.toask.tell(tr("You code blind: this works when you have finished (F8)."))
            return True
        return False

    def _places(self) -> list[int]:
        """Return where the words of the unit begin."""
        cut = self.cut
        return [at for at in begins(self.session.held.text(self.turn)) if cut.start <= at < cut.end]

    def on_unit_list_pressed(self, event: UnitList.Pressed) -> None:
        """A press goes to a unit."""
        event.stop()
        self.go(event.turn, event.unit)
