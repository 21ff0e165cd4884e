"""The keys of the debrief."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from simulator.app.screens.base import paging
from simulator.app.screens.debrief_text import SECTIONS
from simulator.i18n import mark

KEYS: list[BindingType] = [
    Binding(
        "left",
        "turn_page(-1)",
        mark("Back"),
        id="debrief.left",
        priority=True,
        show=False,
        tooltip=mark("The section before this one"),
    ),
    Binding(
        "right",
        "turn_page(1)",
        mark("Next"),
        id="debrief.right",
        priority=True,
        tooltip=mark("The next section; the digits go to one at once"),
    ),
    Binding(
        "t",
        "fork",
        mark("Again from here"),
        id="debrief.fork",
        tooltip=mark("Go back to before this turn and try something else; every way is kept"),
    ),
    Binding(
        "d",
        "disagree",
        mark("I disagree"),
        id="debrief.disagree",
        tooltip=mark("Give something in this turn another code, with your reason"),
    ),
    Binding("c", "compare", mark("Compare"), id="debrief.compare", tooltip=mark("Lay two ways beside each other")),
    Binding(
        "s",
        "reveal",
        mark("Show what stayed closed"),
        id="reveal",
        tooltip=mark("Show what you did not get to hear"),
    ),
    Binding("r", "again", mark("Try again"), id="again", tooltip=mark("The same school once more, from the beginning")),
    Binding("n", "numbers", mark("Figures"), id="debrief.numbers", tooltip=mark("Show or hide figures; remembered")),
    Binding("escape", "home", mark("Home"), id="summary.home", tooltip=mark("Back to the home screen")),
    *(
        Binding(str(number), f"section({number - 1})", name, id=f"debrief.{id_}", show=False)
        for number, (id_, name, _) in enumerate(SECTIONS, 1)
    ),
    *paging(),
]
