"""A debrief as one page of HTML: everything in it, nothing loaded, readable on a telephone and on paper."""

from __future__ import annotations

from pathlib import Path

from simulator import __version__
from simulator.debrief.model import Debrief
from simulator.debrief.paper import chart
from simulator.debrief.paper.sections import paper
from simulator.files import write_text
from simulator.report.render import shell, template
from simulator.report.words import Words


def page(debrief: Debrief, *, hidden: bool = False, numbers: bool = True) -> str:
    """Return the page in the reader's language.

    Args:
        debrief: all of it.
        hidden: with what the school did not say, also where its own question was not reached.
        numbers: with figures; words stay either way.
    """
    made, words = paper(debrief, hidden=hidden, numbers=numbers), Words(debrief.reader)
    tr = words.tr
    say = {
        "skip": tr("Go to the debrief"), "contents": tr("On this page"), "more": tr("Read on"),
        "ends": (f"▼ {tr('tells')} 0%", f"100% {tr('asks')} ▲"), "box": chart,
    }  # fmt: skip
    filled = {"paper": made, "say": say, "title": f"{made.title}: {made.about}", "version": __version__}
    return template("debrief.html").render(shell(words, "unfold.js") | filled)


def write_page(debrief: Debrief, path: Path, *, hidden: bool = False, numbers: bool = True) -> None:
    """Write the page; it is whole or not there at all.

    Raises:
        CannotWrite: it cannot be written.
    """
    text = page(debrief, hidden=hidden, numbers=numbers)
    write_text(path, text)
