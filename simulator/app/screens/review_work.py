"""The work list: every turn in which two codings differ, to look at, and after double coding to settle."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.errors import said
from simulator.app.screens.base import ToaskScreen, plain
from simulator.app.screens.confirm import AskLine
from simulator.app.screens.review_about import agreement, beside_name
from simulator.app.screens.review_text import codes_of
from simulator.app.text import clean, one_line
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.errors import ToaskError
from simulator.i18n import mark, tr, trn
from simulator.review.agree import MACHINE, differing, live, turns_of
from simulator.review.cuts import Cuts
from simulator.review.machine import Machines
from simulator.review.session import Session


class ReviewWork(ToaskScreen):
    """Closes with the turn to go to in one's own coding, if any. `against`: whose codes come first."""

    NAME = mark("Differences")
    HELP = mark(
        "Every turn in which you differ. Enter opens a turn. When two people have finished, 1 settles it as you have "
        "it and 2 as the other has it; with Enter you settle it otherwise. Both codings stay as they were."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "settle(1)", mark("As you have it"), id="work.mine", tooltip=mark("Settle it as you have it")),
        Binding("2", "settle(2)", mark("As the other"), id="work.theirs",
                tooltip=mark("Settle it as the other has it")),
        Binding("m", "against", mark("Beside"), id="work.against",
                tooltip=mark("Whose codes stand beside yours: the machine's or a colleague's")),
        Binding("escape", "leave", mark("Back"), id="work.back", tooltip=mark("Back to the transcript")),
    ]  # fmt: skip
    DEFAULT_CSS = "ReviewWork #work-status { height: 1; padding: 0 1; }"

    def __init__(self, session: Session, machines: Machines, against: str = "") -> None:
        super().__init__()
        self.session, self.machines = session, machines
        self.settling = Session(session.journal, session.talk, session.who, "agreed")
        self.against = against

    def compose(self) -> ComposeResult:
        """How far they agree, and the list."""
        yield Phrase(self._title, classes="title")
        yield Static("", markup=False, id="work-status")
        yield OptionList(id="differences", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill it."""
        self._fill()
        self.query_one("#differences").focus()

    def on_screen_resume(self) -> None:
        """Something may have been settled meanwhile."""
        if self.is_mounted:
            self._fill()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._fill()

    @property
    def names(self) -> list[str]:
        """Whose codes may stand beside."""
        sight = self.session.sight
        return [*(one.name for one in sight.others), *([MACHINE] if sight.machine is not None else [])]

    @property
    def mine(self) -> dict[int, Cuts]:
        """The coder's own units."""
        return turns_of(self.session.sight.own)

    @property
    def theirs(self) -> dict[int, Cuts]:
        """The units beside them."""
        if self.against == MACHINE:
            return turns_of(self.session.sight.machine)
        return turns_of(next((one for one in self.session.sight.others if one.name == self.against), None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Settling is between people who have finished."""
        return self.session.sight.together and self.against != MACHINE if action == "settle" else True

    def action_against(self) -> None:
        """The next coding beside."""
        if self.names:
            place = self.names.index(self.against) if self.against in self.names else -1
            self.against = self.names[(place + 1) % len(self.names)]
            self._fill()

    def action_settle(self, whose: int) -> None:
        """Ask why, then settle the marked turn as one of both has it."""
        turn = self._marked()
        if turn is not None:
            cuts = (self.mine if whose == 1 else self.theirs)[turn]
            question = tr("Settled on {codes}. Why?").format(codes=one_line(codes_of(cuts), 60))
            self.app.push_screen(AskLine(question), lambda why: self._settle(turn, cuts, why) if why else None)

    def action_leave(self) -> None:
        """Back to the transcript."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the turn: to settle it where that can be done, else in one's own coding."""
        event.stop()
        turn = int(event.option.id or 0)
        if self.check_action("settle", ()):
            from simulator.app.screens.review_code import ReviewCode

            self.app.push_screen(ReviewCode(self.settling, self.machines, turn))
        else:
            self.dismiss(turn)

    def _settle(self, turn: int, cuts: Cuts, why: str) -> None:
        try:
            self.settling.take(turn, cuts, why)
        except ToaskError as error:
            self.toask.tell(said(str(error)), error=True)
        self._fill()

    def _marked(self) -> int | None:
        option = self.query_one("#differences", OptionList).highlighted_option
        return int(option.id) if option is not None and option.id else None

    def _title(self) -> str:
        return f"{tr('Differences')} · {clean(self.session.held.talk.id)}"

    def _fill(self) -> None:
        if self.against not in self.names:
            self.against = self.names[0] if self.names else ""
        mine, theirs = self.mine, self.theirs
        turns = differing(mine, theirs)
        held = self.query_one("#differences", OptionList)
        place = held.highlighted or 0
        held.set_options([Option(self._row(turn, mine[turn], theirs[turn]), id=str(turn)) for turn in turns])
        held.highlighted = min(place, len(turns) - 1) if turns else None
        self.query_one("#work-status", Static).update(plain(self._status(turns)))
        self.refresh_bindings()

    def _status(self, turns: list[int]) -> str:
        if not self.against:
            return tr("There are no codes beside yours yet.")
        found = live(self.session.held, self.mine, self.theirs)
        many = trn("{n} turn differs", "{n} turns differ", len(turns)).format(n=len(turns))
        parts = [agreement(self.against, found), many]
        if self.check_action("settle", ()):
            settled = sum(turn in self.session.held.agreed.turns for turn in turns)
            parts.append(tr("{n} settled").format(n=settled))
        return one_line(" · ".join(parts), max(20, self.app.size.width - 2))

    def _row(self, turn: int, mine: Cuts, theirs: Cuts) -> Text:
        made = self.session.held.agreed.turns.get(turn)
        done = made is not None and made.done and not self.settling.wanting(turn)
        text = Text.assemble((f"{'✓' if done else '○'} {turn}  ", "bold"), one_line(self.session.held.text(turn), 200))
        text.append(f"\n    {clean(self.session.who)}: {codes_of(mine)}", style="not bold")
        text.append(f"\n    {beside_name(self.against)}: {codes_of(theirs)}", style="not bold")
        if made is not None and done:
            why = "; ".join(dict.fromkeys(one.reason for one in made.cuts if one.reason))
            line = tr("settled: {codes} ({name}: {why})")
            line = line.format(codes=codes_of(made.cuts), name=clean(made.who), why=clean(why))
            text.append(f"\n    {line}", style="italic not bold")
        return text
